"""What happens in a fault run: who rents, which cards they have, what staff do. Commits and calls are its length."""

from dataclasses import dataclass

import pytest
from django.conf import settings

from boxholder.billing import charging
from boxholder.billing.models import Invoice, PaymentMethod
from tests.support.installation import Worker, all_is_settled


@dataclass(frozen=True)
class Story:
    cards: dict[str, str | None]
    commits: int
    calls: int
    # What the invoices come to, by PMB.
    ends: dict[str, str]

    def play(self, worker: Worker, simulator) -> None:
        worker.work_until(all_is_settled)
        for invoice in Invoice.objects.filter(payments__status="declined"):
            _try_again(invoice, simulator)
            worker.work_until(all_is_settled)

    def ending(self) -> dict[str, str]:
        return dict(Invoice.objects.values_list("mailbox__pmb", "status"))


def _try_again(invoice: Invoice, simulator) -> None:
    """The renter has put money on the card, and staff press Try again."""
    card = PaymentMethod.objects.get(customer__renter=invoice.renter)
    simulator.behave(card.stripe_id, "ok")
    charging.charge(invoice, by=None)


# The clock starts a run; one invoice is issued; its card is charged.
ONE_MAILBOX = Story(cards={"101": "ok"}, commits=11, calls=2, ends={"101": "paid"})

# A good card; one that is declined and tried again; one whose bank wants the renter; no card at all.
FOUR_MAILBOXES = Story(
    cards={"101": "ok", "102": "insufficient_funds_at_charge", "103": "always_authenticate", "104": None},
    commits=27,
    calls=7,
    ends={"101": "paid", "102": "paid", "103": "open", "104": "open"},
)
STORIES = {"one mailbox": ONE_MAILBOX, "four mailboxes": FOUR_MAILBOXES}

SHORT = pytest.mark.skipif(bool(settings.DATABASE_URL), reason="the short form runs on SQLite; `make deep` on both")
FORMS = {"one mailbox": SHORT, "four mailboxes": pytest.mark.deep}


def every_story() -> list:
    """The short one always, the long one in `make deep`."""
    return [pytest.param(story, marks=mark) for story, mark in FORMS.items()]


def points(length: str) -> list:
    """Every point of every story: `points("commits")`."""
    return [
        pytest.param(story, k, marks=mark)
        for story, mark in FORMS.items()
        for k in range(1, getattr(STORIES[story], length) + 1)
    ]
