"""Labels for the shelf: what a piece is called, whose it is, and codes that find it again."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.mail.models import MailItem
from boxholder.mail.sheets.symbols import code_128, qr
from boxholder.mail.sheets.typesetting import set_pdf


class Paper(TextChoices):
    ROLL = "roll", gettext_lazy("Label printer, 62 mm roll")
    A4 = "a4", gettext_lazy("A4 sheet of 21 labels, 63.5 × 38.1 mm (Avery L7160)")
    LETTER = "letter", gettext_lazy("Letter sheet of 10 labels, 2 × 4 in (Avery 5163)")


@dataclass(frozen=True)
class Grid:
    """Millimetres: the page, one label, where the first one begins, and from one to the next."""

    page: tuple[float, float]
    label: tuple[float, float]
    start: tuple[float, float]
    pitch: tuple[float, float]
    columns: int
    rows: int


GRIDS = {
    Paper.ROLL: Grid((62, 42), (62, 42), (0, 0), (0, 0), 1, 1),
    Paper.A4: Grid((210, 297), (63.5, 38.1), (7.25, 15.15), (66.04, 38.1), 3, 7),
    Paper.LETTER: Grid((215.9, 279.4), (101.6, 50.8), (3.97, 12.7), (106.36, 50.8), 2, 5),
}


def labels_per_page(paper: Paper) -> int:
    return GRIDS[paper].columns * GRIDS[paper].rows


def shelf_labels(items: Iterable[MailItem], paper: Paper, *, first: int = 1) -> bytes:
    """A PDF. `first`: the label of the first sheet to begin with, where some are used already."""
    labels = [None] * (first - 1) + [_label(item) for item in items]
    return set_pdf("shelf_labels.typ", {"grid": asdict(GRIDS[paper]), "labels": labels})


def _label(item: MailItem) -> dict[str, str]:
    return {
        "reference": item.reference,
        "pmb": item.mailbox.pmb if item.mailbox else "",
        "holder": item.mailbox.holder if item.mailbox else _("Unassigned"),
        "type": item.get_type_display(),
        "received": date_format(item.received_on, "DATE_FORMAT"),
        "shelf": item.shelf,
        "qr": qr(item.reference),
        "lines": code_128(item.reference),
    }
