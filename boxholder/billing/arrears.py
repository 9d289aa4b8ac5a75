"""Usage that no act posts: storage grows by itself. The room that counts it posts its charges when they are asked for.

    arrears.register(post_storage)      # post_storage(operator, before, now)

Asked for before a run looks, so that its preview has them; and before a rule changes, so that the days until then are
charged by the rule that held.
"""

from collections.abc import Callable
from datetime import date, datetime

from boxholder.operators.models import Operator

Poster = Callable[[Operator, date, datetime], None]
_posters: list[Poster] = []


def register(poster: Poster) -> None:
    """`poster` posts what is owed for the days before `before` that are over in their space. It is safe to repeat."""
    if poster not in _posters:
        _posters.append(poster)


def bring_up_to_date(operator: Operator, *, before: date, now: datetime) -> None:
    """Have everything posted that is owed for days before this one. Call it inside the transaction that looks at it."""
    for poster in _posters:
        poster(operator, before, now)
