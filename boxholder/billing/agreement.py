"""What a renter agrees to with a card: how much is charged, when, and how it ends. The words shown are the words kept.

Card networks ask that the cardholder sees the amount or how it is worked out, how often, and how to cancel, and that
the consent is kept: https://docs.stripe.com/payments/save-and-reuse and https://docs.stripe.com/strong-customer-authentication
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from boxholder.billing.models import Subscription
from boxholder.billing.next_charge import NextCharge, next_charge
from boxholder.mailboxes.models import Renter


class AgreementChanged(Exception):
    """What the page showed is not what would be agreed to now: a price or a date has changed. Show it again."""


@dataclass(frozen=True)
class Agreement:
    text: str
    next_charge: NextCharge | None

    @property
    def mark(self) -> str:
        """Goes to the page and comes back with the consent, so that nobody agrees to words they did not see."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def agreement(renter: Renter, now: datetime) -> Agreement:
    coming = next_charge(renter, now)
    rented = Subscription.objects.filter(mailbox__renter=renter, mailbox__closed_on=None, ends_on=None)
    text = render_to_string(
        "billing/card_agreement.txt",
        {
            "operator": renter.operator,
            "subscriptions": rented.select_related("mailbox", "offering").order_by("mailbox__pmb", "pk"),
            "next_charge": coming,
        },
    )
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")]
    return Agreement("\n\n".join(filter(None, paragraphs)), coming)


def agreed_words(renter: Renter, mark: str, now: datetime) -> str:
    """The words to keep with the consent. Raises AgreementChanged where the page showed others."""
    current = agreement(renter, now)
    if current.mark != mark:
        raise AgreementChanged
    return current.text
