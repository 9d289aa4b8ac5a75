"""What PaymentIntents and SetupIntents have in common: their secret, their card, their way through a confirmation."""

from . import parameters, shapes
from .attaching import check_ownership
from .errors import NotSimulated, StripeError
from .new_cards import CARD, FROM_BROWSER, new_from, resolve
from .rendering import view

CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
NOUNS = {"payment_intent": "PaymentIntent", "setup_intent": "SetupIntent"}
FROM_BROWSER_CONFIRM = (
    "payment_method", "payment_method_data", "return_url", "use_stripe_sdk", "mandate_data", "setup_future_usage",
    "receipt_email", "shipping", "client_secret", "payment_method_options",
)  # fmt: skip


def with_card_data(name) -> shapes.Fields:
    """The SDK's shape plus the card's number: Stripe's reference keeps it out, Stripe.js sends it."""
    shape = parameters.of(name)
    data = parameters.of(f"{name}PaymentMethodData").plus(card=CARD, type=shapes.String(), **FROM_BROWSER)
    return shape.plus(payment_method_data=data)


def browser_confirm(name) -> shapes.Fields:
    server = with_card_data(name)
    fields = {field: server.fields[field] for field in FROM_BROWSER_CONFIRM if field in server.fields}
    return shapes.Fields({**fields, **FROM_BROWSER, "expected_payment_method_type": shapes.String()}, ["client_secret"])


def browser_retrieve(name) -> shapes.Fields:
    return shapes.Fields({**parameters.of(name).fields, **FROM_BROWSER}, ["client_secret"])


def check_client_secret(exchange, intent):
    """A browser has nothing but the secret; a server may send one, and then it must fit too."""
    given = exchange.params.get("client_secret")
    if given is not None and given != intent["client_secret"]:
        noun = NOUNS[intent["object"]]
        raise StripeError(
            f"The client_secret provided does not match any associated {noun} on this account. Ensure the publishable "
            f"key used belongs to the same account that created the {noun}.",
            code="resource_missing",
            param="client_secret",
        )


def allowed_types(params) -> dict:
    """`payment_method_types` and `automatic_payment_methods` as they stand on the intent."""
    automatic = params.get("automatic_payment_methods")
    allowed = params.get("allowed_payment_method_types")
    if allowed and automatic and automatic["enabled"]:
        message = (
            "You may only specify one of these parameters: automatic_payment_methods, allowed_payment_method_types."
        )
        raise StripeError(message)
    if allowed and "card" not in allowed:
        raise NotSimulated(f"the payment method types {allowed}", param="allowed_payment_method_types")
    if allowed or (automatic and not automatic["enabled"]):
        return {"payment_method_types": ["card"], "automatic_payment_methods": None}
    redirects = (automatic or {}).get("allow_redirects", "always")
    return {
        "payment_method_types": ["card"] if redirects == "never" else ["card", "link"],
        "automatic_payment_methods": {"allow_redirects": redirects, "enabled": True},
    }


def refuse_not_simulated(exchange, taken):
    for name in exchange.params:
        if name not in taken:
            raise NotSimulated(f"the parameter {name} here", param=name)


def check_return_url(exchange, intent, *, off_session=False):
    automatic = intent["automatic_payment_methods"]
    may_redirect = automatic and automatic["allow_redirects"] == "always"
    if may_redirect and not (off_session or exchange.publishable or exchange.params.get("return_url")):
        noun = NOUNS[intent["object"]]
        raise StripeError(
            f"This {noun} is configured to accept payment methods enabled in your Dashboard. Because some of these "
            "payment methods might redirect your customer off of your page, you must provide a `return_url`. If you "
            "don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` "
            "and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment "
            "Intents."
        )


def check_confirmable(exchange, intent):
    if intent["status"] in CONFIRMABLE:
        return
    noun = NOUNS[intent["object"]]
    if intent["status"] == "succeeded":
        why = "it has already succeeded after being previously confirmed."
        if intent["object"] == "setup_intent":
            why = "it has already succeeded."
    else:
        why = (
            f"it has a status of {intent['status']}. Only a {noun} with one of the following statuses may be "
            "confirmed: requires_confirmation, requires_action."
        )
    raise unexpected_state(exchange, intent, f"You cannot confirm this {noun} because {why}")


def unexpected_state(exchange, intent, message) -> StripeError:
    type = intent["object"]
    return StripeError(message, code=f"{type}_unexpected_state", **{type: view(exchange, intent, expand=())})


def method_given(exchange, intent) -> dict | None:
    """The PaymentMethod named or described in this request, if any; it must be the intent's to use."""
    params = exchange.params
    if params.get("payment_method"):
        method = resolve(exchange, params["payment_method"])
    elif params.get("payment_method_data"):
        method = new_from(exchange, params["payment_method_data"])
    else:
        return None
    check_ownership(exchange, method, intent)
    return method


def method_for_confirmation(exchange, intent) -> dict:
    method = method_given(exchange, intent) or exchange.world.get(intent["payment_method"])
    if method is None:
        raise missing_method(exchange, intent)
    check_ownership(exchange, method, intent)
    return method


def missing_method(exchange, intent) -> StripeError:
    noun = NOUNS[intent["object"]]
    how = (
        f"To confirm the {noun} with {intent['customer']}, specify a payment method attached to this customer along "
        "with the customer ID."
        if intent["customer"]
        else f"You can either update the {noun} with a payment method and then confirm it again, or confirm it again "
        "directly with a payment method."
    )
    return unexpected_state(
        exchange, intent, f"You cannot confirm this {noun} because it's missing a payment method. {how}"
    )


def next_action(exchange, intent) -> dict:
    """Where the bank's question is asked: in a frame by Stripe.js, or on a page that leads back to `return_url`."""
    return_url = exchange.params.get("return_url")
    if return_url and not exchange.publishable and not exchange.params.get("use_stripe_sdk"):
        url = f"{exchange.base_url}/_3ds/{intent['id']}?client_secret={intent['client_secret']}"
        return {"type": "redirect_to_url", "redirect_to_url": {"return_url": return_url, "url": url}}
    page = f"{exchange.base_url}/elements/3ds.html"
    return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": page}}
