"""Post what is owed for storage, when billing asks for it; say what has run up, when a page does.

A few mailboxes at a time: what they owe is worked out first, which takes long and keeps nobody waiting, and written
down then, in transactions that take a moment. Between the two anything may happen: a clerk finds that a piece is
somebody else's, a second run posts the same. So the pieces are locked before a day of theirs is written down, and where
one is not whose it was, or a day is charged already, nothing is, and those mailboxes are worked out again. Locked are
pieces first, as everybody does (`MailItem.objects.lock`).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from boxholder.billing import storage
from boxholder.billing.arrears import Owed
from boxholder.mail.models import MailItem, StorageCount
from boxholder.mail.storage.owing import LABEL, Found, midnight, owed_by
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator, Space

# Mailboxes that are worked out together, and pieces, where they have many.
BATCH = 500
PIECES = 250
# Charges that are written down together, each of at most a month's days.
CHARGES = 250
MOST_COLLISIONS = 20


class PiecesChanged(Exception):
    """One of them is somebody else's by now, or in the bin, or back: work them out again."""


def post(operator: Operator, before: date, now: datetime, mailboxes: Iterable[Mailbox] | None = None) -> None:
    """All that is owed for days before `before` that are over in their space. Call it outside a transaction.

    In its order, for a few mailboxes after the other: some charges are written together with their days, and some more;
    what has left and is paid in full is settled. At last, where no mailbox was left out, the month ends are marked.
    Dies the process in a transaction, nothing of that is there; between two, what is there is whole, stays, and is not
    charged again: whoever asks next finds the rest owed. No piece is settled, and no month end marked, before all that
    it owes is there.
    """
    narrowed = None if mailboxes is None else list(mailboxes)
    spaces = list(operator.spaces.order_by("pk"))
    counts = StorageCount.objects.of(spaces)
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
        for few in _few(batch):
            found = _post_few(space, few, before, count.posted_before, now)
            whole = whole and not found.failed
    if whole and narrowed is None:
        behind = Q(posted_before=None) | Q(posted_before__lt=before)
        StorageCount.objects.filter(behind, pk=count.pk).update(posted_before=before)


def _mailboxes(space: Space, narrowed: list[Mailbox] | None) -> Iterator[Sequence[Mailbox]]:
    if narrowed is not None:
        yield from _batches([box for box in narrowed if box.space_id == space.pk])
        return
    after: int | None = 0
    while batch := list(space.mailboxes.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = batch[-1].pk
        yield batch


def _batches(mailboxes: Sequence[Mailbox]) -> Iterator[Sequence[Mailbox]]:
    return (mailboxes[n : n + BATCH] for n in range(0, len(mailboxes), BATCH))


def _few(mailboxes: Sequence[Mailbox]) -> Iterator[Sequence[Mailbox]]:
    """So many that they have `PIECES` pieces between them; one that has more stands alone."""
    running = MailItem.objects.storage_runs().filter(mailbox__in=mailboxes).order_by()
    pieces = dict(running.values_list("mailbox").annotate(Count("pk")))
    few: list[Mailbox] = []
    held = 0
    for mailbox in mailboxes:
        theirs = pieces.get(mailbox.pk, 0)
        if few and held + theirs > PIECES:
            yield few
            few, held = [], 0
        few.append(mailbox)
        held += theirs
    if few:
        yield few


def _post_few(
    space: Space, mailboxes: Sequence[Mailbox], before: date, counted_before: date | None, now: datetime
) -> Found:
    collisions = 0
    while True:
        found = owed_by(space, mailboxes, before=before, counted_before=counted_before)
        try:
            _write_down(space, found, before, now)
        except (IntegrityError, PiecesChanged):
            # Somebody was quicker: looking again tells what is still to do.
            collisions += 1
            if collisions > MOST_COLLISIONS:
                raise
        else:
            return found


def _write_down(space: Space, found: Found, before: date, now: datetime) -> None:
    pieces = {str(item.pk): item for item in found.pieces}
    for n in range(0, len(found.owed), CHARGES):
        some = found.owed[n : n + CHARGES]
        causes = dict.fromkeys(owed.cause.id for owed in some if owed.cause.label == LABEL)
        counted = [item for owed in some if owed.cause.label != LABEL for item in found.counted[owed.mailbox.pk]]
        with transaction.atomic():
            _hold(space, [*(pieces[cause] for cause in causes), *counted])
            storage.post(some, now=now)
    if left := _left(found, midnight(space, before)):
        with transaction.atomic():
            _hold(space, left)
            _settle(left, now)


def _left(found: Found, gone: datetime) -> list[MailItem]:
    """What had left by then, and is paid in full, or for free."""
    paid = [item for item in found.pieces if item.left_at and item.left_at < gone]
    free = MailItem.objects.storage_runs().filter(mailbox__in=found.free, left_at__lt=gone)
    return [*free, *(item for item in paid if item.mailbox_id not in found.failed)]


def _hold(space: Space, pieces: list[MailItem]) -> None:
    """Until the commit nobody else posts in this space, and these pieces stay as they are. Raises PiecesChanged."""
    StorageCount.objects.hold(space)
    stands = {item.pk: _standing(item) for item in MailItem.objects.lock(*{item.pk for item in pieces})}
    if any(stands.get(item.pk) != _standing(item) for item in pieces):
        raise PiecesChanged


def _standing(item: MailItem) -> tuple:
    """What may not change between the look and the commit; what else happens to a piece concerns its days to come."""
    return item.mailbox_id, item.assigned_at, item.left_at, item.deleted_at


def _settle(pieces: list[MailItem], now: datetime) -> None:
    """They have no day that is not posted, and are looked at again only if they come back."""
    MailItem.objects.filter(pk__in=[item.pk for item in pieces]).update(storage_settled_at=now)
