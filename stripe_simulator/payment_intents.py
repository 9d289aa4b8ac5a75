"""PaymentIntents: one object from the wish to charge to the money. [SDK payment_intent docstrings; STRIPE facts 1.3]"""

from . import payment_attempts
from .currencies import check_amount, check_currency
from .endpoints import endpoint
from .errors import NotSimulated, StripeError
from .finding import find, find_customer
from .ids import new_client_secret, new_id
from .intents import (
    allowed_types,
    browser_confirm,
    browser_retrieve,
    check_client_secret,
    check_return_url,
    method_for_confirmation,
    method_given,
    refuse_not_simulated,
    unexpected_state,
    with_card_data,
)
from .lists import answer as answer_list
from .metadata import merged
from .rendering import view

ONLY_WITH_CONFIRM = ("off_session", "return_url", "error_on_requires_action", "mandate_data")
OPTIONS = {"installments": None, "mandate_options": None, "network": None, "request_three_d_secure": "automatic"}
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


@endpoint(
    "POST",
    "/v1/payment_intents",
    takes=with_card_data("PaymentIntentCreateParams"),
    permission="payment_intent",
    early=check_money,
)
def create(exchange):
    params = exchange.params
    _check(exchange)
    if not params.get("confirm"):
        for name in ONLY_WITH_CONFIRM:
            if name in params:
                raise StripeError(
                    f"The parameter `{name}` cannot be passed when creating a PaymentIntent unless `confirm` is set to "
                    "true.",
                    param=name,
                )
    intent = _new(exchange)
    method = method_given(exchange, intent)
    intent |= {"payment_method": method and method["id"], "status": _waiting(method)}
    if params.get("confirm"):
        check_return_url(exchange, intent, off_session=params.get("off_session"))
        method = method_for_confirmation(exchange, intent)
    exchange.world.add(intent)
    if params.get("confirm"):
        payment_attempts.confirm(exchange, intent, method)
    return view(exchange, intent)


@endpoint(
    "GET",
    "/v1/payment_intents/:id",
    takes="PaymentIntentRetrieveParams",
    permission="payment_intent",
    publishable=browser_retrieve("PaymentIntentRetrieveParams"),
)
def retrieve(exchange):
    intent = find(exchange, "payment_intent", exchange.ids[0])
    check_client_secret(exchange, intent)
    return view(exchange, intent)


@endpoint("GET", "/v1/payment_intents", takes="PaymentIntentListParams", permission="payment_intent")
def list_all(exchange):
    return answer_list(exchange, "payment_intent", customer=exchange.params.get("customer"))


@endpoint(
    "POST",
    "/v1/payment_intents/:id",
    takes=with_card_data("PaymentIntentUpdateParams"),
    permission="payment_intent",
    early=check_money,
)
def update(exchange):
    intent, params = find(exchange, "payment_intent", exchange.ids[0]), exchange.params
    _check(exchange)
    _check_updatable(exchange, intent)
    changed = {name: params[name] or None for name in DETAILS if name in params}
    if "amount" in params or "currency" in params:
        changed["amount"] = params.get("amount", intent["amount"])
        changed["currency"] = params.get("currency", intent["currency"]).lower()
        check_amount(changed["amount"], changed["currency"])
    if params.get("customer"):
        changed["customer"] = find_customer(exchange, params["customer"])["id"]
    method = method_given(exchange, intent | changed)
    if method:
        changed |= {"payment_method": method["id"], "status": "requires_confirmation", "next_action": None}
    exchange.world.update(intent, **changed, metadata=merged(intent["metadata"], params))
    return view(exchange, intent)


@endpoint(
    "POST",
    "/v1/payment_intents/:id/confirm",
    takes=with_card_data("PaymentIntentConfirmParams"),
    permission="payment_intent",
    publishable=browser_confirm("PaymentIntentConfirmParams"),
)
def confirm(exchange):
    intent = find(exchange, "payment_intent", exchange.ids[0])
    check_client_secret(exchange, intent)
    _check(exchange)
    payment_attempts.check_confirmable(exchange, intent)
    check_return_url(exchange, intent, off_session=exchange.params.get("off_session"))
    payment_attempts.confirm(exchange, intent, method_for_confirmation(exchange, intent))
    return view(exchange, intent)


@endpoint("POST", "/v1/payment_intents/:id/cancel", takes="PaymentIntentCancelParams", permission="payment_intent")
def cancel(exchange):
    intent = find(exchange, "payment_intent", exchange.ids[0])
    if intent["status"] not in CANCELABLE:
        raise unexpected_state(
            exchange,
            intent,
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. Only a PaymentIntent "
            f"with one of the following statuses may be canceled: {', '.join(CANCELABLE)}.",
        )
    reason = exchange.params.get("cancellation_reason")
    exchange.world.update(
        intent, status="canceled", canceled_at=exchange.now, cancellation_reason=reason, next_action=None
    )
    return view(exchange, intent)


@endpoint("POST", "/v1/payment_intents/:id/capture", takes="PaymentIntentCaptureParams", permission="payment_intent")
def capture(exchange):
    intent = find(exchange, "payment_intent", exchange.ids[0])
    message = (
        f"This PaymentIntent could not be captured because it has a status of {intent['status']}. Only a PaymentIntent "
        "with one of the following statuses may be captured: requires_capture."
    )
    raise unexpected_state(exchange, intent, message)


def _check(exchange):
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


def _check_updatable(exchange, intent):
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


def _waiting(method) -> str:
    return "requires_confirmation" if method else "requires_payment_method"


def _new(exchange) -> dict:
    params = exchange.params
    customer = find_customer(exchange, params["customer"])["id"] if "customer" in params else None
    id = new_id("pi", exchange.account)
    options = (params.get("payment_method_options") or {}).get("card") or {}
    return {
        "id": id,
        "object": "payment_intent",
        "amount": params["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        **allowed_types(params),
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": params.get("capture_method", "automatic_async"),
        "client_secret": new_client_secret(id),
        "confirmation_method": "automatic",
        "created": exchange.now,
        "currency": params["currency"].lower(),
        "customer": customer,
        "customer_account": None,
        "description": params.get("description"),
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": exchange.livemode,
        "metadata": merged({}, params),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {**OPTIONS, **options}},
        "processing": None,
        "receipt_email": params.get("receipt_email"),
        "review": None,
        "setup_future_usage": params.get("setup_future_usage"),
        "shipping": params.get("shipping"),
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": params.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }
