"""Whole minor units, one rounding, half up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxholder.billing.money import CurrencyMismatch, Money, NotAnAmount, total


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("29", "USD", 2900),
        ("29.00", "USD", 2900),
        (" 1,284.50 ", "USD", 128450),
        ("1 284.50", "USD", 128450),
        ("1\N{NO-BREAK SPACE}284.50", "USD", 128450),  # as it is copied from where a browser or a spreadsheet writes it
        ("1\N{NARROW NO-BREAK SPACE}284.50", "USD", 128450),
        ("1,240.00", "USD", 124000),
        ("12.4", "USD", 1240),
        ("0.50", "USD", 50),
        (".50", "USD", 50),
        ("9.", "USD", 900),
        ("0", "USD", 0),
        ("500", "JPY", 500),  # no digits behind the point
        ("1.250", "KWD", 1250),  # three of them
    ],
)
def test_an_amount_is_read_as_typed(typed, currency, minor):
    assert Money.parse(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        *[("", "USD"), ("abc", "USD"), ("1.005", "USD"), ("-1", "USD"), ("NaN", "USD"), ("1e9", "USD"), ("1.5", "JPY")],
        ("12,40", "USD"),  # twelve forty in half of the world, and never a hundred times as much
        ("12 40", "USD"),
        ("1.284,50", "USD"),
        ("1,2840", "USD"),
        ("1.240", "USD"),  # more than a thousand in half of the world, whatever the last digit
        ("12.000", "EUR"),
        ("1.000", "JPY"),
        ("1.00", "JPY"),
        ("1.2400", "KWD"),
        ("0,500", "USD"),  # a half, and never five hundred
        ("0 500", "USD"),
        ("012,400", "USD"),
        ("1e3", "USD"),
        ("1_000", "USD"),
        (".", "USD"),
        ("1,240", "KWD"),  # a dinar and a quarter, or more than a thousand
    ],
)
def test_what_is_no_amount_is_refused(typed, currency):
    with pytest.raises(NotAnAmount):
        Money.parse(typed, currency)


@pytest.mark.parametrize(
    ("minor", "part", "whole", "share"),
    [
        (1900, 21, 30, 1330),
        (1000, 1, 3, 333),
        (1, 1, 2, 1),  # half goes up
        (-1, 1, 2, -1),  # away from zero
        (2900, 17, 31, 1590),  # 1590.32…
    ],
)
def test_a_share_is_rounded_once_half_up(minor, part, whole, share):
    assert Money(minor, "USD").share(part, whole) == Money(share, "USD")


@given(st.integers(0, 10**8), st.integers(1, 31))
def test_a_share_is_never_more_than_a_half_unit_off(minor, days):
    share = Money(minor, "USD").share(days, 31).minor

    assert abs(share * 31 - minor * days) * 2 <= 31


def test_money_is_never_a_float():
    with pytest.raises(TypeError):
        Money(19.0, "USD")  # type: ignore[arg-type]


def test_two_currencies_never_meet():
    with pytest.raises(CurrencyMismatch):
        total([Money(1, "USD"), Money(1, "EUR")], "USD")


def test_what_stripe_would_refuse_as_too_small_is_not_chargeable():
    assert not Money(49, "USD").is_chargeable
    assert Money(50, "USD").is_chargeable
    assert Money(30, "GBP").is_chargeable
