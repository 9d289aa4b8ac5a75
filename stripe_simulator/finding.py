"""Find an object by its id for whoever asks: in their account and mode, and nowhere else."""

from .errors import missing_resource

# Stripe's own words in "No such …", and the name it gives to the id in the path. [3P: many issue reports]
LABELS = {
    "customer": ("customer", "id"),
    "payment_intent": ("payment_intent", "intent"),
    "setup_intent": ("setupintent", "intent"),
    "payment_method": ("PaymentMethod", "payment_method"),
    "charge": ("charge", "id"),
    "refund": ("refund", "id"),
    "source": ("source", "source"),
    "token": ("token", "token"),
}


def find(exchange, type, id, *, param=None, status=404) -> dict:
    """404 for an id in the path; pass `param` and status 400 for one among the parameters."""
    obj = exchange.world.get(id, type)
    if obj is None:
        label, default_param = LABELS[type]
        other_mode = _mode_that_has_it(exchange, id, type)
        raise missing_resource(label, id, param=param or default_param, status=status, other_mode=other_mode)
    return obj


def find_customer(exchange, id, *, param="customer", status=400) -> dict:
    """A customer that still exists."""
    customer = find(exchange, "customer", id, param=param, status=status)
    if customer.get("deleted"):
        raise missing_resource("customer", id, param=param, status=status)
    return customer


def _mode_that_has_it(exchange, id, type) -> str | None:
    other = "test" if exchange.livemode else "live"
    return other if exchange.simulator.world(exchange.account, other).get(id, type) else None
