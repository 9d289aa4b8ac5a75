"""What is about to be asked for: these pieces, this kind, and what it costs, said before the tap; both doors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boxholder.billing import allowances
from boxholder.billing.allowances import Quote
from boxholder.billing.models import RequestKind
from boxholder.billing.money import Money
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mail.wishes import ENDS_IT, ICONS, NEEDS_ADDRESS, kinds_for


@dataclass(frozen=True)
class Choice:
    """One kind for these pieces of one mailbox."""

    kind: RequestKind
    items: list[MailItem]
    quotes: list[Quote]

    @property
    def is_allowed(self) -> bool:
        return self.quotes[0].is_allowed

    @property
    def icon(self) -> str:
        return ICONS[self.kind]

    @property
    def total(self) -> Money:
        return Money(sum(quote.price.minor for quote in self.quotes), self.quotes[0].price.currency)

    @property
    def words(self) -> str:
        """Of a single piece with its allowance: “free, 2 of 5 left until May 31”."""
        if len(self.items) == 1 or not self.is_allowed:
            return self.quotes[0].words
        return str(self.total or _("free"))

    @property
    def ends_it(self) -> bool:
        return self.kind in ENDS_IT

    @property
    def needs_address(self) -> bool:
        return self.kind in NEEDS_ADDRESS

    @property
    def priced(self) -> list[tuple[MailItem, Quote]]:
        return list(zip(self.items, self.quotes, strict=True))

    @transaction.atomic
    def ask(self, *, by, now: datetime, seen: Mapping[str, str], **wishes) -> list[ActionRequest]:
        """For all of the pieces, or for none. `seen`: the form, with the price each piece had on the screen.

        `wishes`, and what it raises: as `ActionRequest.ask`.
        """
        MailItem.objects.lock(*(item.pk for item in self.items))
        prices = [_whole(seen.get(f"price-{item.pk}", "")) for item in self.items]
        return [
            ActionRequest.ask(item, self.kind, by=by, now=now, seen_price=price, **wishes)
            for item, price in zip(self.items, prices, strict=True)
        ]


def choices(items: list[MailItem], now: datetime) -> list[Choice]:
    """Every kind that fits them, in the usual order; those the plan does not have as well, so that it can be said."""
    return [choice(items, kind, now) for kind in kinds_for(items)]


def choice(items: list[MailItem], kind: RequestKind, now: datetime) -> Choice:
    mailbox = items[0].mailbox
    assert mailbox, "only what is assigned is asked about"
    return Choice(kind, items, allowances.ahead(mailbox, kind, mailbox.space.today(now), len(items)))


def _whole(text: str) -> int:
    """What a browser sent; nonsense is a price nothing has."""
    return int(text) if text.isascii() and text.isdigit() else -1
