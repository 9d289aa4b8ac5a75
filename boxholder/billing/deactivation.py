"""Closing a mailbox, and opening it again: the box and its plan, in one transaction.

A plan is billed up to the day before it is closed. What was invoiced in advance beyond that stays owed: nothing is
credited by itself. What is not invoiced yet comes on the next invoice, prorated as the operator has it.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from boxholder.billing.models.subscription import Subscription
from boxholder.history.models import record
from boxholder.mailboxes.errors import PmbTaken
from boxholder.mailboxes.models import Mailbox


@transaction.atomic
def deactivate(mailbox: Mailbox, *, by, now: datetime) -> None:
    """From today on it is closed: nobody rents it, no request is taken, an invitation stops working. Twice is once.

    Its renter keeps reading what came, and its mail is sent on for six months.
    """
    today = mailbox.space.today(now)
    done = Mailbox.objects.open().filter(pk=mailbox.pk).update(closed_on=today)
    mailbox.refresh_from_db(fields=["closed_on"])
    if not done:
        return
    mailbox.subscriptions.filter(ends_on=None).update(ends_on=today)
    record("mailbox.deactivated", operator=mailbox.operator, subject=mailbox, by=by, at=now)


@transaction.atomic
def reactivate(mailbox: Mailbox, *, by, now: datetime) -> None:
    """As before it was closed, on the same offering, billed from today. Twice is once. Raises PmbTaken."""
    today = mailbox.space.today(now)
    if mailbox.space.mailboxes.holding(mailbox.pmb, on=today).exclude(pk=mailbox.pk).exists():
        raise PmbTaken
    try:
        with transaction.atomic():
            done = Mailbox.objects.closed().filter(pk=mailbox.pk).update(closed_on=None)
    except IntegrityError as error:
        raise PmbTaken from error
    mailbox.refresh_from_db(fields=["closed_on"])
    if done:
        _resume_plan(mailbox, today)
        record("mailbox.reactivated", operator=mailbox.operator, subject=mailbox, by=by, at=now)


def _resume_plan(mailbox: Mailbox, today: date) -> None:
    last = mailbox.subscriptions.order_by("-pk").first()
    if last is None:
        return
    if last.ends_on is None or last.ends_on >= today:
        # Closed by mistake a moment ago: as if nothing had been.
        Subscription.objects.filter(pk=last.pk).update(ends_on=None)
        return
    # The days it was closed are not billed, and those that were invoiced before it was closed not again.
    billed_until = last.lines.aggregate(until=Max("period_end"))["until"] or today
    Subscription.objects.create(mailbox=mailbox, offering=last.offering, starts_on=max(today, billed_until))
