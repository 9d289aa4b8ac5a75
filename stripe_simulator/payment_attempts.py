"""One attempt at a payment: ask the bank's question, charge, or decline. [DOC verifying-status; 3P for SCA]"""

from . import charges
from .attaching import declined_card, keep_for
from .declines import DECLINES
from .intents import check_confirmable, next_action
from .rendering import public, view
from .test_cards import BEHAVIOURS

__all__ = ["authenticate", "check_confirmable", "confirm"]


def confirm(exchange, intent, method):
    """Try to pay `intent` with `method`. Raises a 402 when the card says no; the intent then waits for another one."""
    params = exchange.params
    off_session = params.get("off_session") not in (None, False)
    changed = {
        name: params[name] or None for name in ("receipt_email", "setup_future_usage", "shipping") if name in params
    }
    exchange.world.update(intent, **changed, payment_method=method["id"], next_action=None)
    if needs_authentication(method, off_session=off_session):
        if off_session or params.get("error_on_requires_action"):
            _decline(exchange, intent, method, "authentication_required")
        exchange.world.update(intent, status="requires_action", next_action=next_action(exchange, intent))
        return
    _charge(exchange, intent, method, BEHAVIOURS[method["_behaviour"]].at_charge)


def authenticate(exchange, intent, *, passed):
    """The cardholder has answered the bank. Raises as `confirm` does."""
    method = exchange.world.get(intent["payment_method"])
    if not passed:
        _refuse(exchange, intent, method, "payment_intent_authentication_failure", charge=None)
    behaviour = BEHAVIOURS[method["_behaviour"]]
    if intent["setup_future_usage"] == "off_session":
        exchange.world.update(method, _set_up=True)
    _charge(exchange, intent, method, behaviour.at_charge or behaviour.after_authentication)


def needs_authentication(method, *, off_session) -> bool:
    """`authenticates` is told in test_cards.py."""
    wants = BEHAVIOURS[method["_behaviour"]].authenticates
    if not off_session:
        return wants != "never"
    return wants == "always" or (wants == "unless_set_up" and not method.get("_set_up"))


def _charge(exchange, intent, method, declined):
    if declined:
        _decline(exchange, intent, method, declined)
    charge = charges.record(exchange, intent, method)
    exchange.world.update(
        intent,
        status="succeeded",
        amount_received=intent["amount"],
        latest_charge=charge["id"],
        last_payment_error=None,
        next_action=None,
    )
    if not method["customer"]:
        _keep_or_use_up(exchange, intent, method)


def _keep_or_use_up(exchange, intent, method):
    """A card that is nobody's pays once, unless `setup_future_usage` saves it on the customer."""
    if intent["setup_future_usage"] and intent["customer"]:
        keep_for(exchange, method, intent["customer"])
    else:
        exchange.world.update(method, _gone=True)


def _decline(exchange, intent, method, reason):
    charge = charges.record(exchange, intent, method, declined=reason)
    exchange.world.update(intent, latest_charge=charge["id"])
    _refuse(exchange, intent, method, reason, charge=charge["id"])


def _refuse(exchange, intent, method, reason, *, charge):
    """Back to requires_payment_method: the same intent is to be tried again. [DOC verifying-status]"""
    shown = public(method, exchange.now)
    error = DECLINES[reason].as_error() | ({"charge": charge} if charge else {}) | {"payment_method": shown}
    exchange.world.update(
        intent, status="requires_payment_method", payment_method=None, next_action=None, last_payment_error=error
    )
    seen = view(exchange, intent, expand=())
    raise declined_card(reason, charge=charge, payment_intent=seen, payment_method=shown)
