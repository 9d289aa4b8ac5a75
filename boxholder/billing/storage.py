"""Charge for keeping mail. `mail` counts the days, or the pieces; here they are priced by the mailbox's offering.

By the day: those of a piece's days that cost something become one charge a month, and each stands in a ledger
(StorageDay) in which the database takes a piece's day once, whoever charges it. So the same days may be passed again.
By the count: one charge a month and category, by the charge's own cause.

A new rule holds from its moment on (`StorageRule.changed_at`). The days before are charged by the rule that held,
which `rules.change` asks for first; no rule reaches back.

Nothing here is written before `post`, and all that it is given in one transaction: dies the process on any line of it,
neither the charges nor their days are there, and the next who asks finds them owed as before.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxholder.billing.arrears import Owed
from boxholder.billing.bulk_rows import insert, insert_objects
from boxholder.billing.causes import Cause
from boxholder.billing.models.charge import Charge, ChargeKind
from boxholder.billing.models.storage_rule import Category, StorageDay, StorageRule
from boxholder.billing.storage_tariff import Tariff
from boxholder.mailboxes.models import Mailbox

# So many ids go into one question.
AT_ONCE = 10_000
# With it a part begins, also where it is owed again (`charges.owe_again`).
ISO_DATE = len("2026-05-04")
Id = TypeVar("Id", int, str)


@dataclass(frozen=True)
class Kept:
    """A piece, and those of its days that count and are over. Leave out what is free for a reason of its own."""

    cause: Cause
    what: str
    category: str
    arrived_on: date
    days: Collection[date]


def owed_for_days(tariff: Tariff, piece: Kept, *, charged: Collection[date]) -> list[Owed]:
    """The days that cost something and are not `charged`: one amount a month, and one more where the fee changed."""
    days = sorted(set(piece.days).difference(charged))
    stretches = tariff.paid(days, category=piece.category, arrived_on=piece.arrived_on)
    paid = [(day, rule) for stretch, rule in stretches for day in stretch]
    months = groupby(paid, key=lambda each: (each[0].year, each[0].month, each[1].pk))
    return [_owed(tariff.mailbox, piece, list(month)) for _key, month in months]


def owed_for_count(tariff: Tariff, category: str, *, month_end: date, pieces: Sequence[str]) -> Owed | None:
    """The flat fee for more pieces than the threshold on the last day of a month; `pieces` by their names."""
    fee = tariff.fee_of_count(category, month_end, len(pieces))
    rule = tariff.rule_on(month_end)
    if fee is None or rule is None:
        return None
    words = {"category": Category(category).label, "month": date_format(month_end, "F Y")}
    return Owed(
        mailbox=tariff.mailbox,
        kind=ChargeKind.STORAGE_COUNT,
        cause=Cause.of(tariff.mailbox),
        part=part_of_count(category, month_end),
        description=_("Storage, %(category)s, %(month)s") % words,
        unit_price=fee,
        happened_on=month_end,
        facts={
            "offering": str(rule.offering),
            "pieces": len(pieces),
            "threshold": tariff.threshold(rule, category),
            "which": list(pieces),
        },
    )


def part_of_count(category: str, month_end: date) -> str:
    return f"{month_end:%Y-%m}:{category}"


def charged_days(label: str, ids: Iterable[str]) -> dict[str, set[date]]:
    """The days of these pieces that are charged already, by the piece's id.

    A charge says the first and the last of its days, and how many they are: only where some are missing in between
    is the ledger asked for each.
    """
    found: dict[str, set[date]] = {}
    holed = []
    for some in _chunks(list(ids)):
        charges = Charge.objects.filter(cause_label=label, cause_id__in=some, kind=ChargeKind.STORAGE_DAYS)
        rows = charges.order_by().values_list("pk", "cause_id", "part", "happened_on", "quantity")
        for charge, piece, part, last_on, quantity in rows.iterator():
            first, after = date.fromisoformat(part[:ISO_DATE]).toordinal(), last_on.toordinal() + 1
            if after - first == quantity:
                found.setdefault(piece, set()).update(map(date.fromordinal, range(first, after)))
            else:
                holed.append(charge)
    for charges_of_some in _chunks(holed):
        ledger = StorageDay.objects.filter(charge__in=charges_of_some).order_by()
        for piece, day in ledger.values_list("cause_id", "day").iterator():
            found.setdefault(piece, set()).add(day)
    return found


def charged_counts(mailboxes: Iterable[Mailbox]) -> set[tuple[int, str]]:
    """The mailboxes' months and categories (`part_of_count`) that are charged already."""
    counts = Charge.objects.filter(mailbox__in=list(mailboxes), kind=ChargeKind.STORAGE_COUNT)
    return set(counts.order_by().values_list("mailbox_id", "part"))


def post(owed: Sequence[Owed], *, now: datetime) -> None:
    """Write all of it down. Raises IntegrityError, and nothing is kept, where somebody posted some of it meanwhile."""
    assert connection.in_atomic_block, "days and their charge are written down together"
    if not owed:
        return
    insert_objects([_charge(each, now) for each in owed])
    ids = _ids(owed)
    insert(
        StorageDay,
        ["charge_id", "cause_label", "cause_id", "day"],
        (
            (ids[each.kind, each.cause, each.part], each.cause.label, each.cause.id, day.isoformat())
            for each in owed
            for day in each.days
        ),
    )


def _owed(mailbox: Mailbox, piece: Kept, paid: list[tuple[date, StorageRule]]) -> Owed:
    days, rule = tuple(day for day, _rule in paid), paid[0][1]
    words = {"what": piece.what, "first": _short(days[0]), "last": _short(days[-1])}
    one, several = _("Storage of %(what)s, %(first)s"), _("Storage of %(what)s, %(first)s to %(last)s")
    return Owed(
        mailbox=mailbox,
        kind=ChargeKind.STORAGE_DAYS,
        cause=piece.cause,
        part=days[0].isoformat(),
        description=(several if len(days) > 1 else one) % words,
        unit_price=rule.day_fee(piece.category),
        quantity=len(days),
        happened_on=days[-1],
        facts={
            "offering": str(rule.offering),
            "arrived_on": piece.arrived_on.isoformat(),
            "free_days": rule.free_days(piece.category),
        },
        days=days,
    )


def _charge(owed: Owed, now: datetime) -> Charge:
    return Charge(
        operator_id=owed.mailbox.operator_id,
        mailbox=owed.mailbox,
        kind=owed.kind,
        description=owed.description[:300],
        amount_minor=owed.amount.minor,
        currency=owed.amount.currency,
        quantity=owed.quantity,
        unit_price_minor=owed.unit_price.minor,
        happened_on=owed.happened_on,
        posted_at=now,
        cause_label=owed.cause.label,
        cause_id=owed.cause.id,
        part=owed.part,
        facts=owed.facts,
    )


def _ids(owed: Iterable[Owed]) -> dict[tuple[str, Cause, str], int]:
    """Of the charges just written, by what tells them apart."""
    mailboxes = {each.mailbox.pk for each in owed}
    kinds = {each.kind for each in owed}
    rows = Charge.objects.waiting().filter(mailbox__in=mailboxes, kind__in=kinds).order_by()
    return {
        (kind, Cause(label, cause), part): pk
        for pk, kind, label, cause, part in rows.values_list("pk", "kind", "cause_label", "cause_id", "part")
    }


def _chunks(ids: list[Id]) -> Iterator[list[Id]]:
    return (ids[n : n + AT_ONCE] for n in range(0, len(ids), AT_ONCE))


def _short(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
