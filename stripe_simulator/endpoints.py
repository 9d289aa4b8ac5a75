"""The table of endpoints: which function answers what, which parameters it takes, which permission it needs."""

from collections.abc import Callable
from dataclasses import dataclass

from . import parameters, shapes
from .errors import StripeError

TABLE: dict = {}  # (method, number of segments) -> endpoints


@dataclass
class Endpoint:
    """`early` checks parameters before the permission is looked at, as Stripe does with an amount below its minimum.

    `publishable` is the shape of a call made by the browser with the publishable key; None if there is no such call.
    """

    method: str
    pattern: str
    handler: Callable
    takes: shapes.Fields
    permission: str
    early: Callable | None = None
    publishable: shapes.Fields | None = None

    def __post_init__(self):
        self.segments = self.pattern.split("/")

    def match(self, segments):
        """The ids in the path, or None."""
        ids = []
        for wanted, given in zip(self.segments, segments, strict=True):
            if wanted == ":id":
                ids.append(given)
            elif wanted != given:
                return None
        return ids


def endpoint(method, pattern, *, takes, permission, early=None, publishable=None):
    """`takes` names a TypedDict of the SDK, or is a shape."""
    shape = parameters.of(takes) if isinstance(takes, str) else takes
    slug = f"{permission}_{'read' if method == 'GET' else 'write'}"

    def register(handler):
        entry = Endpoint(method, pattern, handler, shape, slug, early, publishable)
        TABLE.setdefault((method, len(entry.segments)), []).append(entry)
        return handler

    return register


def find(exchange) -> Endpoint:
    segments = exchange.path.split("/")
    for candidate in TABLE.get((exchange.method, len(segments)), ()):
        ids = candidate.match(segments)
        if ids is not None:
            exchange.endpoint, exchange.ids = candidate, ids
            return candidate
    raise StripeError(
        f"Unrecognized request URL ({exchange.method}: {exchange.path}). Please see https://stripe.com/docs or we can "
        "help at https://support.stripe.com/.",
        status=404,
    )
