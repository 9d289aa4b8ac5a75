"""Usage that no act posts: storage grows by itself. The room that counts it posts its charges when they are asked for.

    arrears.register(post_storage, run_up=storage_so_far)

Asked for before a run looks, so that its preview has them; and before a rule changes, so that the days until then are
charged by the rule that held. Between, a page that says what is owed asks what has run up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from boxholder.billing.causes import Cause
from boxholder.billing.money import Money
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator


@dataclass(eq=False)
class Owed:
    """What a charge will say once it is posted; until then it is only what has run up."""

    mailbox: Mailbox
    kind: str
    cause: Cause
    part: str
    description: str
    unit_price: Money
    happened_on: date
    quantity: int = 1
    facts: dict = field(default_factory=dict)
    days: tuple[date, ...] = ()

    @property
    def amount(self) -> Money:
        return self.unit_price.times(self.quantity)


Poster = Callable[[Operator, date, datetime, Iterable[Mailbox] | None], None]
Reader = Callable[[Iterable[Mailbox], datetime], list[Owed]]
_posters: dict[Poster, Reader | None] = {}


def register(poster: Poster, *, run_up: Reader | None = None) -> None:
    """`poster` posts what is owed for the days before `before` that are over in their space. It is safe to repeat.

    `run_up` says what it would post now, and writes nothing.
    """
    _posters[poster] = run_up


def bring_up_to_date(
    operator: Operator, *, before: date, now: datetime, mailboxes: Iterable[Mailbox] | None = None
) -> None:
    """Have everything posted that is owed for days before this one. Call it before the transaction that looks at it:
    it may take long, and does so in short transactions of its own.

    `mailboxes` narrows it to those, where only their terms are about to change.
    """
    for poster in _posters:
        poster(operator, before, now, mailboxes)


def run_up(mailboxes: Iterable[Mailbox], now: datetime) -> list[Owed]:
    """What these mailboxes owe for days that are over, and that is not posted yet; oldest first."""
    these = list(mailboxes)
    owed = [each for reader in _posters.values() if reader for each in reader(these, now)]
    return sorted(owed, key=lambda each: each.happened_on)
