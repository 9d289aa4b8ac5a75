"""What is due when: calendar months, parts of months. Pure functions: no database, no clock.

A cycle is the calendar month, in the space's time zone. A plan is paid in advance; the parts at its beginning and end
are prorated by day (amount × days ÷ days in the month, one rounding, half up). Usage is paid in arrears: a month's
falls due on the first of the next.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from boxholder.billing.money import Money


@dataclass(frozen=True)
class Period:
    """Days from `start` up to, not including, `end`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def is_whole_month(self) -> bool:
        return self == month_of(self.start)


def month_of(day: date) -> Period:
    return Period(day.replace(day=1), next_cycle_start(day))


def next_cycle_start(day: date) -> date:
    """The first of the month after `day`'s."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def periods_due(*, since: date, through: date, ends_on: date | None = None) -> list[Period]:
    """The months, or parts of months, from `since` on that begin on or before `through`.

    `since` is the first day not billed yet; `ends_on` the first day that is not rented any more.
    """
    due = []
    start = since
    while start <= through and (ends_on is None or start < ends_on):
        end = next_cycle_start(start)
        due.append(Period(start, min(end, ends_on) if ends_on else end))
        start = end
    return due


def usage_due(*, bill_from: date, through: date) -> Period:
    """The days whose usage falls due from `bill_from` on, and on or before `through`; empty where it ends first."""
    first_of_month = bill_from.replace(day=1)
    start = first_of_month if bill_from > first_of_month else month_of(bill_from - timedelta(days=1)).start
    return Period(start, through.replace(day=1))


def price_of(price: Money, period: Period, *, prorate: bool = True) -> Money:
    """What a month's `price` comes to for `period`; the full price where proration is off."""
    if period.is_whole_month or not prorate:
        return price
    return price.share(period.days, month_of(period.start).days)
