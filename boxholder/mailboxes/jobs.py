"""What the worker does for mailboxes: invitations that staff have sent many at once."""

from datetime import datetime, timedelta

from boxholder.queues import rest

STALLED = timedelta(minutes=1)


@rest.task()
def send_queued_invitations() -> None:
    """Each is a transaction of its own; two workers at once send each invitation once."""
    from boxholder.mailboxes.models import MailboxInvitation

    queued = MailboxInvitation.objects.queued().select_related("mailbox__operator", "mailbox__space", "mailbox__renter")
    for pk in list(queued.order_by("pk").values_list("pk", flat=True)):
        if invitation := queued.filter(pk=pk).first():
            invitation.send_queued()


def sweep(now: datetime) -> None:
    from boxholder.mailboxes.models import MailboxInvitation

    if MailboxInvitation.objects.queued().filter(queued_at__lt=now - STALLED).exists():
        send_queued_invitations()
