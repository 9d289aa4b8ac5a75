"""What the mailboxes of a space owe for storage and is not posted yet: worked out the same for a page and for a run.

A batch of mailboxes takes the same few queries, however many pieces they have. A mailbox that cannot be worked out is
logged and left out, with all its days: nothing of it counts as posted, so the next who looks tries it again.

Two sets are looked at. Days: every piece that is not settled, which is one whose days are not all posted; so a piece
that left years ago comes up until they are. Month ends: those since the space was last posted, and those before at
which a piece counts after all: its renter has taken back since what was asked for, as if never asked, or it was taken
out of its mailbox, and was put back.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial

from django.db.models import Q, QuerySet

from boxholder.billing import storage
from boxholder.billing.arrears import Owed
from boxholder.billing.causes import Cause
from boxholder.billing.cycle import month_of, next_cycle_start
from boxholder.billing.models.storage_rule import Category
from boxholder.billing.storage_tariff import Tariff
from boxholder.mail.models import MailItem
from boxholder.mail.storage.days import ENDS_STORAGE, ONE_DAY, counts_on, days_kept
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Space

logger = logging.getLogger(__name__)
LABEL = MailItem._meta.label_lower
MonthEnds = Callable[[Mailbox], set[date]]


@dataclass
class Found:
    # The pieces whose days were looked at, as they stood.
    pieces: list[MailItem] = field(default_factory=list)
    # By mailbox id, the pieces that were counted at its month ends, as they stood.
    counted: dict[int, list[MailItem]] = field(default_factory=dict)
    # The mailboxes whose plans never charge for storage; nobody looked at their pieces.
    free: list[Mailbox] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    failed: set[int] = field(default_factory=set)


def owed_by(space: Space, mailboxes: Sequence[Mailbox], *, before: date, counted_before: date | None) -> Found:
    """For the days before `before`, which are over in the space. `counted_before`: month ends before it are posted."""
    found = Found()
    for mailbox in mailboxes:
        mailbox.space = space
    tariffs = Tariff.of(mailboxes)
    found.free = [mailbox for mailbox in mailboxes if not tariffs[mailbox.pk].ever_costs]
    mailboxes = [mailbox for mailbox in mailboxes if tariffs[mailbox.pk].ever_costs]
    pieces = pieces_of(MailItem.objects.storage_runs().filter(mailbox__in=mailboxes), mailboxes)
    found.pieces = [item for items in pieces.values() for item in items]
    charged = storage.charged_days(LABEL, [str(item.pk) for item in found.pieces])
    for mailbox in mailboxes:
        with _left_out(mailbox, found):
            tariff, items = tariffs[mailbox.pk], pieces.get(mailbox.pk, [])
            found.owed += [owed for item in items for owed in _owed_for(tariff, item, before, charged)]
    _add_counts(found, mailboxes, tariffs, partial(_month_ends, pieces, counted_before, before))
    return found


def pieces_of(items: QuerySet[MailItem], mailboxes: Sequence[Mailbox]) -> dict[int, list[MailItem]]:
    """By mailbox id, each knowing its mailbox, space, requests, absences and former assignments; four queries."""
    boxes = {box.pk: box for box in mailboxes}
    found: dict[int, list[MailItem]] = {}
    for item in items.prefetch_related("requests", "absences", "former_assignments").order_by("mailbox", "pk"):
        assert item.mailbox_id is not None
        item.mailbox = boxes[item.mailbox_id]
        item.space = item.mailbox.space
        found.setdefault(item.mailbox_id, []).append(item)
    return found


def midnight(space: Space, day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=space.zone)


@contextmanager
def _left_out(mailbox: Mailbox, found: Found) -> Iterator[None]:
    """What goes wrong with this mailbox is logged, and stops no other."""
    before = len(found.owed)
    try:
        yield
    except Exception:
        logger.exception("Storage of mailbox %s could not be worked out", mailbox.pk)
        del found.owed[before:]
        found.failed.add(mailbox.pk)


def _owed_for(tariff: Tariff, item: MailItem, before: date, charged: dict[str, set[date]]) -> list[Owed]:
    kept = storage.Kept(
        cause=Cause.of(item),
        what=item.reference,
        category=item.category,
        arrived_on=item.received_on,
        days=days_kept(item, before),
    )
    return storage.owed_for_days(tariff, kept, charged=charged.get(kept.cause.id, set()))


def _add_counts(found: Found, mailboxes: Sequence[Mailbox], tariffs: dict[int, Tariff], month_ends: MonthEnds) -> None:
    ends: dict[Mailbox, set[date]] = {}
    for mailbox in mailboxes:
        with _left_out(mailbox, found):
            if theirs := _counted(tariffs[mailbox.pk], month_ends(mailbox)):
                ends[mailbox] = theirs
    if not ends:
        return
    charged = storage.charged_counts(ends)
    found.counted = pieces_of(_here_at(ends), list(ends))
    for mailbox, theirs in ends.items():
        with _left_out(mailbox, found):
            items = found.counted.get(mailbox.pk, [])
            found.owed += _owed_at(tariffs[mailbox.pk], items, theirs, charged)


def _counted(tariff: Tariff, month_ends: set[date]) -> set[date]:
    """Those at which the mailbox is on a plan that counts."""
    rules = {end: tariff.rule_on(end) for end in month_ends}
    return {end for end, rule in rules.items() if rule and rule.is_by_count and tariff.holds(rule, end)}


def _month_ends(
    pieces: dict[int, list[MailItem]], counted_before: date | None, before: date, mailbox: Mailbox
) -> set[date]:
    if mailbox.activated_on is None:
        return set()
    new = _ends_between(max(counted_before or mailbox.activated_on, mailbox.activated_on), before)
    return {*new, *(end for item in pieces.get(mailbox.pk, []) for end in _counts_after_all(item, before))}


def _counts_after_all(item: MailItem, before: date) -> Iterator[date]:
    for request in item.requests.all():
        if request.was_taken_back and request.kind in ENDS_STORAGE and request.closed_at:
            asked_on, closed_on = item.space.today(request.asked_at), item.space.today(request.closed_at)
            yield from _ends_between(asked_on, min(closed_on, before))
    for former in item.former_assignments.all():
        if former.mailbox_id == item.mailbox_id:
            assigned_on, ended_on = item.space.today(former.assigned_at), item.space.today(former.ended_at)
            yield from _ends_between(assigned_on, min(ended_on, before))


def _ends_between(first: date, before: date) -> Iterator[date]:
    """The last days of months from `first` on that lie before `before`."""
    end = month_of(first).last_day
    while end < before:
        yield end
        end = month_of(next_cycle_start(end)).last_day


def _here_at(ends: dict[Mailbox, set[date]]) -> QuerySet[MailItem]:
    """Whatever lay there at one of these month ends, settled or not."""
    days = set().union(*ends.values())
    zones = {mailbox.space_id: mailbox.space for mailbox in ends}
    first = min(midnight(space, min(days) + ONE_DAY) for space in zones.values())
    last = max(midnight(space, max(days) + ONE_DAY) for space in zones.values())
    stayed = Q(left_at=None) | Q(left_at__gte=first)
    return MailItem.objects.assigned().filter(stayed, mailbox__in=list(ends), received_at__lt=last)


def _owed_at(
    tariff: Tariff, items: list[MailItem], month_ends: set[date], charged: set[tuple[int, str]]
) -> Iterator[Owed]:
    for end in sorted(month_ends):
        here = [item for item in items if counts_on(item, end)]
        for category in Category:
            pieces = [item.reference for item in here if item.category == category]
            owed = storage.owed_for_count(tariff, category, month_end=end, pieces=pieces)
            if owed and (tariff.mailbox.pk, owed.part) not in charged:
                yield owed
