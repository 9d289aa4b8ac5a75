"""The bank's question, answered: what the 3-D Secure page calls. Ours, not Stripe's: theirs is between banks."""

from . import payment_attempts, setup_attempts, shapes
from .endpoints import endpoint
from .errors import CardError, StripeError, missing_resource
from .intents import check_client_secret
from .new_cards import FROM_BROWSER
from .rendering import view

TAKES = shapes.Fields(
    {**FROM_BROWSER, "outcome": shapes.Choice(["authenticated", "failed"])}, required=("client_secret", "outcome")
)


@endpoint("POST", "/v1/_3ds/:id/complete", takes=TAKES, permission="payment_intent", publishable=TAKES)
def complete(exchange):
    """Answers the intent as the browser may see it, also when the bank then declines the charge."""
    intent = exchange.world.get(exchange.ids[0])
    if intent is None or "client_secret" not in intent:
        raise missing_resource("payment_intent", exchange.ids[0], param="intent")
    check_client_secret(exchange, intent)
    finish(exchange, intent, passed=exchange.params["outcome"] == "authenticated")
    return view(exchange, intent, expand=())


def finish(exchange, intent, *, passed):
    if intent["status"] != "requires_action":
        raise StripeError(
            "This intent is not waiting for an authentication.", code=f"{intent['object']}_unexpected_state"
        )
    attempts = payment_attempts if intent["object"] == "payment_intent" else setup_attempts
    try:
        attempts.authenticate(exchange, intent, passed=passed)
    except CardError:
        pass  # The intent says it: last_payment_error, last_setup_error.
