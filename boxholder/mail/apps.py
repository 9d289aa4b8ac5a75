from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class MailConfig(AppConfig):
    name = "boxholder.mail"
    label = "mail"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from boxholder.billing import arrears, causes
        from boxholder.mail import history  # noqa: F401  (its sentences)
        from boxholder.mail.storage import posting

        causes.register("mail.actionrequest", words=_("Request"), desk="desk:request", renter="renter:request")
        # What a piece or a mailbox causes by itself is storage; all else is caused by a request.
        causes.register(
            "mail.mailitem",
            words=_("Piece of mail"),
            desk="desk:mail_item",
            renter="renter:mail_item",
            anchor="storage",
        )
        causes.register("mailboxes.mailbox", words=_("Mailbox"), desk="desk:mailbox", anchor="storage")
        arrears.register(posting.post, run_up=posting.run_up)

        pre_migrate.connect(_let_tables_be_changed, sender=self)
        post_migrate.connect(_install_search, sender=self)


def _let_tables_be_changed(using: str, plan: list, **kwargs) -> None:
    from boxholder.mail.search import index

    if plan and _has_search(using):
        index.unwatch(using)


def _install_search(using: str, plan: list, **kwargs) -> None:
    """What was written while migrating was watched by nobody."""
    from boxholder.mail.search import index

    if _has_search(using):
        index.install(using, afresh=bool(plan))


def _has_search(using: str) -> bool:
    from django.db import connections

    return "mail_searchindex" in connections[using].introspection.table_names()
