"""Post what is owed for storage, when billing asks for it; say what has run up, when a page does."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Q

from boxholder.billing import storage
from boxholder.billing.arrears import Owed
from boxholder.mail.models import MailItem, StorageCount
from boxholder.mail.storage.owing import midnight, owed_by
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator, Space

# Mailboxes that are worked out together.
BATCH = 500


def post(operator: Operator, before: date, now: datetime, mailboxes: Iterable[Mailbox] | None = None) -> None:
    """All that is owed for days before `before` that are over in their space. Call it inside a transaction.

    In its order: the space is locked, so whoever posts at the same moment waits and finds it done; the charges are
    written together with their days; what has left and is paid in full is settled; the month ends are marked. Dies the
    process on any line, nothing of it is there.
    """
    narrowed = None if mailboxes is None else list(mailboxes)
    spaces = list(operator.spaces.order_by("pk"))
    counts = StorageCount.objects.locked(spaces)
    for space in spaces:
        _post(space, counts[space.pk], min(before, space.today(now)), now, narrowed)


def run_up(mailboxes: Iterable[Mailbox], now: datetime) -> list[Owed]:
    """What `post` would post of these mailboxes now. They come with their space."""
    spaces: dict[Space, list[Mailbox]] = {}
    for mailbox in mailboxes:
        spaces.setdefault(mailbox.space, []).append(mailbox)
    counts = {count.space_id: count.posted_before for count in StorageCount.objects.filter(space__in=list(spaces))}
    return [
        owed
        for space, theirs in spaces.items()
        for batch in _batches(theirs)
        for owed in owed_by(space, batch, before=space.today(now), counted_before=counts.get(space.pk)).owed
    ]


def _post(space: Space, count: StorageCount, before: date, now: datetime, narrowed: list[Mailbox] | None) -> None:
    whole = True
    for batch in _mailboxes(space, narrowed):
        found = owed_by(space, batch, before=before, counted_before=count.posted_before)
        storage.post(found.owed, now=now)
        _settle([box for box in batch if box.pk not in found.failed], space, before, now)
        whole = whole and not found.failed
    if whole and narrowed is None:
        behind = Q(posted_before=None) | Q(posted_before__lt=before)
        StorageCount.objects.filter(behind, pk=count.pk).update(posted_before=before)


def _mailboxes(space: Space, narrowed: list[Mailbox] | None) -> Iterator[list[Mailbox]]:
    if narrowed is not None:
        yield from _batches([box for box in narrowed if box.space_id == space.pk])
        return
    after: int | None = 0
    while batch := list(space.mailboxes.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = batch[-1].pk
        yield batch


def _batches(mailboxes: Sequence[Mailbox]) -> Iterator[Sequence[Mailbox]]:
    return (mailboxes[n : n + BATCH] for n in range(0, len(mailboxes), BATCH))


def _settle(mailboxes: list[Mailbox], space: Space, before: date, now: datetime) -> None:
    """Whatever left before `before` has no day that is not posted; it is looked at again only if it comes back."""
    left = MailItem.objects.storage_runs().filter(mailbox__in=mailboxes, left_at__lt=midnight(space, before))
    left.update(storage_settled_at=now)
