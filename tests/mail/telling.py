"""What the worker would do to tell renters, at a moment."""

from datetime import datetime

from boxholder.mail import notices
from boxholder.mail.models import MailItem
from boxholder.notifications.models import OutboxEmail


def works(now: datetime) -> None:
    for email in notices.half_withdrawn(now):
        notices.tell_the_rest(email, now)
    for mailbox_id in notices.due_mailboxes(now):
        notices.tell(mailbox_id, now)


def told_of(item: MailItem) -> list[OutboxEmail]:
    """The e-mails that tell, told or may have told of it, as far as they are not withdrawn."""
    return list(OutboxEmail.objects.filter(pk__in=item.notices.values("email"), withdrawn_at=None))
