from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "boxholder.mail"
    label = "mail"

    def ready(self) -> None:
        from boxholder.mail import history  # noqa: F401  (its sentences)
