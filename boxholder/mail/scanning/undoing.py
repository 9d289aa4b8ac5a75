"""A PDF was split in the wrong way: its pieces go, so that it may come again."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.mail import emptying
from boxholder.mail.errors import MailError
from boxholder.mail.models import MailItem, ScannerBatch
from boxholder.mail.pictures import storing


@transaction.atomic
def undo(batch: ScannerBatch, *, by) -> int:
    """Its pieces that nobody has dealt with go for good, without the 30 days; how many they were.

    The others stay as they are. What is not taken apart yet, is not any more.
    """
    now = timezone.now()
    ended = {"undone_at": now, "claimed_until": None, "item": None, "mailbox": None, "file": ""}
    if not ScannerBatch.objects.filter(pk=batch.pk, undone_at=None).update(finished_at=now, **ended):
        return 0
    gone = sum(_undo_piece(item, by=by, now=now) for item in batch.untouched.select_related("operator"))
    transaction.on_commit(partial(storing.remove, [batch.file]), robust=True)
    return gone


def _undo_piece(item: MailItem, *, by, now: datetime) -> bool:
    try:
        item.bin(by=by, reason=_("The scan was undone."))
    except MailError:
        return False  # somebody has just dealt with it
    emptying.purge(item, now)
    return True
