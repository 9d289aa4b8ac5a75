"""Emptying the bin: 30 days after a piece was deleted, its pictures and what was read on them are really gone.

Where the process dies: before the commit, nothing has happened and the next sweep begins anew; after it, the rows still
name the files, and `pictures.purging` deletes what is left of them.
"""

from datetime import datetime, timedelta

from django.db import transaction

from boxholder.mail import pictures
from boxholder.mail.models import MailItem, Reading
from boxholder.mail.models.mail_item.deletion import RECOVERABLE

# Two machines' clocks do not agree to the second: nobody restores a piece that somebody else is purging.
GRACE = timedelta(hours=1)
AT_ONCE = 100


def is_due(now: datetime) -> bool:
    return _due(now).exists()


def empty_bin(now: datetime) -> bool:
    """Purge some of what is due. Says whether there may be more."""
    due = list(_due(now).select_related("operator").order_by("deleted_at")[:AT_ONCE])
    for item in due:
        _purge(item, now, among=_due(now))
    return len(due) == AT_ONCE


def _due(now: datetime):
    return MailItem.objects.deleted().filter(deleted_at__lte=now - RECOVERABLE - GRACE, purged_at=None)


def purge(item: MailItem, now: datetime) -> None:
    """Of one in the bin, without waiting: what should never have become a piece."""
    _purge(item, now, among=MailItem.objects.deleted().filter(purged_at=None))


@transaction.atomic
def _purge(item: MailItem, now: datetime, *, among) -> None:
    """Once, whoever else is at it. The trail stays, and so does what people have written down about the piece."""
    if among.filter(pk=item.pk).update(purged_at=now):
        Reading.objects.filter(item=item).delete()
        item.remember("mail.purged", by=None, at=now)
        pictures.purge(item)
