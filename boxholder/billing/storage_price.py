"""What storage costs, by either rule. Pure functions: no database, no clock.

(a) Days: so many are free, counted from the day of arrival, which is the first; each further day costs a fee. Which
days count is the caller's to say: it leaves out those that are free for a reason of their own.
(b) Count: more pieces than the threshold at the end of a month cost one flat fee.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from boxholder.billing.money import Money


def first_paid_day(arrived_on: date, *, free_days: int) -> date:
    return arrived_on + timedelta(days=free_days)


def paid_days(days: Iterable[date], *, arrived_on: date, free_days: int) -> list[date]:
    """Those of the days that cost something, in order, each once."""
    first = first_paid_day(arrived_on, free_days=free_days)
    return sorted({day for day in days if day >= first})


def price_of_days(days: Iterable[date], *, arrived_on: date, free_days: int, fee: Money) -> Money:
    return fee.times(len(paid_days(days, arrived_on=arrived_on, free_days=free_days)))


def price_of_count(pieces: int, *, threshold: int, fee: Money) -> Money:
    """One flat fee, however many are above the threshold."""
    return fee if pieces > threshold else Money(0, fee.currency)
