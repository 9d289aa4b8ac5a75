"""Scanner batches: a PDF is kept whole first, then taken apart in the background, page by page.

Each page is one transaction that begins by claiming it (`pages_done` moves from n-1 to n), so whoever is killed leaves
whole pages behind, and whoever takes over begins with the next one. A page that kills its worker is tried three times
and then named as broken.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from boxholder.mail import emptying, pictures
from boxholder.mail.models import MailItem, ScannerBatch
from boxholder.mail.pictures import pdf, preparing, separators, storing
from boxholder.mail.pictures.errors import SameBatch, SamePicture, StorageFull, TooManyPixels, TornFile
from boxholder.mail.pictures.keeping import place
from boxholder.mail.pictures.preparing import KeptFile
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Space

LEASE = timedelta(minutes=2)  # longer than any page
ROOM_AGAIN = timedelta(minutes=1)
MOST_TRIES = 3
# In one task; then others have their turn.
AT_ONCE = 10

Split, PageProblem = ScannerBatch.Split, ScannerBatch.PageProblem


class Overtaken(Exception):
    """Another worker has taken the batch over; what this one was about to write is not written."""


def take_in_pdf(space: Space, file, *, by, name: str, split: str) -> ScannerBatch:
    """Kept, and the worker told. Raises PictureRefused, see pictures/errors.py."""
    data = pdf.read(file)
    with pdf.opened(data) as document:
        batch = ScannerBatch(
            operator=space.operator,
            space=space,
            file_name=name[-255:],
            fingerprint=preparing.fingerprint_of(data),
            byte_size=len(data),
            split=split,
            pages=document.pages,
            by=by,
        )
    _refuse_the_same(batch)
    with storing.written(batch, {"batch": KeptFile("pdf", data)}) as names:
        batch.file = names["batch"]
        _keep(batch)
    return batch


def _refuse_the_same(batch: ScannerBatch) -> None:
    """Unless nothing of it is here any more."""
    earlier = ScannerBatch.objects.filter(operator=batch.operator, fingerprint=batch.fingerprint, undone_at=None)
    for same in earlier:
        if not same.is_finished or same.pictures.exists():
            raise SameBatch(same)


def _keep(batch: ScannerBatch) -> None:
    from boxholder.mail.jobs import take_apart

    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            transaction.on_commit(partial(take_apart, str(batch.pk)), robust=True)
    except IntegrityError:
        _refuse_the_same(batch)
        raise


@transaction.atomic
def undo(batch: ScannerBatch, *, by) -> int:
    """Its pieces that nobody has dealt with go for good, without the 30 days; how many they were.

    The others stay as they are. What is not taken apart yet, is not any more.
    """
    now = timezone.now()
    ended = {"undone_at": now, "claimed_until": None, "item": None, "mailbox": None, "file": ""}
    if not ScannerBatch.objects.filter(pk=batch.pk, undone_at=None).update(finished_at=now, **ended):
        return 0
    pieces = list(batch.untouched.select_related("operator"))
    for item in pieces:
        item.bin(by=by, reason=_("The scan was undone."))
        emptying.purge(item, now)
    transaction.on_commit(partial(storing.remove, [batch.file]), robust=True)
    return len(pieces)


# --- In the worker


def carry_on(batch_id: str, now: datetime) -> bool:
    """Some pages more; whether there are others to do at once. Safe to run twice: one worker holds the lease."""
    claimed = ScannerBatch.objects.unclaimed(now).filter(pk=batch_id)
    if not claimed.update(claimed_until=now + LEASE, tries=F("tries") + 1):
        return False
    batch = ScannerBatch.objects.select_related("operator", "space", "item", "mailbox", "by").get(pk=batch_id)
    try:
        _take_apart(batch)
    except Overtaken:
        return False
    except StorageFull:
        again = timezone.now() + ROOM_AGAIN
        _still_mine(batch).update(claimed_until=again, tries=0, waits_for_room=True)
        return False
    if batch.pages_done < batch.pages:
        return bool(_still_mine(batch).update(claimed_until=None, tries=0))
    _finish(batch)
    return False


def _take_apart(batch: ScannerBatch) -> None:
    with ExitStack() as stack:
        try:
            document = stack.enter_context(pdf.opened(_data_of(batch)))
        except (TornFile, FileNotFoundError):
            document = None  # it was whole when it came: every page that is left is named
        for _n in range(min(AT_ONCE, batch.pages - batch.pages_done)):
            _take_page(batch, document)


def _data_of(batch: ScannerBatch) -> bytes:
    with default_storage.open(batch.file) as file:
        return file.read()


def _take_page(batch: ScannerBatch, document: pdf.Document | None) -> None:
    sheet = _look_at(batch, document)
    if sheet.is_separator:
        _pass_over(batch, item=None, mailbox=sheet.mailbox, separators=batch.separators + 1)
    elif sheet.picture is None:
        _pass_over(batch, problem=sheet.problem)
    else:
        try:
            _keep_page(batch, sheet.picture)
        except SamePicture:
            _pass_over(batch, problem=PageProblem.SAME)


@dataclass(frozen=True)
class Sheet:
    picture: Image.Image | None = None
    is_separator: bool = False
    mailbox: Mailbox | None = None
    problem: str = ""


def _look_at(batch: ScannerBatch, document: pdf.Document | None) -> Sheet:
    if document is None or batch.tries > MOST_TRIES:
        return Sheet(problem=PageProblem.TORN)
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


def _keep_page(batch: ScannerBatch, page: Image.Image) -> None:
    number = batch.pages_done + 1
    prepared = preparing.prepare_page(page, fingerprint=batch.fingerprint_of(number))
    name = f"{PurePath(batch.file_name).stem}-{number:03}.jpg"
    with pictures.keep(prepared, batch.operator, name=name) as picture:
        # Somebody may have thrown it away meanwhile; its other pages are not thrown after it.
        item = MailItem.objects.kept().filter(pk=batch.item_id).first() or _new_piece(batch)
        going_on = item if batch.split != Split.PAGE else None
        _claim_page(batch, item=going_on)
        place(picture, item)
    _passed(batch, item=going_on)


def _new_piece(batch: ScannerBatch) -> MailItem:
    item = MailItem.receive(batch.space, by=batch.by, at=batch.created_at)
    if batch.mailbox:
        item.assign(batch.mailbox, by=batch.by)
    return item


def _pass_over(batch: ScannerBatch, *, problem: str = "", **facts) -> None:
    if problem:
        facts["problems"] = [*batch.problems, {"page": batch.pages_done + 1, "what": str(problem)}]
    _claim_page(batch, **facts)
    _passed(batch, **facts)


def _claim_page(batch: ScannerBatch, **facts) -> None:
    """In the page's transaction. The UPDATE decides who has taken it."""
    moved = _still_mine(batch).update(
        pages_done=batch.pages_done + 1,
        claimed_until=timezone.now() + LEASE,
        tries=1,
        waits_for_room=False,
        **facts,
    )
    if not moved:
        raise Overtaken


def _passed(batch: ScannerBatch, **facts) -> None:
    """What this object says is true again."""
    batch.pages_done, batch.tries = batch.pages_done + 1, 1
    for name, value in facts.items():
        setattr(batch, name, value)


def _still_mine(batch: ScannerBatch):
    """As far as can be told: nobody has taken a page of it since."""
    return ScannerBatch.objects.unfinished().filter(pk=batch.pk, pages_done=batch.pages_done)


def _finish(batch: ScannerBatch) -> None:
    done = _still_mine(batch).update(finished_at=timezone.now(), claimed_until=None, item=None, file="")
    if done:
        storing.remove([batch.file])
