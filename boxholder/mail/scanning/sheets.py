"""What a page of a scanner's PDF is: a picture, what stands between two pieces, or a problem."""

from dataclasses import dataclass

from PIL import Image

from boxholder.mail.models import ScannerBatch
from boxholder.mail.pictures import pdf, separators
from boxholder.mail.pictures.errors import TooManyPixels, TornFile
from boxholder.mailboxes.models import Mailbox

Split, PageProblem = ScannerBatch.Split, ScannerBatch.PageProblem


@dataclass(frozen=True)
class Sheet:
    picture: Image.Image | None = None
    is_separator: bool = False
    mailbox: Mailbox | None = None
    problem: str = ""


def look_at(batch: ScannerBatch, document: pdf.Document) -> Sheet:
    """The next page of the batch."""
    try:
        picture = document.picture_of(batch.pages_done + 1)
    except TornFile:
        return Sheet(problem=PageProblem.TORN)
    except TooManyPixels:
        return Sheet(problem=PageProblem.TOO_MANY_PIXELS)
    separator = _separator(batch, picture) if batch.split == Split.BLANK else None
    return separator or Sheet(picture=picture, problem=PageProblem.EMPTY if picture is None else "")


def _separator(batch: ScannerBatch, picture: Image.Image | None) -> Sheet | None:
    if picture is None or separators.is_blank(picture):
        return Sheet(is_separator=True)
    codes = separators.codes_on(picture)
    mailbox = batch.space.mailboxes.filter(pk=separators.mailbox_in(codes)).first()
    is_ours = mailbox or separators.SEPARATOR in codes
    return Sheet(is_separator=True, mailbox=mailbox) if is_ours else None
