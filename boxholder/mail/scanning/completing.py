"""What was scanned in one batch is done: each request with its pages, and its charge, in a transaction of its own."""

from django.db import transaction

from boxholder.mail import scans
from boxholder.mail.errors import NothingScanned, RequestClosed
from boxholder.mail.models import ActionRequest, ScannerBatch


def ready(batch: ScannerBatch) -> list[ActionRequest]:
    """Those with pages that wait for nothing else: no page of theirs is kept aside, except blank ones."""
    if not batch.is_finished:
        return []
    scanned = batch.scanned_pages.filed().exclude(picture=None).values("request")
    doubtful = batch.scanned_pages.in_the_way().exclude(request=None).values("request")
    found = ActionRequest.objects.pending().filter(pk__in=scanned).exclude(pk__in=doubtful).order_by("pk")
    return list(found.select_related("item__space", "mailbox__renter", "space", "operator"))


@transaction.atomic
def complete(request: ActionRequest, *, by, now) -> None:
    """Done and owed. Dies the process on any line: neither.

    Raises RequestClosed, AlreadyGone, NothingScanned where the pages were removed meanwhile.
    """
    scans.hold(request)
    if not request.is_pending:
        raise RequestClosed
    if not scans.of(request.item):
        raise NothingScanned
    request.complete(by=by, now=now)
