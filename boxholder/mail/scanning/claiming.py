"""Who is at a batch: a lease, and with each page the UPDATE that says whose it was."""

from datetime import timedelta

from django.utils import timezone

from boxholder.mail.models import ScannerBatch

LEASE = timedelta(minutes=2)  # longer than any page


class Overtaken(Exception):
    """Another worker has taken the batch over; what this one was about to write is not written."""


def claim_page(batch: ScannerBatch, **facts) -> None:
    """In the page's transaction. The UPDATE decides who has taken it."""
    moved = still_mine(batch).update(
        pages_done=batch.pages_done + 1,
        claimed_until=timezone.now() + LEASE,
        tries=1,
        waits_for_room=False,
        **facts,
    )
    if not moved:
        raise Overtaken


def passed(batch: ScannerBatch, **facts) -> None:
    """What this object says is true again."""
    batch.pages_done, batch.tries = batch.pages_done + 1, 1
    for name, value in facts.items():
        setattr(batch, name, value)


def still_mine(batch: ScannerBatch):
    """As far as can be told: nobody has taken a page of it since."""
    return ScannerBatch.objects.unfinished().filter(pk=batch.pk, pages_done=batch.pages_done)
