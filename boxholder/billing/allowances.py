"""What a request costs its mailbox: the month's free ones first, then the price.

Asking reserves: the free one is taken, or the price is frozen, in the transaction that makes the request. The caller
keeps `Quote.facts` with the request and charges just that when it is completed (`charges.post_request`); cancelling
gives a free one back (`release`). The month is the calendar month of the asking, in the mailbox's space.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Model, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxholder.billing.causes import Cause
from boxholder.billing.charges import AlreadyCharged
from boxholder.billing.cycle import month_of
from boxholder.billing.models.allowance import AllowanceUse
from boxholder.billing.models.charge import Charge
from boxholder.billing.models.offering import Offering
from boxholder.billing.models.request_rule import RequestKind, RequestRule
from boxholder.billing.models.subscription import Subscription
from boxholder.billing.money import Money
from boxholder.mailboxes.models import Mailbox


class NotOffered(Exception):
    """The mailbox's offering does not have this kind of request, or the mailbox has no offering: say so and stop."""


@dataclass(frozen=True)
class Quote:
    """What the next request of this kind costs. `used` counts those of the month that were asked for before it."""

    kind: RequestKind
    is_allowed: bool
    is_free: bool
    # What this one costs: nothing, where it is one of the free ones.
    price: Money
    free: int
    used: int
    month: date
    offering: Offering | None

    @property
    def left(self) -> int:
        return max(self.free - self.used, 0)

    @property
    def resets_on(self) -> date:
        """The first day on which there are free ones again."""
        return month_of(self.month).end

    @property
    def facts(self) -> dict:
        """What the caller keeps with the request; `charges.post_request` charges just that."""
        return {
            "kind": self.kind.value,
            "price_minor": self.price.minor,
            "currency": self.price.currency,
            "is_free": self.is_free,
            "free": self.free,
            "used_before": self.used,
            "used_after": self.used + self.is_free,
            "month": self.month.isoformat(),
            "offering": str(self.offering or ""),
            "offering_id": self.offering.pk if self.offering else None,
        }

    @property
    def words(self) -> str:
        """The price before the tap: “free, 2 of 5 left until May 31”, “3.00 USD”."""
        if self.offering is None:
            return _("not possible without a plan")
        if not self.is_allowed:
            return _("not part of %(offering)s") % {"offering": self.offering}
        if self.left:
            last_day = date_format(month_of(self.month).last_day, "MONTH_DAY_FORMAT")
            words = _("free, %(left)d of %(free)d left until %(last_day)s")
            return words % {"left": self.left, "free": self.free, "last_day": last_day}
        return str(self.price) if self.price else _("free")


def quote(mailbox: Mailbox, kind: str, on: date) -> Quote:
    """What asking for this would cost on that day; nothing is reserved."""
    return quotes(mailbox, [kind], on)[RequestKind(kind)]


def quotes(mailbox: Mailbox, kinds: Iterable[str], on: date) -> dict[RequestKind, Quote]:
    """The same for several kinds; constant queries."""
    wanted = [RequestKind(kind) for kind in kinds]
    month = month_of(on).start
    offering = _offering(mailbox, on)
    if offering is None:
        nothing = Money(0, mailbox.operator.currency)
        return {kind: Quote(kind, False, False, nothing, 0, 0, month, None) for kind in wanted}
    rules = RequestRule.objects.of(offering)
    uses = AllowanceUse.objects.filter(mailbox=mailbox, month=month, kind__in=wanted)
    used = dict(uses.order_by().values_list("kind").annotate(Count("pk")))
    return {kind: _quote(rules[kind], used.get(kind.value, 0), month) for kind in wanted}


def ahead(mailbox: Mailbox, kind: str, on: date, several: int) -> list[Quote]:
    """What so many in a row would cost: the free ones of the month first. Nothing is reserved."""
    first = quote(mailbox, kind, on)
    if first.offering is None:
        return [first] * several
    rule = RequestRule.objects.of(first.offering)[first.kind]
    return [_quote(rule, first.used + n, first.month) for n in range(several)]


def full_price(mailbox: Mailbox, kind: str, on: date) -> Money:
    """What each costs once the free ones of a month are used up; nothing, where it cannot be asked for."""
    offering = _offering(mailbox, on)
    rule = RequestRule.objects.of(offering)[RequestKind(kind)] if offering else None
    return rule.price if rule and rule.is_allowed else Money(0, mailbox.operator.currency)


