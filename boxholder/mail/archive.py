"""All mail of a renter as one ZIP: a table of the pieces, and the pictures as they came.

It is written while it is sent: nothing is stored, so no copy outlives a piece that goes to another mailbox, and memory
stays flat whatever there is. Nothing is compressed: photographs are already.
"""

import csv
import io
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.mail.models import MailItem, Picture
from boxholder.mail.models.mail_item.mail_item import MailItemQuerySet

logger = logging.getLogger("boxholder.mail")

BLOCK = 256 * 1024
ROWS = 200
# A spreadsheet takes what begins so for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Part:
    """A year of mail; `year` None is everything. `bytes` is what the pictures came to when they were sent."""

    year: int | None
    pieces: int
    photographs: int
    bytes: int


def parts(items: MailItemQuerySet) -> list[Part]:
    """Everything first, then year by year, newest first; nothing where there is no mail."""
    stored = ~Q(pictures__original="")
    years = (
        items.order_by()
        .values(year=ExtractYear("received_at"))
        .annotate(
            pieces=Count("pk", distinct=True),
            photographs=Count("pictures", filter=stored),
            bytes=Sum("pictures__byte_size", filter=stored, default=0),
        )
        .order_by("-year")
    )
    found = [Part(**year) for year in years]
    whole = Part(None, *(sum(getattr(part, name) for part in found) for name in ("pieces", "photographs", "bytes")))
    return [whole, *found] if len(found) > 1 else found


def of_year(items: MailItemQuerySet, year: int) -> MailItemQuerySet:
    """In the current time zone, as `parts` counts; the file is written when that is another one."""
    begins, ends = (timezone.make_aware(datetime(n, 1, 1)) for n in (year, year + 1))
    return items.filter(received_at__gte=begins, received_at__lt=ends)


def write(items: MailItemQuerySet) -> Iterator[bytes]:
    """The file, block by block. A picture whose file is gone meanwhile is left out."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        with archive.open(_entry("mail.csv"), "w", force_zip64=True) as table:
            table.write("\ufeff".encode())
            table.write(_line(_columns()))
            for item in _in_batches(items):
                table.write(_line(_row(item)))
                yield from pipe.drain()
        for item in _in_batches(items):
            for picture in _stored(item):
                yield from _put(archive, pipe, picture, name_of(item, picture))
    yield from pipe.drain(everything=True)


def name_of(item: MailItem, picture: Picture) -> str:
    return f"pictures/{item.reference}-{picture.position}{PurePosixPath(picture.original).suffix}"


def _put(archive: zipfile.ZipFile, pipe: "_Pipe", picture: Picture, name: str) -> Iterator[bytes]:
    try:
        file = default_storage.open(picture.original)
    except FileNotFoundError:
        logger.warning("%s is gone and was left out of an archive", picture.original)
        return
    with file, archive.open(_entry(name, picture.created_at), "w") as entry:
        while block := file.read(BLOCK):
            entry.write(block)
            yield from pipe.drain()


def _in_batches(items: MailItemQuerySet) -> Iterator[MailItem]:
    """Newest first; each batch is a query of its own, for a download may take long."""
    found = items.select_related("space", "mailbox", "pickup").prefetch_related("pictures").order_by("-pk")
    batch = list(found[:ROWS])
    while batch:
        yield from batch
        batch = list(found.filter(pk__lt=batch[-1].pk)[:ROWS])


def _columns() -> list[str]:
    return [
        _("Number"), _("PMB"), _("Arrived"), _("Sender"), _("Type"), _("Carrier"), _("Tracking number"), _("Weight"),
        _("Size"), _("State"), _("Left"), _("Collected by"), _("Pictures"),
    ]  # fmt: skip


def _row(item: MailItem) -> list[str]:
    return [
        item.reference,
        item.mailbox.pmb if item.mailbox else "",
        _moment(item, item.received_at),
        item.sender,
        item.get_type_display(),
        item.get_carrier_display(),
        item.tracking_number,
        item.weight_text,
        item.size_text,
        item.get_state_display(),
        _moment(item, item.left_at),
        item.pickup.who if item.pickup else "",
        " ".join(name_of(item, picture) for picture in _stored(item)),
    ]


def _stored(item: MailItem) -> list[Picture]:
    return [picture for picture in item.pictures.all() if picture.original]


def _moment(item: MailItem, when) -> str:
    return f"{timezone.localtime(when, item.space.zone):%Y-%m-%d %H:%M}" if when else ""


def _line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([f"'{cell}" if str(cell).startswith(FORMULAS) else cell for cell in cells])
    return out.getvalue().encode()


def _entry(name: str, at=None) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry


class _Pipe(io.RawIOBase):
    """What the ZIP is written to: it keeps no more than what has not been sent on yet."""

    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self.size = 0

    def write(self, data) -> int:
        self.blocks.append(bytes(data))
        self.size += len(data)
        return len(data)

    def writable(self) -> bool:
        return True

    def drain(self, *, everything: bool = False) -> Iterator[bytes]:
        if self.size >= BLOCK or (everything and self.size):
            yield b"".join(self.blocks)
            self.blocks, self.size = [], 0
