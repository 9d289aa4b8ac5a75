"""Usage that no act posts: storage grows by itself. The room that counts it posts its charges before a run looks.

arrears.register(post_storage)      # post_storage(operator, now) posts what is owed until now; safe to repeat
"""

from collections.abc import Callable
from datetime import datetime

from boxholder.operators.models import Operator

Poster = Callable[[Operator, datetime], None]
_posters: list[Poster] = []


def register(poster: Poster) -> None:
    if poster not in _posters:
        _posters.append(poster)


def bring_up_to_date(operator: Operator, now: datetime) -> None:
    """Have everything posted that is owed until now. Call it inside the transaction that looks at it."""
    for poster in _posters:
        poster(operator, now)