def reserve(mailbox: Mailbox, kind: str, on: date, cause: Model | Cause) -> Quote:
    """Take a free one of the month, or freeze the price. Call it inside the transaction that makes the request.

    Where somebody else takes the last free one at the same moment, the database decides, and this is priced. The same
    cause asking again is told the same. Raises NotOffered.
    """
    assert connection.in_atomic_block, "what is reserved belongs to the transaction of what it is reserved for"
    cause = cause if isinstance(cause, Cause) else Cause.of(cause)
    offering = _offering(mailbox, on)
    rule = RequestRule.objects.of(offering)[RequestKind(kind)] if offering else None
    if rule is None or not rule.is_allowed:
        raise NotOffered(kind)
    month = month_of(on).start
    held = AllowanceUse.objects.of_cause(cause).filter(kind=kind).first()
    while held is None:
        taken = set(_uses(mailbox, kind, month).values_list("slot", flat=True))
        quoted = _quote(rule, len(taken), month)
        if not quoted.left or (held := _take(mailbox, kind, month, _lowest_free(taken), cause)):
            return quoted
        # Somebody else took it in this moment, perhaps for the very same cause.
        held = AllowanceUse.objects.of_cause(cause).filter(kind=kind).first()
    before = _uses(mailbox, kind, held.month).count() - 1
    return replace(_quote(rule, before, held.month), is_free=True, price=Money(0, rule.offering.currency))


def release(cause: Model | Cause) -> bool:
    """Give back the free one this cause had taken; says whether it had one. Raises AlreadyCharged once it is charged:
    what is done cannot be cancelled, unless it was taken back (`charges.take_back`)."""
    cause = cause if isinstance(cause, Cause) else Cause.of(cause)
    if Charge.objects.of_cause(cause).filter(waived_at=None).exists():
        raise AlreadyCharged(f"{cause.label} {cause.id}")
    return bool(AllowanceUse.objects.of_cause(cause).delete()[0])


def take_again(mailbox: Mailbox, frozen: dict, cause: Model | Cause) -> None:
    """What was given back is taken again, as it was frozen (`Quote.facts`); nothing, where it was not one of the free
    ones. Its renter was told “free”: so it is, also where others have used up the month's free ones since."""
    assert connection.in_atomic_block, "what is taken belongs to the transaction of what it is taken for"
    cause = cause if isinstance(cause, Cause) else Cause.of(cause)
    if not frozen["is_free"] or frozen["used_before"] >= frozen["free"]:
        return
    kind, month = frozen["kind"], date.fromisoformat(frozen["month"])
    while not AllowanceUse.objects.of_cause(cause).filter(kind=kind).exists():
        taken = set(_uses(mailbox, kind, month).values_list("slot", flat=True))
        _take(mailbox, kind, month, _lowest_free(taken), cause)


def _offering(mailbox: Mailbox, on: date) -> Offering | None:
    running = Subscription.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), mailbox=mailbox)
    subscription = running.select_related("offering").order_by("-pk").first()
    return subscription.offering if subscription else None


def _quote(rule: RequestRule, used: int, month: date) -> Quote:
    is_free = rule.is_allowed and (used < rule.free_per_month or not rule.price)
    return Quote(
        kind=RequestKind(rule.kind),
        is_allowed=rule.is_allowed,
        is_free=is_free,
        price=Money(0, rule.offering.currency) if is_free else rule.price,
        free=rule.free_per_month,
        used=used,
        month=month,
        offering=rule.offering,
    )


def _uses(mailbox: Mailbox, kind: str, month: date) -> QuerySet[AllowanceUse]:
    return AllowanceUse.objects.filter(mailbox=mailbox, kind=kind, month=month)


def _lowest_free(taken: set[int]) -> int:
    """Whoever asks at the same moment reaches for the same one, so that only one gets it."""
    return next(slot for slot in count(1) if slot not in taken)


def _take(mailbox: Mailbox, kind: str, month: date, slot: int, cause: Cause) -> AllowanceUse | None:
    """None where it was taken."""
    fields = {"month": month, "slot": slot, "cause_label": cause.label, "cause_id": cause.id}
    try:
        with transaction.atomic():
            return AllowanceUse.objects.create(mailbox=mailbox, kind=kind, **fields)
    except IntegrityError:
        return None
