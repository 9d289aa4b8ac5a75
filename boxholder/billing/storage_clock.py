"""What keeping a piece will cost, said before it does: “free until June 2, then 0.50 USD a day”."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxholder.billing.money import Money
from boxholder.billing.storage_price import first_paid_day
from boxholder.billing.storage_tariff import Tariff


@dataclass(frozen=True)
class Clock:
    """The first day that costs something, and what each costs from then on."""

    first_paid_day: date
    fee: Money

    @property
    def last_free_day(self) -> date:
        return self.first_paid_day - timedelta(days=1)

    def words(self, today: date) -> str:
        if today >= self.first_paid_day:
            return _("%(fee)s a day") % {"fee": self.fee}
        last = date_format(self.last_free_day, "MONTH_DAY_FORMAT")
        return _("free until %(last)s, then %(fee)s a day") % {"last": last, "fee": self.fee}


def clock_of(tariff: Tariff, category: str, *, arrived_on: date, counts_from: date, today: date) -> Clock | None:
    """By today's rule; None where days cost nothing by it. `counts_from`: no day before that counts at all."""
    rule, begun = tariff.rule_on(today), tariff.begun
    if rule is None or begun is None or not rule.is_by_day or not rule.day_fee(category):
        return None
    first = first_paid_day(arrived_on, free_days=rule.free_days(category))
    held = tariff.held_from[rule.offering_id] or first
    return Clock(max(first, counts_from, begun, held), rule.day_fee(category))
