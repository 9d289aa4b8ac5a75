"""Pages are put beside a piece's photographs: pictures one by one, or a scanner's PDF."""

from pathlib import PurePath

from django.db import transaction
from django.utils.translation import ngettext

from boxholder.mail import intake, pictures
from boxholder.mail.errors import AlreadyGone, RequestClosed
from boxholder.mail.models import ActionRequest, MailItem, Picture
from boxholder.mail.pictures import pdf, preparing
from boxholder.mail.pictures.errors import NothingOnIt, TooManyPages
from boxholder.mail.pictures.keeping import place, refuse_the_same
from boxholder.mail.pictures.preparing import Prepared

# Drawn while the clerk waits; a longer one is split.
MOST_PAGES = 60


def add(request: ActionRequest, file, *, by, now, name: str) -> int:
    """How many pages. Work on the request has begun then; one that is done takes pages, too: the right ones, say.

    Raises PictureRefused (see pictures/errors.py) and then nothing of the file was kept; RequestClosed where it was
    cancelled; AlreadyGone where the piece is another mailbox's by now, or deleted.
    """
    pages = list(_pages(request, file))
    with transaction.atomic():
        hold(request)
        if request.is_pending:
            request.begin(by=by, now=now)
        for n, prepared in enumerate(pages, start=1):
            stem = PurePath(name).stem if len(pages) == 1 else f"{PurePath(name).stem}-{n:03}"
            with pictures.keep(prepared, request.operator, name=f"{stem}.jpg") as picture:
                put(picture, request)
        said = ngettext("%(n)d page", "%(n)d pages", len(pages)) % {"n": len(pages)}
        request.item.remember("mail.scan_added", by=by, pages=said)
    return len(pages)


def _pages(request: ActionRequest, file) -> list[Prepared]:
    if request.is_cancelled:
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
    pages = [preparing.prepare_page(page, fingerprint=f"{fingerprint}#{n}") for n, page in drawn if page is not None]
    if not pages:
        raise NothingOnIt
    return pages


def put(picture: Picture, request: ActionRequest) -> None:
    """As the last page of its scan."""
    picture.kind = Picture.Kind.SCAN
    place(picture, request.item)


def hold(request: ActionRequest) -> None:
    """What stands now stands until the commit: nobody else's piece gets these pages, and no cancelled request.

    Raises AlreadyGone, RequestClosed.
    """
    [item] = MailItem.objects.lock(request.item_id)
    if item.mailbox_id != request.mailbox_id or item.deleted_at is not None:
        raise AlreadyGone
    held = ActionRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if held.is_cancelled:
        raise RequestClosed
    request.status = held.status
