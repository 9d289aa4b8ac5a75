"""Months and parts of months."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxholder.billing.cycle import Period, month_of, periods_due, price_of
from boxholder.billing.money import Money

PRICE = Money(3000, "USD")


def days(*pairs: tuple[str, str]) -> list[Period]:
    return [Period(date.fromisoformat(start), date.fromisoformat(end)) for start, end in pairs]


@pytest.mark.parametrize(
    ("since", "through", "ends_on", "due"),
    [
        # a whole month, in advance
        ("2026-12-01", "2026-12-01", None, days(("2026-12-01", "2027-01-01"))),
        # not yet
        ("2026-12-01", "2026-11-30", None, []),
        # the first month from the middle on
        ("2026-11-10", "2026-11-10", None, days(("2026-11-10", "2026-12-01"))),
        # the clock stood still for two months
        ("2026-11-10", "2026-12-31", None, days(("2026-11-10", "2026-12-01"), ("2026-12-01", "2027-01-01"))),
        # the last part of a month
        ("2026-12-01", "2026-12-01", "2026-12-12", days(("2026-12-01", "2026-12-12"))),
        # over
        ("2026-12-12", "2027-01-01", "2026-12-12", []),
    ],
)
def test_what_is_due(since, through, ends_on, due):
    ends = date.fromisoformat(ends_on) if ends_on else None

    assert periods_due(since=date.fromisoformat(since), through=date.fromisoformat(through), ends_on=ends) == due


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_periods_cover_every_day_once(since, later):
    due = periods_due(since=since, through=since + timedelta(days=later))

    assert due[0].start == since
    assert all(before.end == after.start for before, after in itertools.pairwise(due))
    assert all(period.end == month_of(period.start).end for period in due)


def test_a_part_of_a_month_is_prorated_by_day():
    assert price_of(PRICE, Period(date(2026, 11, 10), date(2026, 12, 1))) == Money(2100, "USD")  # 21 of 30 days


def test_where_proration_is_off_a_part_costs_the_whole():
    assert price_of(PRICE, Period(date(2026, 11, 10), date(2026, 12, 1)), prorate=False) == PRICE


def test_february_of_a_leap_year_has_29_days():
    assert price_of(Money(2900, "USD"), Period(date(2028, 2, 15), date(2028, 3, 1))) == Money(1500, "USD")
