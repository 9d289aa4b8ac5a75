from boxholder.mail.models.mail_item.mail_item import MailItem

__all__ = ["MailItem"]
