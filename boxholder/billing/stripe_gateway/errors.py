"""What a call to Stripe can come to, in our words.

Each error says what is known: whether Stripe did anything, and whether asking again may help. Messages hold no keys.
"""

import re
from dataclasses import dataclass

_KEY = re.compile(r"\b((?:sk|rk|pk)_(?:live|test)_)\S+|\b(whsec_)\S+")


def redact(text: str) -> str:
    """Stripe's messages may quote a key; ours never do."""
    return _KEY.sub(lambda found: f"{found[1] or found[2]}…", text)


class StripeFailure(Exception):
    """Anything but the answer we hoped for. `request_id` is Stripe's, where there was an answer."""

    def __init__(self, message: str, *, request_id: str = "", code: str = "") -> None:
        super().__init__(redact(message))
        self.request_id = request_id
        self.code = code


class OutcomeUnknown(StripeFailure):
    """No answer, or none that says what was done: it may or may not have happened. Ask again with the same key.

    `replayed`: Stripe repeats a stored answer, so nothing is running any more; the same key will never say more.
    """

    replayed = False


class NothingHappened(StripeFailure):
    """Stripe surely did nothing, and the same request may pass later: 429, or it is busy with the same object."""


class KeyRefused(StripeFailure):
    """The key is wrong, revoked or lacks a permission: nothing works until the operator has mended it."""


class RequestRefused(StripeFailure):
    """Stripe will not do this, now or later: the request itself does not fit (400, 404)."""

    @property
    def is_missing(self) -> bool:
        return self.code == "resource_missing"


@dataclass(frozen=True)
class Decline:
    """Why a card was refused: Stripe's codes, and the charge that records it."""

    code: str = ""
    decline_code: str = ""
    advice_code: str = ""
    network_advice_code: str = ""
    message: str = ""
    charge_id: str = ""
    # The card it was about, by Stripe's id; where Stripe names none, the one we sent.
    payment_method: str = ""

    # Trying the same card again does not help. Stripe's Smart Retries stop at these too; advice_code overrules.
    HARD = frozenset(
        [
            "incorrect_number",
            "lost_card",
            "pickup_card",
            "stolen_card",
            "revocation_of_authorization",
            "revocation_of_all_authorizations",
            "highest_risk_level",
            "transaction_not_allowed",
            "expired_card",
            "restricted_card",
            "invalid_account",
        ]
    )

    @property
    def is_final(self) -> bool:
        if self.advice_code:
            return self.advice_code == "do_not_try_again"
        return self.decline_code in self.HARD or self.code in self.HARD

    @property
    def needs_authentication(self) -> bool:
        return "authentication_required" in (self.code, self.decline_code)


class CardRefused(StripeFailure):
    """402: the bank said no, or wants the cardholder to confirm. A definite answer."""

    def __init__(self, message: str, *, decline: Decline, request_id: str = "") -> None:
        super().__init__(message, request_id=request_id, code=decline.code)
        self.decline = decline
