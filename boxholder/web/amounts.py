"""How an amount is said: the number as the visitor's language writes it, then the currency's code, once."""

from babel import Locale

from boxholder.web.moments import locale

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def say_amount(amount) -> str:
    """1,284.00 USD. The amount itself knows how many digits its currency has (Stripe's count, which is not CLDR's)."""
    here = Locale.parse(locale())
    digits = -amount.decimal.as_tuple().exponent
    number = here.decimal_formats[None].apply(amount.decimal, here, force_frac=(digits, digits))
    return f"{number}{NO_BREAK_SPACE}{amount.currency.upper()}"
