"""Why a card says no, and the words, codes and advice that come with it.

Codes and decline codes: [DOC docs.stripe.com/declines/codes, testing]. `advice_code` and `network_decline_code` exist
[SDK]; which one comes with which test card is our reading, see CONFORMANCE.md.
"""

from dataclasses import dataclass

from .errors import doc_url

DECLINED = "Your card was declined."


@dataclass(frozen=True)
class Decline:
    message: str
    code: str = "card_declined"
    decline_code: str | None = None
    advice_code: str | None = None
    network_decline_code: str | None = None
    param: str | None = None
    blocked: bool = False

    def as_error(self) -> dict:
        """The fields of an error, of `last_payment_error` and `last_setup_error`."""
        fields = {
            "advice_code": self.advice_code,
            "code": self.code,
            "decline_code": self.decline_code,
            "doc_url": doc_url(self.code),
            "message": self.message,
            "network_decline_code": self.network_decline_code,
            "param": self.param,
            "type": "card_error",
        }
        return {name: value for name, value in fields.items() if value is not None}


DECLINES = {
    "generic_decline": Decline(
        DECLINED, decline_code="generic_decline", advice_code="try_again_later", network_decline_code="05"
    ),
    "insufficient_funds": Decline(
        "Your card has insufficient funds.",
        decline_code="insufficient_funds",
        advice_code="try_again_later",
        network_decline_code="51",
    ),
    "lost_card": Decline(DECLINED, decline_code="lost_card", advice_code="do_not_try_again", network_decline_code="41"),
    "stolen_card": Decline(
        DECLINED, decline_code="stolen_card", advice_code="do_not_try_again", network_decline_code="43"
    ),
    "expired_card": Decline(
        "Your card has expired.",
        code="expired_card",
        decline_code="expired_card",
        advice_code="confirm_card_data",
        network_decline_code="54",
        param="exp_month",
    ),
    "incorrect_cvc": Decline(
        "Your card's security code is incorrect.",
        code="incorrect_cvc",
        decline_code="incorrect_cvc",
        advice_code="confirm_card_data",
        network_decline_code="82",
        param="cvc",
    ),
    "processing_error": Decline(
        "An error occurred while processing your card. Try again in a little bit.",
        code="processing_error",
        decline_code="processing_error",
        advice_code="try_again_later",
        network_decline_code="96",
    ),
    "card_velocity_exceeded": Decline(
        "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
        decline_code="card_velocity_exceeded",
        advice_code="try_again_later",
        network_decline_code="61",
    ),
    "blocked": Decline(DECLINED, decline_code="fraudulent", blocked=True),
    "authentication_required": Decline(
        "Your card was declined. This transaction requires authentication.",
        code="authentication_required",
        decline_code="authentication_required",
    ),
    "payment_intent_authentication_failure": Decline(
        "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
        code="payment_intent_authentication_failure",
    ),
    "setup_intent_authentication_failure": Decline(
        "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
        code="setup_intent_authentication_failure",
    ),
}
