"""What was inside a piece, as its renter asked to see it: pictures, or the pages of a scanner's PDF."""

from pathlib import PurePath

from django.db import transaction
from django.utils.translation import ngettext

from boxholder.mail import intake, pictures
from boxholder.mail.errors import RequestClosed
from boxholder.mail.models import ActionRequest, Picture
from boxholder.mail.pictures import pdf, preparing
from boxholder.mail.pictures.errors import TooManyPages
from boxholder.mail.pictures.keeping import place, refuse_the_same
from boxholder.mail.pictures.preparing import Prepared

# Drawn while the clerk waits; a longer one is split.
MOST_PAGES = 60


def add(request: ActionRequest, file, *, by, now, name: str) -> int:
    """Put it beside the piece's photographs; work on the request has begun then. How many pages.

    Raises PictureRefused (see pictures/errors.py) and then nothing of the file was kept; RequestClosed.
    """
    pages = list(_pages(request, file))
    with transaction.atomic():
        request.begin(by=by, now=now)
        for n, prepared in enumerate(pages, start=1):
            stem = PurePath(name).stem if len(pages) == 1 else f"{PurePath(name).stem}-{n:03}"
            with pictures.keep(prepared, request.operator, name=f"{stem}.jpg") as picture:
                picture.kind = Picture.Kind.SCAN
                place(picture, request.item)
        said = ngettext("%(n)d page", "%(n)d pages", len(pages)) % {"n": len(pages)}
        request.item.remember("mail.scan_added", by=by, pages=said)
    return len(pages)


def _pages(request: ActionRequest, file) -> list[Prepared]:
    if not request.is_pending:
        raise RequestClosed
    if not intake.is_pdf(file):
        return [pictures.prepared(file, operator=request.operator)]
    data = pdf.read(file)
    fingerprint = preparing.fingerprint_of(data)
    refuse_the_same(request.operator, f"{fingerprint}#1")
    with pdf.opened(data) as document:
        if document.pages > MOST_PAGES:
            raise TooManyPages
        drawn = [(n, document.picture_of(n)) for n in range(1, document.pages + 1)]
    return [preparing.prepare_page(page, fingerprint=f"{fingerprint}#{n}") for n, page in drawn if page is not None]


def of(item) -> list[Picture]:
    return list(item.pictures.filter(kind=Picture.Kind.SCAN).exclude(large=""))
