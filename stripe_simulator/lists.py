"""Lists: newest first, `limit` 1 to 100 (10 unless told), cursors, `created` filters. [SDK list parameters]"""

from bisect import bisect_left, bisect_right

from .errors import StripeError, missing_resource
from .rendering import view

BOUNDS = ("gt", "gte", "lt", "lte")


def answer(exchange, type, *, label=None, url=None, **filters) -> dict:
    """The page asked for. `filters` are indexed fields; `label` is Stripe's word for the object in "No such …"."""
    params, world = exchange.params, exchange.world
    seqs = world.list(type, **filters)
    low, high = world.between(seqs, **_created_bounds(params))
    limit = _limit(params)
    if cursor := params.get("ending_before"):
        low = max(low, bisect_right(seqs, _place_of(exchange, cursor, type, label, "ending_before")))
        page, has_more = seqs[low : min(high, low + limit)], high - low > limit
    else:
        if cursor := params.get("starting_after"):
            high = min(high, bisect_left(seqs, _place_of(exchange, cursor, type, label, "starting_after")))
        page, has_more = seqs[max(low, high - limit) : max(low, high)], high - low > limit
    expand = _expand_paths(params)
    data = [view(exchange, world.by_seq[seq], expand) for seq in reversed(page)]
    return {"object": "list", "data": data, "has_more": has_more, "url": url or exchange.path}


def _limit(params) -> int:
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        side, bound = ("less", 100) if limit > 100 else ("greater", 1)
        message = f"This value must be {side} than or equal to {bound} (it currently is '{limit}')."
        raise StripeError(message, code="parameter_invalid_integer", param="limit")
    if "starting_after" in params and "ending_before" in params:
        raise StripeError("Received both `starting_after` and `ending_before` parameters. Please pass in only one.")
    return limit


def _created_bounds(params) -> dict:
    created = params.get("created")
    if isinstance(created, int):
        return {"gte": created, "lte": created}
    return created or {}


def _place_of(exchange, id, type, label, param) -> int:
    obj = exchange.world.get(id, type)
    if obj is None:
        raise missing_resource(label or type, id, param=param, status=400)
    return obj["_seq"]


def _expand_paths(params) -> list[str]:
    paths = params.get("expand", ())
    for path in paths:
        if not path.startswith("data."):
            raise StripeError(
                f"This property cannot be expanded ({path}). You may want to try expanding 'data.{path}' instead."
            )
    return [path.removeprefix("data.") for path in paths]
