"""One attempt to save a card. [DOC testing: some test cards "cannot be attached"]"""

from .attaching import declined_card, keep_for
from .declines import DECLINES
from .finding import find_customer
from .ids import new_id
from .intents import next_action
from .rendering import public, view
from .test_cards import BEHAVIOURS


def confirm(exchange, intent, method):
    """Try to save `method`. Raises a 402 when the bank says no; the intent then waits for another card."""
    attempt = new_id("setatt", exchange.account)
    exchange.world.update(intent, payment_method=method["id"], latest_attempt=attempt, next_action=None)
    if needs_authentication(method):
        exchange.world.update(intent, status="requires_action", next_action=next_action(exchange, intent))
        return
    _save(exchange, intent, method)


def authenticate(exchange, intent, *, passed):
    """The cardholder has answered the bank. Raises as `confirm` does."""
    method = exchange.world.get(intent["payment_method"])
    if not passed:
        _refuse(exchange, intent, method, "setup_intent_authentication_failure")
    _save(exchange, intent, method)


def needs_authentication(method) -> bool:
    wants = BEHAVIOURS[method["_behaviour"]].authenticates
    return wants == "always" or (wants == "unless_set_up" and not method.get("_set_up"))


def _save(exchange, intent, method):
    reason = BEHAVIOURS[method["_behaviour"]].at_setup
    if reason:
        _refuse(exchange, intent, method, reason)
    if intent["customer"] and not method["customer"]:
        find_customer(exchange, intent["customer"])
        keep_for(exchange, method, intent["customer"])
    exchange.world.update(method, _set_up=intent["usage"] == "off_session" or method.get("_set_up", False))
    exchange.world.update(intent, status="succeeded", last_setup_error=None, next_action=None)


def _refuse(exchange, intent, method, reason):
    shown = public(method, exchange.now)
    error = DECLINES[reason].as_error() | {"payment_method": shown}
    exchange.world.update(
        intent, status="requires_payment_method", payment_method=None, next_action=None, last_setup_error=error
    )
    raise declined_card(reason, setup_intent=view(exchange, intent, expand=()), payment_method=shown)
