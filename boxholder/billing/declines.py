"""Why a bank said no, in plain words, and what to do about it.

From https://docs.stripe.com/declines/codes. Fraud is never named to the cardholder: Stripe asks to present it as a
generic decline. Codes we do not know are generic too.
"""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "insufficient_funds": _("There was not enough money on the card."),
    "expired_card": _("The card has expired."),
    "incorrect_cvc": _("The security code (CVC) was wrong."),
    "incorrect_number": _("The card number was wrong."),
    "card_velocity_exceeded": _("The card's limit for this period is reached."),
    "withdrawal_count_limit_exceeded": _("The card's limit for this period is reached."),
    "processing_error": _("The bank had a fault while processing it."),
    "issuer_not_available": _("The bank could not be reached."),
    "reenter_transaction": _("The bank had a fault while processing it."),
    "try_again_later": _("The bank could not answer just then."),
    "authentication_required": _("The bank wants the cardholder to confirm the payment."),
    "payment_intent_authentication_failure": _("The payment was not confirmed with the bank."),
    "card_not_supported": _("The card does not take this kind of payment."),
    "currency_not_supported": _("The card does not take this currency."),
    "resource_missing": _("The card is no longer on file."),
}
GENERIC = _("The bank declined the card without saying why.")

PASSING = {"processing_error", "issuer_not_available", "reenter_transaction", "try_again_later"}
OTHER_CARD = _("Use another card, or ask the bank.")
TRY_LATER = _("Try again later; the card itself may be fine.")
ADD_MONEY = _("Make sure there is money on the card and try again, or use another card.")
CONFIRM = _("Open the invoice and choose Pay now: the bank then asks for the confirmation.")


def reason(code: str, decline_code: str) -> str:
    return str(REASONS.get(decline_code) or REASONS.get(code) or GENERIC)


def advice(code: str, decline_code: str, advice_code: str = "") -> str:
    """What helps. The network's own advice overrules what the code suggests."""
    cause = decline_code or code
    if advice_code == "do_not_try_again":
        return str(OTHER_CARD)
    if "authentication" in cause:
        return str(CONFIRM)
    if (advice_code == "try_again_later" and cause != "insufficient_funds") or cause in PASSING:
        return str(TRY_LATER)
    if cause == "insufficient_funds":
        return str(ADD_MONEY)
    return str(OTHER_CARD)
