"""The sheet that stands between two pieces in a scanner's feeder."""

from django.utils.translation import gettext as _

from boxholder.mail.pictures.separators import SEPARATOR
from boxholder.mail.sheets.mailbox_sheets import PAGES, Page
from boxholder.mail.sheets.symbols import qr
from boxholder.mail.sheets.typesetting import set_pdf

# Where people print on Letter; everywhere else it is A4.
LETTER_COUNTRIES = {"US", "CA", "MX", "PH", "CL", "CO", "VE", "GT", "CR", "PA", "DO", "PR"}


def cover_sheet(country: str) -> bytes:
    """A PDF of one page; print it as often as there are gaps."""
    words = {
        "title": _("A new piece begins behind this sheet"),
        "hint": _("Lay one between two pieces before scanning. It is not kept as a page; use it again and again."),
        "code": SEPARATOR,
        "qr": qr(SEPARATOR),
    }
    return set_pdf("cover_sheet.typ", {"page": paper_of(country), **words})


def paper_of(country: str) -> str:
    """Typst's name of it."""
    return PAGES[Page.LETTER if country in LETTER_COUNTRIES else Page.A4]
