"""SetupIntents: save a card for later. On success the card is the customer's. [SDK setup_intent docstrings]"""

from . import setup_attempts
from .endpoints import endpoint
from .errors import StripeError
from .finding import find, find_customer
from .ids import new_client_secret, new_id
from .intents import (
    allowed_types,
    browser_confirm,
    browser_retrieve,
    check_client_secret,
    check_confirmable,
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

OPTIONS = {"mandate_options": None, "network": None, "request_three_d_secure": "automatic"}
TAKEN = {
    "allowed_payment_method_types", "automatic_payment_methods", "confirm", "customer", "description", "expand",
    "metadata", "payment_method", "payment_method_data", "payment_method_options", "return_url", "usage",
    "use_stripe_sdk", "client_secret",
}  # fmt: skip
CANCELABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


@endpoint("POST", "/v1/setup_intents", takes=with_card_data("SetupIntentCreateParams"), permission="setup_intent")
def create(exchange):
    params = exchange.params
    refuse_not_simulated(exchange, TAKEN)
    if "return_url" in params and not params.get("confirm"):
        message = (
            "The parameter `return_url` cannot be passed when creating a SetupIntent unless `confirm` is set to true."
        )
        raise StripeError(message, param="return_url")
    intent = _new(exchange)
    method = method_given(exchange, intent)
    if method:
        intent |= {"payment_method": method["id"], "status": "requires_confirmation"}
    if params.get("confirm"):
        check_return_url(exchange, intent)
        method = method_for_confirmation(exchange, intent)
    exchange.world.add(intent)
    if params.get("confirm"):
        setup_attempts.confirm(exchange, intent, method)
    return view(exchange, intent)


@endpoint(
    "GET",
    "/v1/setup_intents/:id",
    takes="SetupIntentRetrieveParams",
    permission="setup_intent",
    publishable=browser_retrieve("SetupIntentRetrieveParams"),
)
def retrieve(exchange):
    """ "Client-side retrieval using a publishable key is allowed when the client_secret is provided." [SDK]"""
    intent = find(exchange, "setup_intent", exchange.ids[0])
    check_client_secret(exchange, intent)
    return view(exchange, intent)


@endpoint("GET", "/v1/setup_intents", takes="SetupIntentListParams", permission="setup_intent")
def list_all(exchange):
    params = exchange.params
    filters = {"customer": params.get("customer"), "payment_method": params.get("payment_method")}
    return answer_list(exchange, "setup_intent", label="setupintent", **filters)


@endpoint("POST", "/v1/setup_intents/:id", takes=with_card_data("SetupIntentUpdateParams"), permission="setup_intent")
def update(exchange):
    intent, params = find(exchange, "setup_intent", exchange.ids[0]), exchange.params
    refuse_not_simulated(exchange, TAKEN)
    if intent["status"] not in CANCELABLE and params.keys() - {"metadata", "description", "expand"}:
        message = f"This SetupIntent could not be updated because it has a status of {intent['status']}."
        raise unexpected_state(exchange, intent, message)
    changed = {"description": params["description"] or None} if "description" in params else {}
    if params.get("customer"):
        changed["customer"] = find_customer(exchange, params["customer"])["id"]
    method = method_given(exchange, intent | changed)
    if method:
        changed |= {"payment_method": method["id"], "status": "requires_confirmation", "next_action": None}
    exchange.world.update(intent, **changed, metadata=merged(intent["metadata"], params))
    return view(exchange, intent)


@endpoint(
    "POST",
    "/v1/setup_intents/:id/confirm",
    takes=with_card_data("SetupIntentConfirmParams"),
    permission="setup_intent",
    publishable=browser_confirm("SetupIntentConfirmParams"),
)
def confirm(exchange):
    intent = find(exchange, "setup_intent", exchange.ids[0])
    check_client_secret(exchange, intent)
    if not exchange.publishable:
        refuse_not_simulated(exchange, TAKEN)
    check_confirmable(exchange, intent)
    check_return_url(exchange, intent)
    setup_attempts.confirm(exchange, intent, method_for_confirmation(exchange, intent))
    return view(exchange, intent)


@endpoint("POST", "/v1/setup_intents/:id/cancel", takes="SetupIntentCancelParams", permission="setup_intent")
def cancel(exchange):
    intent = find(exchange, "setup_intent", exchange.ids[0])
    if intent["status"] == "succeeded":
        raise unexpected_state(exchange, intent, "You cannot cancel this SetupIntent because it has already succeeded.")
    if intent["status"] not in CANCELABLE:
        raise unexpected_state(
            exchange,
            intent,
            f"You cannot cancel this SetupIntent because it has a status of {intent['status']}. Only a SetupIntent "
            f"with one of the following statuses may be canceled: {', '.join(CANCELABLE)}.",
        )
    reason = exchange.params.get("cancellation_reason")
    exchange.world.update(intent, status="canceled", cancellation_reason=reason, next_action=None)
    return view(exchange, intent)


def _new(exchange) -> dict:
    params = exchange.params
    customer = find_customer(exchange, params["customer"])["id"] if "customer" in params else None
    id = new_id("seti", exchange.account)
    options = (params.get("payment_method_options") or {}).get("card") or {}
    return {
        "id": id,
        "object": "setup_intent",
        "application": None,
        **allowed_types(params),
        "cancellation_reason": None,
        "client_secret": new_client_secret(id),
        "created": exchange.now,
        "customer": customer,
        "customer_account": None,
        "description": params.get("description"),
        "excluded_payment_method_types": None,
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": exchange.livemode,
        "mandate": None,
        "metadata": merged({}, params),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {**OPTIONS, **options}},
        "single_use_mandate": None,
        "status": "requires_payment_method",
        "usage": params.get("usage", "off_session"),
    }
