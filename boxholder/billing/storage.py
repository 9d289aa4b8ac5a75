"""Charge for keeping mail. `mail` counts the days, or the pieces; here they are priced by the mailbox's offering.

By the day: those of a piece's days that cost something become one charge, and each stands in a ledger (StorageDay) in
which the database takes a piece's day once, whoever charges it. So the same days may be passed again, and two who
charge them at once charge them once. By the count: one charge a month and category, by the charge's own cause.

A new rule holds from its day on (`StorageRule.since`). The days before are charged by the rule that held, which
`rules.change` asks for first; no rule reaches back.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxholder.billing import charges
from boxholder.billing.causes import Cause
from boxholder.billing.charges import AlreadyCharged
from boxholder.billing.cycle import month_of
from boxholder.billing.models.charge import Charge, ChargeKind
from boxholder.billing.models.storage_rule import Category, StorageDay, StorageRule, StorageThreshold
from boxholder.billing.plans import Plans
from boxholder.billing.storage_price import paid_days, price_of_count
from boxholder.mailboxes.models import Mailbox


def charge_days(
    mailbox: Mailbox,
    cause: Model | Cause,
    *,
    what: str,
    category: str,
    arrived_on: date,
    days: Iterable[date],
    now: datetime,
) -> list[Charge]:
    """Charge those of a piece's days that cost something and are not charged yet: one charge, mostly, or none.

    `days` are those that count, in the mailbox's space, and over there; leave out what is free for a reason of its
    own. `what` names the piece. Call it inside a transaction.
    """
    assert connection.in_atomic_block, "days and their charge are written down together"
    cause = cause if isinstance(cause, Cause) else Cause.of(cause)
    counted = set(days)
    while True:
        charged = StorageDay.charged(cause)
        owed = _owed(mailbox, counted - charged, category=category, arrived_on=arrived_on)
        try:
            with transaction.atomic():
                return [
                    _charge(mailbox, cause, rule, paid, what=what, category=category, arrived_on=arrived_on, at=now)
                    for rule, paid in owed
                ]
        except (AlreadyCharged, IntegrityError):
            # Somebody charged some of these days in this moment; what is left, if anything, is charged now.
            if StorageDay.charged(cause) == charged:
                raise


def charge_count(mailbox: Mailbox, category: str, *, month_end: date, pieces: int, now: datetime) -> Charge | None:
    """The flat fee for more pieces than the threshold on the last day of a month; once a month and category.

    None where nothing is owed, or it is charged already. Call it inside a transaction.
    """
    last_day = month_of(month_end).last_day
    offering = Plans(mailbox).on(last_day)
    if offering is None:
        return None
    rule = StorageRule.objects.of(offering)
    threshold = threshold_of(mailbox, rule, category)
    fee = price_of_count(pieces, threshold=threshold, fee=rule.flat_fee(category))
    if not rule.is_by_count or not rule.holds_on(last_day) or not fee:
        return None
    words = {"category": Category(category).label, "month": date_format(last_day, "F Y")}
    try:
        return charges.post(
            mailbox,
            kind=ChargeKind.STORAGE_COUNT,
            description=_("Storage, %(category)s, %(month)s") % words,
            amount=fee,
            unit_price=fee,
            happened_on=last_day,
            cause=mailbox,
            part=f"{last_day:%Y-%m}:{category}",
            facts={"offering": str(offering), "pieces": pieces, "threshold": threshold},
            at=now,
        )
    except AlreadyCharged:
        return None


def threshold_of(mailbox: Mailbox, rule: StorageRule, category: str) -> int:
    """The mailbox's own, where it has one; else its offering's."""
    own = StorageThreshold.objects.filter(mailbox=mailbox).values_list(Category(category).value, flat=True).first()
    return rule.threshold(category) if own is None else own


def _owed(mailbox: Mailbox, days: set[date], *, category: str, arrived_on: date) -> list[tuple[StorageRule, list]]:
    """The days that cost something, under the rule of the offering the mailbox was on."""
    plans = Plans(mailbox)
    by_offering: dict = {}
    for day in sorted(days):
        by_offering.setdefault(plans.on(day), []).append(day)
    by_offering.pop(None, None)
    owed = [(StorageRule.objects.of(offering), group) for offering, group in by_offering.items()]
    priced = [(rule, _paid(rule, group, category, arrived_on)) for rule, group in owed]
    return [(rule, paid) for rule, paid in priced if paid]


def _paid(rule: StorageRule, days: list[date], category: str, arrived_on: date) -> list[date]:
    if not rule.is_by_day or not rule.day_fee(category):
        return []
    held = [day for day in days if rule.holds_on(day)]
    return paid_days(held, arrived_on=arrived_on, free_days=rule.free_days(category))


def _charge(
    mailbox: Mailbox,
    cause: Cause,
    rule: StorageRule,
    days: list[date],
    *,
    what: str,
    category: str,
    arrived_on: date,
    at: datetime,
) -> Charge:
    fee = rule.day_fee(category)
    words = {"what": what, "first": _short(days[0]), "last": _short(days[-1])}
    charge = charges.post(
        mailbox,
        kind=ChargeKind.STORAGE_DAYS,
        description=_("Storage of %(what)s, %(first)s to %(last)s") % words,
        amount=fee.times(len(days)),
        unit_price=fee,
        quantity=len(days),
        happened_on=days[-1],
        cause=cause,
        part=days[0].isoformat(),
        facts={
            "offering": str(rule.offering),
            "arrived_on": arrived_on.isoformat(),
            "free_days": rule.free_days(category),
        },
        at=at,
    )
    StorageDay.objects.bulk_create(
        StorageDay(charge=charge, cause_label=cause.label, cause_id=cause.id, day=day) for day in days
    )
    return charge


def _short(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
