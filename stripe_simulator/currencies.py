"""Currencies and the smallest amount a card can be charged in each. [SDK for USD; the others are general knowledge]

Amounts are in the currency's minor unit. Stripe applies the minimum after conversion into the account's settlement
currency; here the table alone decides.
"""

from .errors import StripeError

MINIMA = {
    "usd": 50, "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250, "eur": 50,
    "gbp": 30, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300, "nzd": 50,
    "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000,
}  # fmt: skip
WITHOUT_TABLED_MINIMUM = (
    "all", "amd", "ars", "bam", "bbd", "bdt", "bhd", "bif", "bmd", "bnd", "bob", "bsd", "bwp", "bzd", "clp", "cny",
    "cop", "crc", "cve", "djf", "dop", "dzd", "egp", "etb", "fjd", "gel", "gip", "gmd", "gnf", "gtq", "gyd", "hnl",
    "htg", "idr", "ils", "isk", "jmd", "jod", "kes", "kgs", "khr", "kmf", "krw", "kwd", "kyd", "kzt", "lak", "lbp",
    "lkr", "mad", "mdl", "mga", "mkd", "mmk", "mnt", "mop", "mur", "mvr", "mwk", "mzn", "nad", "ngn", "nio", "npr",
    "omr", "pab", "pen", "pgk", "php", "pkr", "pyg", "qar", "rsd", "rub", "rwf", "sar", "sos", "srd", "szl", "tnd",
    "top", "tjs", "try", "ttd", "twd", "tzs", "uah", "ugx", "uyu", "uzs", "vnd", "vuv", "wst", "xaf", "xcd", "xof",
    "xpf", "yer", "zar", "zmw",
)  # fmt: skip
SUPPORTED = (*MINIMA, *WITHOUT_TABLED_MINIMUM)
SYMBOLS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}
ZERO_DECIMAL = frozenset((
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf",
))  # fmt: skip
LARGEST = 99_999_999


def check_currency(currency):
    if currency.lower() not in SUPPORTED:
        raise StripeError(
            f"Invalid currency: {currency}. Stripe currently supports these currencies: {', '.join(SUPPORTED)}",
            param="currency",
        )


def check_amount(amount, currency):
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise StripeError(message, code="parameter_invalid_integer", param="amount")
    smallest = MINIMA.get(currency, 1)
    if amount < smallest:
        message = f"Amount must be at least {spoken(smallest, currency)}"
        raise StripeError(message, code="amount_too_small", param="amount")
    if amount > LARGEST:
        message = f"Amount must be no more than {spoken(LARGEST, currency)}"
        raise StripeError(message, code="amount_too_large", param="amount")


def spoken(amount, currency) -> str:
    number = str(amount) if currency in ZERO_DECIMAL else f"{amount // 100}.{amount % 100:02}"
    return f"{SYMBOLS.get(currency, '')}{number} {currency}"
