"""What lies in some mailboxes now, and what keeping it costs: for the pages about a mailbox and about its renter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from boxholder.billing.models.storage_rule import Category
from boxholder.billing.money import Money, total
from boxholder.mail.models import MailItem
from boxholder.mail.storage.explaining import Explanation, explain_all
from boxholder.mail.storage.owing import pieces_of
from boxholder.mailboxes.models import Mailbox

# The longest there are shown, which cost most; who has more of them looks at the mail.
MOST = 50
SOON = timedelta(days=30)


@dataclass(frozen=True)
class InUse:
    pieces: dict[str, int]
    # Of those that cost something, or will within a month: what costs first comes first.
    clocks: list[Explanation]
    # How many will later, and how many were not looked at.
    later: int
    more: int

    def __bool__(self) -> bool:
        return any(self.pieces.values())

    @property
    def correspondence(self) -> int:
        return self.pieces[Category.CORRESPONDENCE]

    @property
    def packages(self) -> int:
        return self.pieces[Category.PACKAGE]

    @property
    def running(self) -> int:
        """How many cost something today."""
        return sum(stored.is_running for stored in self.clocks)

    @property
    def totals(self) -> list[Money]:
        """What those have cost so far, one a currency; none where nothing has been charged."""
        sums = [stored.so_far for stored in self.clocks if stored.so_far]
        currencies = dict.fromkeys(amount.currency for amount in sums)
        return [total((amount for amount in sums if amount.currency == c), c) for c in currencies]


def in_use(mailboxes: Iterable[Mailbox], now: datetime) -> InUse:
    """They come with their space."""
    boxes = list(mailboxes)
    here = MailItem.objects.here().filter(mailbox__in=boxes)
    packages = here.filter(type__in=MailItem.PACKAGES).count()
    pieces = {Category.CORRESPONDENCE.value: here.count() - packages, Category.PACKAGE.value: packages}
    longest = here.filter(pk__in=here.order_by("received_at", "pk").values("pk")[:MOST]).select_related("operator")
    items = [item for theirs in pieces_of(longest, boxes).values() for item in theirs]
    told = [stored for stored in explain_all(items, now) if stored.clock or stored.has_cost]
    soon = [stored for stored in told if stored.has_cost or stored.begins_by(stored.today + SOON)]
    soon.sort(key=lambda stored: (not stored.is_running, stored.clock.first_paid_day if stored.clock else stored.today))
    return InUse(pieces, soon, len(told) - len(soon), max(0, sum(pieces.values()) - MOST))
