"""Stripe's test cards. [DOC docs.stripe.com/testing; which ids are not certain, CONFORMANCE.md says]"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Behaviour:
    """What a card does. `at_setup`, `at_charge` and `after_authentication` name a decline.

    `authenticates`: "never", "unless_set_up" (off-session payments are free of it once the card was saved by a
    SetupIntent; on-session ones never are), "on_session" (as if set up already), "always".
    """

    says: str
    at_setup: str | None = None
    at_charge: str | None = None
    authenticates: str = "never"
    after_authentication: str | None = None
    disputed: bool = False


def refused(decline, says) -> Behaviour:
    return Behaviour(f"{says}; cannot be saved", at_setup=decline, at_charge=decline)


def refused_at_charge(decline, says) -> Behaviour:
    return Behaviour(f"can be saved; {says} when charged", at_charge=decline)


BEHAVIOURS = {
    "ok": Behaviour("succeeds"),
    "generic_decline": refused("generic_decline", "declined"),
    "insufficient_funds": refused("insufficient_funds", "insufficient funds"),
    "lost_card": refused("lost_card", "reported lost"),
    "stolen_card": refused("stolen_card", "reported stolen"),
    "expired_card": refused("expired_card", "expired"),
    "incorrect_cvc": refused("incorrect_cvc", "wrong security code"),
    "processing_error": refused("processing_error", "processing error"),
    "card_velocity_exceeded": refused("card_velocity_exceeded", "too many attempts"),
    "generic_decline_at_charge": refused_at_charge("generic_decline", "declined"),
    "insufficient_funds_at_charge": refused_at_charge("insufficient_funds", "insufficient funds"),
    "lost_card_at_charge": refused_at_charge("lost_card", "reported lost"),
    "stolen_card_at_charge": refused_at_charge("stolen_card", "reported stolen"),
    "expired_card_at_charge": refused_at_charge("expired_card", "expired"),
    "processing_error_at_charge": refused_at_charge("processing_error", "processing error"),
    "blocked": Behaviour("blocked as too risky when charged", at_charge="blocked"),
    "authenticate_unless_set_up": Behaviour(
        "3-D Secure, unless saved by a SetupIntent and charged off session", authenticates="unless_set_up"
    ),
    "always_authenticate": Behaviour("3-D Secure at every payment", authenticates="always"),
    "already_set_up": Behaviour("3-D Secure on session only", authenticates="on_session"),
    "authenticate_then_insufficient_funds": Behaviour(
        "3-D Secure at every payment, then insufficient funds",
        authenticates="always",
        after_authentication="insufficient_funds",
    ),
    "disputed": Behaviour("succeeds, then is disputed", disputed=True),
}


@dataclass(frozen=True)
class TestCard:
    number: str
    behaviour: str
    ids: tuple = ()
    brand: str = "visa"
    country: str = "US"

    __test__ = False  # pytest: not a test


CARDS = (
    TestCard("4242424242424242", "ok", ("pm_card_visa", "tok_visa", "pm_card_us")),
    TestCard("4000056655665556", "ok", ("pm_card_visa_debit", "tok_visa_debit")),
    TestCard("5555555555554444", "ok", ("pm_card_mastercard", "tok_mastercard"), "mastercard"),
    TestCard("378282246310005", "ok", ("pm_card_amex", "tok_amex"), "amex"),
    TestCard("6011111111111117", "ok", ("pm_card_discover", "tok_discover"), "discover"),
    TestCard("4000000000000002", "generic_decline", ("pm_card_visa_chargeDeclined", "pm_card_chargeDeclined")),
    TestCard(
        "4000000000009995",
        "insufficient_funds",
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedInsufficientFunds"),
    ),
    TestCard("4000000000009987", "lost_card", ("pm_card_visa_chargeDeclinedLostCard",)),
    TestCard("4000000000009979", "stolen_card", ("pm_card_visa_chargeDeclinedStolenCard",)),
    TestCard("4000000000000069", "expired_card", ("pm_card_chargeDeclinedExpiredCard",)),
    TestCard("4000000000000127", "incorrect_cvc", ("pm_card_chargeDeclinedIncorrectCvc",)),
    TestCard("4000000000000119", "processing_error", ("pm_card_chargeDeclinedProcessingError",)),
    TestCard(
        "4000000000006975",
        "card_velocity_exceeded",
        ("pm_card_visa_chargeDeclinedVelocityLimitExceeded", "pm_card_chargeDeclinedVelocityLimitExceeded"),
    ),
    TestCard(
        "4000000000000341",
        "generic_decline_at_charge",
        ("pm_card_chargeCustomerFail", "pm_card_visa_chargeCustomerFail", "tok_chargeCustomerFail"),
    ),
    # No number of their own: these share the one above.
    TestCard(
        "4000000000000341",
        "lost_card_at_charge",
        ("pm_card_visa_chargeCustomerFailLostCard", "tok_visa_chargeCustomerFailLostCard"),
    ),
    TestCard(
        "4000000000000341",
        "stolen_card_at_charge",
        ("pm_card_visa_chargeCustomerFailStolenCard", "tok_visa_chargeCustomerFailStolenCard"),
    ),
    TestCard("4100000000000019", "blocked", ("pm_card_radarBlock", "tok_radarBlock")),
    TestCard("4000002500003155", "authenticate_unless_set_up", ("pm_card_authenticationRequiredOnSetup",)),
    TestCard("4000002760003184", "always_authenticate", ("pm_card_authenticationRequired",)),
    TestCard("4000003800000446", "already_set_up", ("pm_card_authenticationRequiredSetupForOffSession",)),
    TestCard(
        "4000008260003178",
        "authenticate_then_insufficient_funds",
        ("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",),
    ),
    TestCard("4000000000000259", "disputed", ("pm_card_createDispute",)),
    TestCard("4000000000007726", "ok", ("pm_card_pendingRefund",)),
    TestCard("4000000000005126", "ok", ("pm_card_refundFail",)),
)
BY_ID = {id: card for card in CARDS for id in card.ids}
BY_NUMBER = {card.number: card for card in reversed(CARDS)}
