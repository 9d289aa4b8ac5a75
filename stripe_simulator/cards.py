"""The card inside a PaymentMethod: what was typed is checked as Stripe checks it, and only its traces are kept."""

import hashlib
import time

from . import test_cards
from .errors import CardError
from .ids import ALPHANUMERIC

NOT_A_TEST_CARD = (
    "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, "
    "visit: https://stripe.com/docs/testing."
)


def typed(card, now) -> tuple[test_cards.TestCard, dict]:
    """What a browser sent: the test card it is, and the PaymentMethod's `card`. 402 if a field cannot be right."""
    number = card["number"].replace(" ", "").replace("-", "")
    check_number(number)
    month, year = check_expiry(card["exp_month"], card["exp_year"], now)
    check_cvc(card.get("cvc"), amex=number[:2] in ("34", "37"))
    known = test_cards.BY_NUMBER.get(number)
    if known is None:
        raise CardError(NOT_A_TEST_CARD, code="card_declined", decline_code="test_mode_live_card")
    return known, details(known, month, year, cvc_check="unchecked" if card.get("cvc") else None)


def by_id(id, now) -> tuple[test_cards.TestCard, dict]:
    """`pm_card_visa`: expires a year from now."""
    known, today = test_cards.BY_ID[id], time.gmtime(now)
    return known, details(known, today.tm_mon, today.tm_year + 1)


def check_number(number):
    if not number.isdigit() or not 12 <= len(number) <= 19:
        raise CardError("The card number is not a valid credit card number.", code="invalid_number", param="number")
    if not passes_luhn(number):
        raise CardError("Your card number is incorrect.", code="incorrect_number", param="number")


def passes_luhn(number) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def check_expiry(month, year, now) -> tuple[int, int]:
    today = time.gmtime(now)
    year = year + 2000 if year < 100 else year
    if not 1 <= month <= 12:
        raise CardError("Your card's expiration month is invalid.", code="invalid_expiry_month", param="exp_month")
    if not today.tm_year <= year <= today.tm_year + 50:
        raise CardError("Your card's expiration year is invalid.", code="invalid_expiry_year", param="exp_year")
    if (year, month) < (today.tm_year, today.tm_mon):
        raise CardError("Your card's expiration month is invalid.", code="invalid_expiry_month", param="exp_month")
    return month, year


def check_cvc(cvc, *, amex):
    if cvc is not None and not (cvc.isdigit() and len(cvc) in ((3, 4) if amex else (3,))):
        raise CardError("Your card's security code is invalid.", code="invalid_cvc", param="cvc")


def details(known, month, year, cvc_check=None) -> dict:
    return {
        "brand": known.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": cvc_check},
        "country": known.country,
        "display_brand": "american_express" if known.brand == "amex" else known.brand,
        "exp_month": month,
        "exp_year": year,
        "fingerprint": fingerprint(known.number),
        "funding": "debit" if "pm_card_visa_debit" in known.ids else "credit",
        "generated_from": None,
        "last4": known.number[-4:],
        "networks": {"available": [known.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def fingerprint(number) -> str:
    """The same for the same number, as Stripe's is within an account."""
    return "".join(ALPHANUMERIC[byte % 62] for byte in hashlib.sha256(number.encode()).digest()[:16])
