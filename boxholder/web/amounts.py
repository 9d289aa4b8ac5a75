"""How an amount is said: the number as the visitor's language writes it, then the currency's code, once."""

from functools import cache

from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

from boxholder.web.moments import locale

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def say_amount(amount) -> str:
    """1,284.00 USD. The amount itself knows how many digits its currency has (Stripe's count, which is not CLDR's)."""
    digits = -amount.decimal.as_tuple().exponent
    number = _pattern(locale(), digits).apply(amount.decimal, locale())
    return f"{number}{NO_BREAK_SPACE}{amount.currency.upper()}"


@cache
def _pattern(language: str, digits: int) -> NumberPattern:
    pattern = parse_pattern(Locale.parse(language).decimal_formats[None].pattern)
    pattern.frac_prec = (digits, digits)
    return pattern
