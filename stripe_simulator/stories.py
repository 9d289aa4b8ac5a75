"""What happened to an object, in order: told from the objects that came of it."""

from .html import money


def story(world, obj) -> list[tuple]:
    """(moment, sentence, id of the object that tells it)."""
    chapters = {"customer": _of_customer, "payment_intent": _of_intent, "charge": _of_charge}.get(
        obj["object"], _of_other
    )
    return sorted(chapters(world, obj), key=lambda chapter: chapter[0])


def _of_customer(world, customer):
    if "created" in customer:
        yield customer["created"], "Customer created", customer["id"]
    for type in ("payment_method", "setup_intent"):
        for one in _all(world, type, customer=customer["id"]):
            yield from _of_other(world, one)
    for intent in _all(world, "payment_intent", customer=customer["id"]):
        yield from _of_intent(world, intent)


def _of_intent(world, intent):
    yield intent["created"], f"Payment of {money(intent)} created", intent["id"]
    for charge in _all(world, "charge", payment_intent=intent["id"]):
        yield from _of_charge(world, charge)
    if intent["canceled_at"]:
        yield intent["canceled_at"], "Payment canceled", intent["id"]


def _of_charge(world, charge):
    if charge["status"] == "succeeded":
        yield charge["created"], f"Card charged {money(charge)}", charge["id"]
    else:
        yield (
            charge["created"],
            f"Card refused: {charge['failure_message']} ({charge['outcome']['reason']})",
            charge["id"],
        )
    for refund in _all(world, "refund", charge=charge["id"]):
        yield refund["created"], f"Refunded {money(refund)}", refund["id"]


def _of_other(world, obj):
    what = obj["object"].replace("_", " ").capitalize()
    state = f" ({obj['status'].replace('_', ' ')})" if "status" in obj else ""
    yield obj["created"], f"{what} created{state}", obj["id"]


def _all(world, type, **filters):
    return [world.by_seq[seq] for seq in world.list(type, **filters)]
