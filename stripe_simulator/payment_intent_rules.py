"""What Stripe refuses of a PaymentIntent's parameters, and what only the simulator cannot do."""

from .currencies import check_amount, check_currency
from .errors import NotSimulated, StripeError
from .intents import refuse_not_simulated, unexpected_state

ONLY_WITH_CONFIRM = ("off_session", "return_url", "error_on_requires_action", "mandate_data")
DETAILS = ("description", "receipt_email", "shipping", "setup_future_usage", "statement_descriptor_suffix")
TAKEN = {
    *DETAILS, *ONLY_WITH_CONFIRM, "amount", "currency", "customer", "metadata", "payment_method", "payment_method_data",
    "payment_method_options", "allowed_payment_method_types", "automatic_payment_methods", "capture_method", "confirm",
    "confirmation_method", "use_stripe_sdk", "expand", "client_secret",
} - {"mandate_data"}  # fmt: skip
CANCELABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action", "processing")
UPDATABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


def check_money(exchange):
    """Stripe looks at the amount before it looks at the key's permissions."""
    params = exchange.params
    if "currency" in params:
        check_currency(params["currency"])
    if "amount" in params and "currency" in params:
        check_amount(params["amount"], params["currency"].lower())


def check(exchange):
    """Refuse what Stripe refuses, and what only the simulator cannot do."""
    params = exchange.params
    if "statement_descriptor" in params:
        message = (
            "For card charges, the `statement_descriptor` parameter is not supported. Use "
            "`statement_descriptor_suffix` instead to provide additional information about the payment."
        )
        raise StripeError(message, param="statement_descriptor")
    refuse_not_simulated(exchange, TAKEN if not exchange.publishable else exchange.endpoint.publishable.fields)
    if params.get("capture_method") == "manual" or params.get("confirmation_method") == "manual":
        raise NotSimulated("manual capture and manual confirmation")
    card_options = (params.get("payment_method_options") or {}).get("card") or {}
    if "stored_credential_usage" in card_options and params.get("setup_future_usage"):
        raise StripeError("`stored_credential_usage` is currently unsupported with `setup_future_usage`.")


def check_updatable(exchange, intent):
    params, status = exchange.params, intent["status"]
    for name in ("amount", "currency", "customer", "payment_method", "payment_method_data", "setup_future_usage"):
        if name in params and status not in UPDATABLE:
            raise unexpected_state(
                exchange,
                intent,
                f"This PaymentIntent's {name} could not be updated because it has a status of {status}. You may only "
                f"update the {name} of a PaymentIntent with one of the following statuses: {', '.join(UPDATABLE)}.",
            )
    if params.get("customer") and intent["customer"] not in (None, params["customer"]):
        raise StripeError(
            "You cannot modify `customer` on a PaymentIntent once it already has been set. To fulfill a payment with a "
            "different Customer, cancel this PaymentIntent and create a new one.",
            param="customer",
        )


def check_only_with_confirm(params):
    for name in ONLY_WITH_CONFIRM:
        if name in params and not params.get("confirm"):
            raise StripeError(
                f"The parameter `{name}` cannot be passed when creating a PaymentIntent unless `confirm` is set to "
                "true.",
                param=name,
            )
