"""A card and the customer it belongs to: who may use it, and what saving it takes.

Words: "The payment method supplied (pm_…) belongs to the Customer cus_…", "previously used … may not be used again",
"has already been attached to a customer" [3P: issue reports]; "Payment methods attached to other Customers cannot be
used with this PaymentIntent" [SDK].
"""

from .declines import DECLINES
from .errors import CardError, StripeError
from .test_cards import BEHAVIOURS

GONE = (
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a "
    "connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use "
    "a PaymentMethod multiple times, you must attach it to a Customer first."
)


def check_reusable(exchange, method):
    if method.get("_gone") and exchange.simulator.rules.on["ownership"]:
        raise StripeError(GONE, param="payment_method")


def check_ownership(exchange, method, intent):
    """An intent takes a card of its own customer, or one that is nobody's yet."""
    if not exchange.simulator.rules.on["ownership"]:
        return
    check_reusable(exchange, method)
    owner, customer = method["customer"], intent["customer"]
    noun = "PaymentIntent" if intent["object"] == "payment_intent" else "SetupIntent"
    if owner and not customer:
        raise StripeError(
            f"The payment method supplied ({method['id']}) belongs to the Customer {owner}. Please include the "
            f"Customer in the `customer` parameter on the {noun}.",
            param="payment_method",
        )
    if owner and owner != customer:
        raise StripeError(
            f"The payment method supplied ({method['id']}) belongs to a different Customer. Payment methods attached "
            f"to other Customers cannot be used with this {noun}.",
            param="payment_method",
        )


def attach_to(exchange, method, customer):
    """Attach, after asking the bank as Stripe does: the cards "that cannot be attached" are declined here, 402."""
    check_reusable(exchange, method)
    if method["customer"] == customer["id"]:
        return
    if method["customer"]:
        raise StripeError(
            "The payment method you provided has already been attached to a customer.", param="payment_method"
        )
    reason = BEHAVIOURS[method["_behaviour"]].at_setup
    if reason:
        raise declined_card(reason)
    keep_for(exchange, method, customer["id"])


def keep_for(exchange, method, customer_id):
    checks = {**method["card"]["checks"]}
    if checks["cvc_check"] == "unchecked":
        checks["cvc_check"] = "pass"
    exchange.world.update(method, customer=customer_id, card={**method["card"], "checks": checks})


def declined_card(reason, **extra) -> CardError:
    fields = DECLINES[reason].as_error()
    del fields["type"], fields["doc_url"]
    return CardError(fields.pop("message"), code=fields.pop("code"), **fields, **extra)
