"""An object as it leaves: without our private fields, with what was asked to be expanded, and for a browser only
the fields Stripe shows to a publishable key."""

from . import permissions
from .errors import NotSimulated, StripeError

# Field -> the permission its expansion needs. "If you're expanding objects … you must also request at least one
# permission for each API object you expand." [DOC stripe-apps/reference/permissions]
EXPANDABLE = {
    "payment_intent": {
        "customer": "customer", "payment_method": "payment_method", "latest_charge": "charge", "review": "review",
        "application": "application", "on_behalf_of": "connected_account",
    },
    "setup_intent": {
        "customer": "customer", "payment_method": "payment_method", "latest_attempt": "setup_attempt",
        "mandate": "mandate", "application": "application", "on_behalf_of": "connected_account",
        "single_use_mandate": "mandate",
    },
    "payment_method": {"customer": "customer"},
    "charge": {
        "customer": "customer", "payment_intent": "payment_intent", "balance_transaction": "balance_transaction",
        "review": "review", "application": "application", "on_behalf_of": "connected_account",
        "failure_balance_transaction": "balance_transaction",
    },
    "refund": {"charge": "charge", "payment_intent": "payment_intent", "balance_transaction": "balance_transaction"},
    "customer": {
        "default_source": "source", "invoice_settings.default_payment_method": "payment_method", "sources": "source",
    },
}  # fmt: skip
FOR_BROWSERS = {
    "payment_intent": (
        "id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at", "cancellation_reason",
        "capture_method", "client_secret", "confirmation_method", "created", "currency", "description",
        "last_payment_error", "livemode", "next_action", "payment_method", "payment_method_configuration_details",
        "payment_method_types", "processing", "receipt_email", "setup_future_usage", "shipping", "source", "status",
    ),
    "setup_intent": (
        "id", "object", "automatic_payment_methods", "cancellation_reason", "client_secret", "created", "description",
        "last_setup_error", "livemode", "next_action", "payment_method", "payment_method_configuration_details",
        "payment_method_types", "status", "usage",
    ),
}  # fmt: skip


def view(exchange, obj, expand=None) -> dict:
    """The object for whoever asks."""
    shown = public(obj, exchange.now)
    if exchange.publishable and obj["object"] in FOR_BROWSERS:
        return {name: shown[name] for name in FOR_BROWSERS[obj["object"]] if name in shown}
    for path in exchange.params.get("expand", ()) if expand is None else expand:
        _expand(exchange, shown, path.split("."), path)
    return shown


def public(obj, now) -> dict:
    shown = {name: value for name, value in obj.items() if name[0] != "_"}
    if obj.get("_disputed_from", now) < now:
        shown["disputed"] = True
    return shown


def _expand(exchange, shown, path, whole):
    if len(path) > 4:
        raise StripeError(f"You cannot expand more than 4 levels of a property. Property: {whole}", param="expand")
    known = EXPANDABLE.get(shown.get("object"), {})
    name = ".".join(path[:2]) if ".".join(path[:2]) in known else path[0]
    if name not in known:
        raise StripeError(f"This property cannot be expanded ({whole}).", param="expand")
    permissions.check_expansion(exchange, f"{known[name]}_read")
    *parent, field = name.split(".")
    holder = shown
    if parent:
        holder = shown[parent[0]] = dict(shown[parent[0]])
    holder[field] = _expanded(exchange, holder.get(field), path[len(parent) + 1 :], whole)


def _expanded(exchange, value, rest, whole):
    if whole.split(".")[-1] == "sources":  # Legacy; there are none.
        return {"object": "list", "data": [], "has_more": False, "url": exchange.path}
    if isinstance(value, str):
        target = exchange.world.get(value)
        if target is None:
            raise NotSimulated(f"the expansion of {whole}", param="expand")
        value = public(target, exchange.now)
    if isinstance(value, dict) and rest:
        _expand(exchange, value, rest, whole)
    return value
