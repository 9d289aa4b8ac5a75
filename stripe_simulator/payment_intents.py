"""PaymentIntents: one object from the wish to charge to the money. [SDK payment_intent docstrings]"""

from . import payment_attempts
from .currencies import check_amount
from .endpoints import endpoint
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
    unexpected_state,
    with_card_data,
)
from .lists import answer as answer_list
from .metadata import merged
from .payment_intent_rules import (
    CANCELABLE,
    DETAILS,
    check,
    check_money,
    check_only_with_confirm,
    check_updatable,
)
from .rendering import view

OPTIONS = {"installments": None, "mandate_options": None, "network": None, "request_three_d_secure": "automatic"}


@endpoint(
    "POST",
    "/v1/payment_intents",
    takes=with_card_data("PaymentIntentCreateParams"),
    permission="payment_intent",
    early=check_money,
)
def create(exchange):
    params = exchange.params
    check(exchange)
    check_only_with_confirm(params)
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
    check(exchange)
    check_updatable(exchange, intent)
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
    check(exchange)
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
