"""Money is a whole number of minor units and the currency they are in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# https://docs.stripe.com/currencies#zero-decimal and #three-decimal. UGX and ISK count as two-decimal there.
ZERO_DECIMAL = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
THREE_DECIMAL = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])

# The least Stripe charges, in minor units: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts.
# It applies in the currency the account settles in; where we do not know it, 50 is the common one.
MINIMUM_CHARGE = {
    "USD": 50, "EUR": 50, "GBP": 30, "CAD": 50, "AUD": 50, "NZD": 50, "CHF": 50, "SGD": 50, "BRL": 50, "INR": 50,
    "JPY": 50, "MXN": 1000, "SEK": 300, "NOK": 300, "DKK": 250, "HKD": 400, "PLN": 200, "RON": 200, "CZK": 1500,
    "HUF": 17500, "AED": 200, "MYR": 200, "THB": 1000,
}  # fmt: skip
MAXIMUM_MINOR = 99_999_999  # Stripe takes eight digits.
# Thousands are parted as such or not at all: to who types them, “12,40” is twelve forty and “0,500” is a half.
SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
PARTED = rf"[1-9][0-9]{{0,2}}(?:(?P<parted>,)[0-9]{{3}})+|[1-9][0-9]{{0,2}}(?:{SPACE}[0-9]{{3}})+"
AN_AMOUNT = re.compile(rf"(?P<whole>[0-9]+|{PARTED})?(?:\.(?P<behind>[0-9]*))?")


class CurrencyMismatch(ValueError):
    """Two currencies never meet in one sum."""


class NotAnAmount(ValueError):
    """What was typed is not an amount of this currency."""


def exponent(currency: str) -> int:
    """How many digits stand behind the point."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


@dataclass(frozen=True, order=False)
class Money:
    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError(f"Money counts whole minor units, not {self.minor!r}")

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Read what a person typed: "29", "29.00", "1,284.50". Raises NotAnAmount, and rather than guess."""
        found = AN_AMOUNT.fullmatch(text.strip())
        if not found:
            raise NotAnAmount(text)
        whole, behind = re.sub(r"\D", "", found["whole"] or ""), found["behind"] or ""
        # More digits than the currency has: “1.240” is 1,240 to many. With three of them, “1,240” may be either.
        if not whole + behind or len(behind) > exponent(currency) or (found["parted"] and exponent(currency) == 3):
            raise NotAnAmount(text)
        minor = int(whole + behind.ljust(exponent(currency), "0"))
        if minor > MAXIMUM_MINOR:
            raise NotAnAmount(text)
        return cls(minor, currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    def share(self, part: int, whole: int) -> Money:
        """amount × part ÷ whole, rounded once, half up (away from zero). The only place that rounds."""
        numerator = abs(self.minor) * part * 2 + whole
        rounded = numerator // (2 * whole)
        return Money(rounded if self.minor >= 0 else -rounded, self.currency)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    @property
    def is_chargeable(self) -> bool:
        return self.minor >= least(self.currency).minor

    def __str__(self) -> str:
        return f"{self.decimal:,.{exponent(self.currency)}f} {self.currency}"


def least(currency: str) -> Money:
    """The smallest amount that can be charged."""
    return Money(MINIMUM_CHARGE.get(currency, 50), currency)


def total(amounts, currency: str) -> Money:
    summed = Money(0, currency)
    for amount in amounts:
        summed += amount
    return summed
