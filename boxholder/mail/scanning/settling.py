"""Somebody says what becomes of a page that was kept aside: it is this request's, or it goes for good.

Each is one transaction that begins with the UPDATE that claims the page: two clerks, one outcome. Dies the process in
it, the page is kept aside as before. A filed page's files stay where they are: the Picture has the page's key and names
them from the commit on. A discarded page's are deleted after it, and what is left of them is the sweep's.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import ngettext

from boxholder.mail import scans
from boxholder.mail.errors import PageSettled
from boxholder.mail.models import ActionRequest, Picture, ScannedPage, ScannerBatch
from boxholder.mail.pictures import storing
from boxholder.mail.pictures.keeping import refuse_the_same

BLANKS_LAST = timedelta(days=30)
NO_FILES = dict.fromkeys(ScannedPage.Size.values, "")


@transaction.atomic
def file_by_hand(page: ScannedPage, request: ActionRequest, *, by, now) -> None:
    """As the last page of the request's scan; a completed one takes it, too.

    Raises PageSettled, RequestClosed where it was cancelled, AlreadyGone, SamePicture.
    """
    facts = {"what": ScannedPage.What.FILED, "request": request}
    _settle(ScannedPage.objects.exclude(original=""), page, by=by, now=now, **facts)
    scans.hold(request)
    if request.is_pending:
        request.begin(by=by, now=now)
    picture = _picture_of(page)
    refuse_the_same(picture.operator, picture.fingerprint)
    scans.put(picture, request)
    ScannedPage.objects.filter(pk=page.pk).update(picture=picture)
    request.item.remember("mail.scan_added", by=by, pages=ngettext("%(n)d page", "%(n)d pages", 1) % {"n": 1})
    _let_go_of_pdf(page.batch)


@transaction.atomic
def discard(page: ScannedPage, *, by, now) -> None:
    """Raises PageSettled."""
    _settle(ScannedPage.objects.all(), page, by=by, now=now, what=ScannedPage.What.DISCARDED)
    transaction.on_commit(partial(storing.remove, page.file_names.values()), robust=True)
    _let_go_of_pdf(page.batch)


def discard_old_blanks(now: datetime) -> None:
    """Back sides that nobody has asked for."""
    blank = ScannedPage.objects.open().filter(what=ScannedPage.What.BLANK)
    for page in blank.filter(batch__finished_at__lt=now - BLANKS_LAST).select_related("batch"):
        try:
            discard(page, by=None, now=now)
        except PageSettled:
            continue


def _settle(pages, page: ScannedPage, *, by, now, **facts) -> None:
    claimed = pages.filter(pk=page.pk, settled_at=None)
    if not claimed.update(settled_at=now, settled_by=by, **NO_FILES, **facts):
        raise PageSettled


def _picture_of(page: ScannedPage) -> Picture:
    return Picture(
        pk=page.pk,
        operator=page.operator,
        file_name=page.file_name,
        fingerprint=page.batch.fingerprint_of(page.number),
        byte_size=page.byte_size,
        width=page.width,
        height=page.height,
        **page.file_names,
    )


def _let_go_of_pdf(batch: ScannerBatch) -> None:
    """With the last page that waited for somebody, the PDF goes."""
    settled = ScannerBatch.objects.filter(pk=batch.pk, finished_at__isnull=False).exclude(
        pk__in=ScannedPage.objects.in_the_way().filter(batch=batch).values("batch")
    )
    if batch.file and settled.update(file=""):
        transaction.on_commit(partial(storing.remove, [batch.file]), robust=True)
