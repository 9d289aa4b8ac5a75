"""Sheets that stand for a mailbox: laid between two pieces, or under the camera, they say whose the next one is."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from boxholder.mail.sheets.symbols import qr
from boxholder.mail.sheets.typesetting import set_pdf
from boxholder.mailboxes.models import Mailbox


class Layout(TextChoices):
    ONE = "one", gettext_lazy("A page per mailbox")
    TEN = "ten", gettext_lazy("Ten mailboxes to a page")


class Page(TextChoices):
    A4 = "a4", gettext_lazy("A4")
    LETTER = "letter", gettext_lazy("Letter")


# Typst's names.
PAGES = {Page.A4: "a4", Page.LETTER: "us-letter"}


def code_of(mailbox: Mailbox) -> str:
    """What the sheet's code says: the number may be given to somebody else one day, this is not."""
    return f"BX-{mailbox.pk}"


def mailbox_sheets(mailboxes: Iterable[Mailbox], layout: Layout, page: Page) -> bytes:
    """A PDF."""
    sheets = [_sheet(mailbox) for mailbox in mailboxes]
    return set_pdf("mailbox_sheets.typ", {"page": PAGES[page], "layout": layout.value, "sheets": sheets})


def _sheet(mailbox: Mailbox) -> dict[str, str]:
    code = code_of(mailbox)
    return {
        "pmb": mailbox.pmb,
        "holder": mailbox.holder,
        "renter": mailbox.renter.name if mailbox.company else "",
        "space": mailbox.space.name,
        "code": code,
        "qr": qr(code),
    }
