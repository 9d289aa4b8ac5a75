from django.apps import AppConfig


class MailboxesConfig(AppConfig):
    name = "boxholder.mailboxes"
    label = "mailboxes"

    def ready(self) -> None:
        from boxholder.mailboxes import history  # noqa: F401  (its sentences)
