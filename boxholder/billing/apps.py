from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BillingConfig(AppConfig):
    name = "boxholder.billing"
    label = "billing"

    def ready(self) -> None:
        from boxholder.billing import history  # noqa: F401  (its sentences)

        post_migrate.connect(_install_triggers, sender=self)


def _install_triggers(using: str, **kwargs) -> None:
    from django.db import connections

    from boxholder.billing import triggers

    if "billing_invoiceline" in connections[using].introspection.table_names():
        triggers.install(using)
