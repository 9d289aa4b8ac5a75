"""A payment card in words: `brand` as Stripe spells it, four digits, and the last month in which it is good."""

from django.utils import timezone
from django.utils.translation import gettext as _

NAMES = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "discover": "Discover",
    "eftpos_au": "Eftpos Australia",
    "jcb": "JCB",
    "mastercard": "Mastercard",
    "unionpay": "UnionPay",
    "visa": "Visa",
}


def brand_name(brand: str | None) -> str:
    return NAMES.get(brand or "", _("Card"))


def expiry(card) -> str:
    return f"{card.exp_month:02d} / {card.exp_year}" if card.exp_year else ""


def is_expired(card) -> bool:
    """A card is good through the last day of its month."""
    today = timezone.localdate()
    return bool(card.exp_year) and (card.exp_year, card.exp_month) < (today.year, today.month)
