"""Why a piece's storage costs what it costs: its days in stretches, each with what it cost or why it was free."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxholder.billing.models import RequestKind, StorageDay
from boxholder.billing.money import Money, total
from boxholder.billing.storage_clock import Clock
from boxholder.billing.storage_tariff import Tariff
from boxholder.mail.models import MailItem
from boxholder.mail.storage.clock import clock_of_piece
from boxholder.mail.storage.days import ENDS_STORAGE, end_of, pauses
from boxholder.mail.storage.owing import LABEL


@dataclass(frozen=True)
class Stretch:
    """Days in a row of which the same is to be said. `fee` None: they cost nothing, and `why` says what for."""

    first: date
    last: date
    fee: Money | None
    why: str
    is_waived: bool = False

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def amount(self) -> Money | None:
        return self.fee.times(self.days) if self.fee else None


@dataclass(frozen=True)
class Explanation:
    item: MailItem
    today: date
    clock: Clock | None
    # By the count: what the plan says about it.
    terms: str
    stretches: list[Stretch]

    @property
    def so_far(self) -> Money:
        owed = [stretch.amount for stretch in self.stretches if stretch.amount and not stretch.is_waived]
        return total(owed, owed[0].currency if owed else self.item.operator.currency)

    @property
    def has_cost(self) -> bool:
        return any(stretch.fee for stretch in self.stretches)

    @property
    def is_running(self) -> bool:
        """Today costs something."""
        return self.clock is not None and not self.stopped_by and self.clock.first_paid_day <= self.today

    def begins_by(self, day: date) -> bool:
        return self.clock is not None and self.clock.first_paid_day <= day

    @property
    def is_told(self) -> bool:
        """Whether there is something to say: it costs something, has done so, or is about to."""
        return self.clock is not None or self.has_cost or bool(self.terms)

    @property
    def stopped_by(self):
        """The request that keeps it from costing more."""
        pending = self.item.pending_request
        return pending if pending and pending.kind in ENDS_STORAGE else None

    @property
    def words(self) -> str:
        """How it stands now, in one sentence without a full stop."""
        if not self.item.is_here:
            return _("no longer counted: it has left")
        if asked := self.stopped_by:
            day = date_format(self.item.space.today(asked.asked_at), "MONTH_DAY_FORMAT")
            return _("stopped on %(day)s: %(what)s was asked for") % {
                "day": day,
                "what": RequestKind(asked.kind).label,
            }
        return self.clock.words(self.today) if self.clock else self.terms or _("free")


def explain(item: MailItem, now: datetime) -> Explanation | None:
    """None for a piece that is nobody's. Reads its mailbox with its space, and what `pieces_of` reads of it."""
    return next(iter(explain_all([item], now)), None)


def explain_all(items: Sequence[MailItem], now: datetime) -> list[Explanation]:
    """Of many, as many queries as of one."""
    owned = [(item, item.mailbox) for item in items if item.mailbox is not None]
    tariffs = Tariff.of({mailbox.pk: mailbox for _item, mailbox in owned}.values())
    charged = _charged([item for item, _mailbox in owned])
    return [_explain(item, tariffs[mailbox.pk], charged.get(str(item.pk), {}), now) for item, mailbox in owned]


def _charged(items: list[MailItem]) -> dict[str, dict[date, StorageDay]]:
    """The days that are posted, by piece."""
    found: dict[str, dict[date, StorageDay]] = {}
    mailboxes = {str(item.pk): item.mailbox_id for item in items}
    days = StorageDay.objects.filter(cause_label=LABEL, cause_id__in=list(mailboxes))
    for day in days.select_related("charge"):
        if day.charge.mailbox_id == mailboxes[day.cause_id]:
            found.setdefault(day.cause_id, {})[day.day] = day
    return found


def _explain(item: MailItem, tariff: Tariff, charged: dict[date, StorageDay], now: datetime) -> Explanation:
    today = item.space.today(now)
    clock, terms = (clock_of_piece(item, tariff, today), _terms(item, tariff, today)) if item.is_here else (None, "")
    said = groupby(_each_day(item, tariff, charged, today), key=lambda each: each[1:])
    stretches = []
    for (fee, why, is_waived), group in said:
        days = [day for day, *_said in group]
        stretches.append(Stretch(days[0], days[-1], fee, why, is_waived))
    return Explanation(item, today, clock, terms, stretches)


def _terms(item: MailItem, tariff: Tariff, today: date) -> str:
    rule = tariff.rule_on(today)
    return rule.words_of(item.category) if rule and rule.is_by_count and rule.flat_fee(item.category) else ""


def _each_day(
    item: MailItem, tariff: Tariff, charged: dict[date, StorageDay], today: date
) -> Iterator[tuple[date, Money | None, str, bool]]:
    """Every day that is over, from arrival on: what was posted stands, the rest is worked out as it will be posted."""
    end, first = end_of(item, today), item.received_on
    paused = pauses(item, end)
    for n in range((end - first).days):
        day = first + timedelta(days=n)
        if posted := charged.get(day):
            is_waived = posted.charge.waived_at is not None
            yield day, posted.charge.unit_price, _("Waived") if is_waived else _("Counted"), is_waived
        elif pause := next((pause for pause in paused if pause.covers(day)), None):
            yield day, None, pause.words, False
        else:
            price = tariff.price_of(day, category=item.category, arrived_on=first)
            fee = price.rule.day_fee(item.category) if price.rule else None
            yield day, fee, price.why or _("Counted"), False
