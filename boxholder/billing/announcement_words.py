"""The words of an announcement: plain text with placeholders, such as {name}, filled in for each renter."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.billing.next_charge import NextCharge, next_charges
from boxholder.mailboxes.models import Renter
from boxholder.operators.models import Operator

PLACEHOLDERS = {
    "name": gettext_lazy("the renter's first name"),
    "operator": gettext_lazy("your business"),
    "date": gettext_lazy("the day in Ask for cards from"),
    "next_charge": gettext_lazy("a sentence: how much is charged next, and when"),
    "link": gettext_lazy("the renter's page Billing"),
}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Letter:
    """What one renter reads."""

    renter: Renter
    subject: str
    text: str


def suggested_subject() -> str:
    return _("{operator}: we ask for a card from {date}")


def suggested_text() -> str:
    return _(
        "Hello {name},\n"
        "\n"
        "from {date}, {operator} charges your mailbox to a card. When you log in from that day on, you are asked for "
        "a credit or debit card. It takes a minute, and you do it once.\n"
        "\n"
        "{next_charge} You get a receipt by e-mail each time.\n"
        "\n"
        "The card is kept by Stripe, a payment company: its number never comes to us. Your card, invoices and "
        "receipts are here, and you can replace the card at any time:\n"
        "\n"
        "{link}\n"
        "\n"
        "Questions? Just reply to this e-mail.\n"
        "\n"
        "{operator}"
    )


def unknown_placeholders(text: str) -> list[str]:
    """In the order they come, braces and all."""
    return list(dict.fromkeys(found[0] for found in _PLACEHOLDER.finditer(text) if found[1] not in PLACEHOLDERS))


def letters(
    subject: str, text: str, renters: Iterable[Renter], *, operator: Operator, cards_from: date, now: datetime
) -> Iterator[Letter]:
    renters = list(renters)
    coming = next_charges(operator, renters, now)
    shared = {
        "operator": operator.name,
        "date": date_format(cards_from, "DATE_FORMAT"),
        "link": operator.url("renter:billing"),
    }
    for renter in renters:
        values = {**shared, "name": renter.first_name, "next_charge": _say(coming.get(renter.pk))}
        yield Letter(renter, _fill(subject, values), _fill(text, values).strip() + "\n")


def _fill(words: str, values: dict[str, str]) -> str:
    """In one pass, so that braces in somebody's name stay what they are."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), words)


def _say(coming: NextCharge | None) -> str:
    if coming is None:
        return _("Nothing is due yet; what is charged, and when, is shown to you before you enter a card.")
    return _("The next charge is %(amount)s on %(day)s.") % {
        "amount": coming.amount,
        "day": date_format(coming.on, "DATE_FORMAT"),
    }
