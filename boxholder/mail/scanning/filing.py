"""In the worker: a page goes to the request whose cover sheet lay before it, or is kept aside with the reason.

When the process dies:
1. while the page is drawn, looked at and prepared: nothing was said of it; the next worker begins with it anew;
2. while its files are written: no row names them, the sweep removes them, and the page is done anew;
3. in its transaction (the page claimed, work begun, the picture placed, the row that says so): none of it is there, and
   the page is done anew;
4. after the commit: it is filed, or kept aside, and `pages_done` names the next one.
Two workers at one page: the claim lets one of them through, and `scanned_page_is_filed_once` would stop the other.

Nobody gets a page that may be somebody else's. Behind a page that cannot be seen no page is filed before the next cover
sheet: it may have been one.
"""

from django.db import transaction
from django.utils import timezone
from PIL import Image

from boxholder.mail import pictures, scans
from boxholder.mail.errors import AlreadyGone, RequestClosed
from boxholder.mail.models import ActionRequest, ScannedPage, ScannerBatch
from boxholder.mail.pictures import preparing, separators, storing
from boxholder.mail.pictures.errors import SamePicture
from boxholder.mail.pictures.preparing import Prepared
from boxholder.mail.scanning import request_codes
from boxholder.mail.scanning.claiming import claim_page, passed
from boxholder.mail.scanning.sheets import PageProblem, Sheet

What = ScannedPage.What


def file_page(batch: ScannerBatch, sheet: Sheet) -> None:
    """The next page of the batch."""
    if sheet.problem == PageProblem.EMPTY:
        _note(batch, What.BLANK, settled_at=timezone.now())
    elif sheet.picture is None:
        _note(batch, What.TORN, then={"astray": What.BEHIND_TORN})
    elif separators.is_blank(sheet.picture):
        _keep_aside(batch, What.BLANK, _prepared(batch, sheet.picture))
    else:
        _file_or_turn_to(batch, sheet.picture)


def _file_or_turn_to(batch: ScannerBatch, picture: Image.Image) -> None:
    codes = separators.codes_on(picture)
    if request_codes.is_on(codes):
        request = request_codes.request_in(codes, batch.operator)
        _turn_to(batch, request, astray="" if request else What.NOT_OURS)
    elif _is_for_intake(batch, codes):
        _turn_to(batch, None, astray=What.OTHER_SHEET)
    elif batch.request is None or batch.astray:
        _keep_aside(batch, What(batch.astray or What.UNCOVERED), _prepared(batch, picture))
    else:
        _file(batch, batch.request, _prepared(batch, picture))


def _is_for_intake(batch: ScannerBatch, codes: set[str]) -> bool:
    mailbox = separators.mailbox_in(codes)
    return separators.SEPARATOR in codes or batch.operator.mailboxes.filter(pk=mailbox).exists()


def _turn_to(batch: ScannerBatch, request: ActionRequest | None, *, astray: str) -> None:
    """What follows is this request's; nobody's where it is None."""
    then = {"request": request, "astray": astray}
    _note(batch, What.SHEET, request=request, settled_at=timezone.now(), then=then)


def _file(batch: ScannerBatch, request: ActionRequest, prepared: Prepared) -> None:
    try:
        _put(batch, request, prepared)
    except SamePicture:
        _note(batch, What.SAME, settled_at=timezone.now())
    except RequestClosed:
        _keep_aside(batch, What.CLOSED, prepared)
    except AlreadyGone:
        _keep_aside(batch, What.MOVED, prepared)


def _put(batch: ScannerBatch, request: ActionRequest, prepared: Prepared) -> None:
    """Raises SamePicture, RequestClosed, AlreadyGone; then nothing was changed."""
    now = timezone.now()
    with pictures.keep(prepared, batch.operator, name=batch.page_name(batch.pages_done + 1)) as picture:
        claim_page(batch)
        scans.hold(request)
        # A completed one takes pages from a person who means it, see settling.py.
        if not request.is_pending:
            raise RequestClosed
        request.begin(by=batch.by, now=now)
        scans.put(picture, request)
        if not batch.scanned_pages.filed().filter(request=request).exists():
            request.item.remember("mail.scan_from_batch", by=batch.by, at=now, file=batch.file_name)
        _row(batch, What.FILED, picture=picture, settled_at=now).save(force_insert=True)
    passed(batch)


def _keep_aside(batch: ScannerBatch, what: What, prepared: Prepared) -> None:
    page = _row(batch, what, **prepared.measures)
    with storing.written(page, prepared.files) as names, transaction.atomic():
        page.name_files(names)
        claim_page(batch)
        page.save(force_insert=True)
    passed(batch)


def _note(batch: ScannerBatch, what: What, *, then: dict | None = None, **facts) -> None:
    """Nothing of it is kept but the row. `then`: what the batch says from here on."""
    with transaction.atomic():
        claim_page(batch, **(then or {}))
        _row(batch, what, **facts).save(force_insert=True)
    passed(batch, **(then or {}))


def _row(batch: ScannerBatch, what: What, **facts) -> ScannedPage:
    whose = {"operator": batch.operator, "batch": batch, "request": batch.request}
    return ScannedPage(number=batch.pages_done + 1, what=what, **(whose | facts))


def _prepared(batch: ScannerBatch, picture: Image.Image) -> Prepared:
    return preparing.prepare_page(picture, fingerprint=batch.fingerprint_of(batch.pages_done + 1))
