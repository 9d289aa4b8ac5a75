from boxholder.mailboxes.models.address import Address
from boxholder.mailboxes.models.invitation import MailboxInvitation
from boxholder.mailboxes.models.mailbox import Mailbox
from boxholder.mailboxes.models.mailbox_import import ImportRow, MailboxImport
from boxholder.mailboxes.models.mailbox_person import MailboxPerson, PersonInvitation
from boxholder.mailboxes.models.renter import Renter

__all__ = [
    "Address",
    "ImportRow",
    "Mailbox",
    "MailboxImport",
    "MailboxInvitation",
    "MailboxPerson",
    "PersonInvitation",
    "Renter",
]
