"""The renter's mailboxes as their pages show them."""

from django.http import HttpRequest
from django.utils import timezone

from boxholder.billing.models import Subscription
from boxholder.mailboxes.models import Mailbox, MailboxInvitation


def my_mailboxes(request: HttpRequest) -> list[Mailbox]:
    """Each knows its `subscription` (None: it has no plan now) and `can_be_activated`. Times are the first one's."""
    mailboxes = list(request.renter.mailboxes.select_related("space").by_pmb())
    plans = Subscription.objects.filter(mailbox__in=mailboxes, ends_on=None).select_related("offering")
    running = {subscription.mailbox_id: subscription for subscription in plans}
    waiting = _may_activate(request, mailboxes)
    for mailbox in mailboxes:
        mailbox.operator, mailbox.renter = request.operator, request.renter
        mailbox.subscription = running.get(mailbox.pk)
        mailbox.can_be_activated = mailbox.pk in waiting
    if mailboxes:
        timezone.activate(mailboxes[0].space.zone)
    return mailboxes


def _may_activate(request: HttpRequest, mailboxes: list[Mailbox]) -> set[int]:
    if all(mailbox.activated_at for mailbox in mailboxes):
        return set()
    mine = MailboxInvitation.objects.filter(email=request.renter.user.email, mailbox__in=mailboxes)
    return set(mine.acceptable(timezone.now()).values_list("mailbox", flat=True))
