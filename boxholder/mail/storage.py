"""Which days a piece was kept, counted here and priced by `billing.storage`.

A day counts when the piece lies here at its end: from the day it arrived to the day before it left. From the day on
which the renter asks for what ends it (forward, pick up, shred, …), no day counts until that is done: it is not their
fault that it takes time. Cancelled by the renter, it counts as if never asked; cancelled by the mailroom, the days it
took are free.

Counted once a day and space. Killed in the middle, or after the claim, no day is lost: the next day's count passes
all days of every piece again, and billing's ledger takes each of them once.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from boxholder.billing import storage
from boxholder.billing.models import RequestKind, StorageRule
from boxholder.billing.models.storage_rule import Category
from boxholder.billing.storage_clock import Clock, clock_of, storage_rules
from boxholder.mail import emails
from boxholder.mail.models import ActionRequest, MailItem, StorageCount
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Space

ENDS_STORAGE = {
    RequestKind.FORWARD,
    RequestKind.LOCAL_DELIVERY,
    RequestKind.ONSITE_PICKUP,
    RequestKind.SHRED,
    RequestKind.RECYCLE,
    RequestKind.RETURN_TO_SENDER,
}
# A piece that left is passed again for so long: a space whose worker was off for a while forgets nothing.
LOOKS_BACK = timedelta(days=45)
WARNS_BEFORE = timedelta(days=3)
ONE_DAY = timedelta(days=1)


def due_spaces(now: datetime) -> list[Space]:
    """Where today's count is still to be done."""
    return [space for space in Space.objects.select_related("operator") if _is_due(space, now)]


def _is_due(space: Space, now: datetime) -> bool:
    count = StorageCount.objects.filter(space=space).first()
    return count is None or count.counted_on is None or count.counted_on < space.today(now)


def count(space: Space, now: datetime) -> None:
    """Everything through yesterday is charged, and who is about to pay is warned."""
    today = space.today(now)
    if not StorageCount.objects.claim(space, today):
        return
    mailboxes = {box.pk: box for box in space.mailboxes.select_related("operator", "space", "renter")}
    rules = storage_rules(mailboxes.values(), today)
    for mailbox in mailboxes.values():
        rule = rules.get(mailbox.pk)
        if rule is not None and rule.is_by_day:
            _count_days(mailbox, rule, today, now)
        elif rule is not None and rule.is_by_count:
            _count_pieces(mailbox, today, now)


def _count_days(mailbox: Mailbox, rule: StorageRule, today: date, now: datetime) -> None:
    lately = Q(left_at=None) | Q(left_at__gt=now - LOOKS_BACK)
    for item in mailbox.mail_items.kept().filter(lately).select_related("space").prefetch_related("requests"):
        with transaction.atomic():
            storage.charge_days(
                mailbox,
                item,
                what=item.reference,
                category=item.category,
                arrived_on=item.received_on,
                days=days_kept(item, today),
                now=now,
            )
        _warn(item, clock_of(rule, item.category, arrived_on=item.received_on), today, now)


def _warn(item: MailItem, clock: Clock | None, today: date, now: datetime) -> None:
    """Before the first cent, once; not where something was asked for that ends it."""
    if clock is None or not item.is_here or not today < clock.first_paid_day <= today + WARNS_BEFORE:
        return
    if today not in set(days_kept(item, today + ONE_DAY)):
        return
    with transaction.atomic():
        if MailItem.objects.filter(pk=item.pk, storage_warned_at=None).update(storage_warned_at=now):
            emails.storage_begins(item, clock)


def _count_pieces(mailbox: Mailbox, today: date, now: datetime) -> None:
    """What lay here at the end of last month, opened and scanned or not."""
    month_end = today.replace(day=1) - ONE_DAY
    midnight = datetime.combine(today.replace(day=1), datetime.min.time(), tzinfo=mailbox.space.zone)
    here = mailbox.mail_items.kept().filter(Q(left_at=None) | Q(left_at__gte=midnight), received_at__lt=midnight)
    for category in Category:
        pieces = sum(item.category == category for item in here.only("type"))
        with transaction.atomic():
            storage.charge_count(mailbox, category, month_end=month_end, pieces=pieces, now=now)


def days_kept(item: MailItem, today: date) -> Iterator[date]:
    """The days that count, before `today`, in the space's time zone."""
    end = min(today, item.space.today(item.left_at)) if item.left_at else today
    asked = [_asked_for(item, request, end) for request in item.requests.all()]
    for n in range((end - item.received_on).days):
        day = item.received_on + n * ONE_DAY
        if not any(first <= day < last for first, last in asked):
            yield day


def _asked_for(item: MailItem, request: ActionRequest, end: date) -> tuple[date, date]:
    """From the day it was asked for to the day it was over; nothing where it does not stop the clock."""
    first = item.space.today(request.asked_at)
    stops = request.kind in ENDS_STORAGE and request.mailbox_id == item.mailbox_id
    if not stops or (request.status == ActionRequest.Status.CANCELLED and not request.answer):
        return first, first
    return first, item.space.today(request.closed_at) if request.closed_at else end
