"""In the worker: a PDF is taken apart page by page.

Each page is one transaction that begins by claiming it (`pages_done` moves from n-1 to n), so whoever is killed leaves
whole pages behind, and whoever takes over begins with the next one. A page that kills its worker is tried three times
and then named as broken.
"""

from contextlib import ExitStack
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone
from PIL import Image

from boxholder.mail import pictures
from boxholder.mail.models import MailItem, ScannerBatch
from boxholder.mail.pictures import pdf, preparing, storing
from boxholder.mail.pictures.errors import SamePicture, StorageFull, TornFile
from boxholder.mail.pictures.keeping import place
from boxholder.mail.scanning.claiming import LEASE, Overtaken, claim_page, passed, still_mine
from boxholder.mail.scanning.filing import file_page
from boxholder.mail.scanning.sheets import PageProblem, Sheet, Split, look_at

AGAIN = timedelta(minutes=1)
MOST_TRIES = 3
# In one task; then others have their turn.
AT_ONCE = 10


def carry_on(batch_id: str, now: datetime) -> bool:
    """Some pages more; whether there are others to do at once. Safe to run twice: one worker holds the lease."""
    claimed = ScannerBatch.objects.unclaimed(now).filter(pk=batch_id)
    if not claimed.update(claimed_until=now + LEASE, tries=F("tries") + 1):
        return False
    near = ["operator", "space", "item", "mailbox", "request__operator", "request__item__operator", "by"]
    batch = ScannerBatch.objects.select_related(*near).get(pk=batch_id)
    try:
        _take_apart(batch)
    except Overtaken:
        return False
    except (StorageFull, FileNotFoundError) as error:
        # Neither is the page's fault. Not found: another machine has the folder, and this one should have it, too.
        waits_for_room = isinstance(error, StorageFull)
        still_mine(batch).update(claimed_until=timezone.now() + AGAIN, tries=0, waits_for_room=waits_for_room)
        return False
    if batch.pages_done < batch.pages:
        return bool(still_mine(batch).update(claimed_until=None, tries=0))
    _finish(batch)
    return False


def _take_apart(batch: ScannerBatch) -> None:
    with ExitStack() as stack:
        try:
            document = stack.enter_context(pdf.opened(_data_of(batch)))
        except TornFile:
            document = None  # it was whole when it came: every page that is left is named
        for _n in range(min(AT_ONCE, batch.pages - batch.pages_done)):
            _take_page(batch, document)


def _data_of(batch: ScannerBatch) -> bytes:
    with default_storage.open(batch.file) as file:
        return file.read()


def _take_page(batch: ScannerBatch, document: pdf.Document | None) -> None:
    if document is None or batch.tries > MOST_TRIES:
        sheet = Sheet(problem=PageProblem.TORN)
    else:
        sheet = look_at(batch, document)
    if batch.is_of_requests:
        file_page(batch, sheet)
    elif sheet.is_separator:
        _pass_over(batch, item=None, mailbox=sheet.mailbox, separators=batch.separators + 1)
    elif sheet.picture is None:
        _pass_over(batch, problem=sheet.problem)
    else:
        try:
            _keep_page(batch, sheet.picture)
        except SamePicture:
            _pass_over(batch, problem=PageProblem.SAME)


def _keep_page(batch: ScannerBatch, page: Image.Image) -> None:
    number = batch.pages_done + 1
    prepared = preparing.prepare_page(page, fingerprint=batch.fingerprint_of(number))
    with pictures.keep(prepared, batch.operator, name=batch.page_name(number)) as picture:
        # Somebody may have thrown it away meanwhile; its other pages are not thrown after it.
        item = MailItem.objects.kept().filter(pk=batch.item_id).first() or _new_piece(batch)
        going_on = item if batch.split != Split.PAGE else None
        claim_page(batch, item=going_on)
        place(picture, item)
    passed(batch, item=going_on)


def _new_piece(batch: ScannerBatch) -> MailItem:
    item = MailItem.receive(batch.space, by=batch.by, at=batch.created_at)
    if batch.mailbox:
        item.assign(batch.mailbox, by=batch.by)
    return item


def _pass_over(batch: ScannerBatch, *, problem: str = "", **facts) -> None:
    if problem:
        facts["problems"] = [*batch.problems, {"page": batch.pages_done + 1, "what": str(problem)}]
    claim_page(batch, **facts)
    passed(batch, **facts)


def _finish(batch: ScannerBatch) -> None:
    """Where pages still wait for somebody, the PDF waits with them: one that could not be drawn is nowhere else."""
    file = batch.file if batch.needs_somebody else ""
    facts = {"item": None, "request": None, "file": file}
    done = still_mine(batch).update(finished_at=timezone.now(), claimed_until=None, **facts)
    if done and not file:
        storing.remove([batch.file])
