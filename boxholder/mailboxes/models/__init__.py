from boxholder.mailboxes.models.invitation import MailboxInvitation
from boxholder.mailboxes.models.mailbox import Mailbox
from boxholder.mailboxes.models.mailbox_import import ImportRow, MailboxImport
from boxholder.mailboxes.models.renter import Renter

__all__ = ["ImportRow", "Mailbox", "MailboxImport", "MailboxInvitation", "Renter"]
