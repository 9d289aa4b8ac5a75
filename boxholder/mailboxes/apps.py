from django.apps import AppConfig


class MailboxesConfig(AppConfig):
    name = "boxholder.mailboxes"
    label = "mailboxes"
