"""The mailboxes a visitor sees the mail of, as their pages show them: their own, and those shared with them."""

from django.http import HttpRequest
from django.utils import timezone

from boxholder.billing.models import Subscription
from boxholder.mailboxes.models import Mailbox, MailboxInvitation
from boxholder.mailboxes.rights import Right


def my_mailboxes(request: HttpRequest) -> list[Mailbox]:
    """Each knows its `subscription` (None: it has no plan now) and `can_be_activated`. Times are the first one's."""
    mailboxes = list(request.reach(Right.RECEIVE).select_related("space", "renter").by_pmb())
    plans = Subscription.objects.filter(mailbox__in=mailboxes, ends_on=None).select_related("offering")
    running = {subscription.mailbox_id: subscription for subscription in plans}
    waiting = _may_activate(request, mailboxes)
    for mailbox in mailboxes:
        mailbox.operator = request.operator
        mailbox.subscription = running.get(mailbox.pk)
        mailbox.can_be_activated = mailbox.pk in waiting
    if mailboxes:
        timezone.activate(mailboxes[0].space.zone)
    return mailboxes


def _may_activate(request: HttpRequest, mailboxes: list[Mailbox]) -> set[int]:
    if request.renter is None or all(mailbox.activated_at for mailbox in mailboxes):
        return set()
    mine = MailboxInvitation.objects.filter(email=request.user.email, mailbox__in=mailboxes)
    return set(mine.acceptable(timezone.now()).values_list("mailbox", flat=True))
