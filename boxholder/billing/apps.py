from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BillingConfig(AppConfig):
    name = "boxholder.billing"
    label = "billing"

    def ready(self) -> None:
        from boxholder.billing import history  # noqa: F401  (its sentences)

        pre_migrate.connect(_let_tables_be_rebuilt, sender=self)
        post_migrate.connect(_install_triggers, sender=self)


def _let_tables_be_rebuilt(using: str, **kwargs) -> None:
    """SQLite refuses to rename a rebuilt table while a trigger of another table names it."""
    from django.db import connections

    from boxholder.billing import triggers

    if connections[using].vendor == "sqlite":
        triggers.remove(using)


def _install_triggers(using: str, **kwargs) -> None:
    from django.db import connections

    from boxholder.billing import triggers

    if {"billing_invoiceline", "billing_charge"} <= set(connections[using].introspection.table_names()):
        triggers.install(using)
