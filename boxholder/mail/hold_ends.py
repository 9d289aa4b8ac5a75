"""Tell who reads a mailbox that a hold ends, on its last day but one: so there is a day to ask for something.

The rows are the queue: a hold that is done and not told of. A mailbox's holds of a day are told in one e-mail to each
reader. Dies the process before the commit of `tell`, they wait as before, and the next sweep finds them; after it they
say that they are told, and the e-mail stands in the outbox, written in the same transaction. Two workers at once: the
pieces are locked, and the UPDATE that marks a hold asks whether it is told of. A worker that was off tells late; what
has been over for two weeks is not worth an e-mail any more.

The desk needs nobody to tell it: a hold that is over stands in the list of requests (`ActionRequest.objects.over`)
until a clerk has put the piece among the rest, somebody asks for something else, or the piece leaves.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from boxholder.mail import emails
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mail.models.action_request.action_request import ActionRequestQuerySet

TELLS_BEFORE = timedelta(days=1)
# Nobody is woken by it.
TELLS_FROM_HOUR = 8
LETS_GO = timedelta(days=14)


def due_mailboxes(now: datetime) -> list[int]:
    """Whose readers are to be told of a hold now; one query, and few rows."""
    return sorted({asked.mailbox_id for asked in _untold(now) if _is_due(asked, now)})


@transaction.atomic
def tell(mailbox_id: int, now: datetime) -> None:
    """One e-mail to each reader about all holds of this mailbox that end. Safe to run twice."""
    due = [asked for asked in _untold(now).filter(mailbox=mailbox_id) if _is_due(asked, now)]
    MailItem.objects.lock(*(asked.item_id for asked in due))
    # As they stand now that nobody takes a piece away or asks for something else.
    due = [asked for asked in _untold(now).filter(pk__in=[asked.pk for asked in due]) if _is_due(asked, now)]
    told = [a for a in due if ActionRequest.objects.filter(pk=a.pk, hold_told_at=None).update(hold_told_at=now)]
    # A closed mailbox's readers could ask for nothing.
    if told and told[0].mailbox.closed_on is None:
        emails.hold_ends(told[0].mailbox, told, today=told[0].space.today(now))


def let_go(now: datetime) -> None:
    """Long over, and the piece has left or gone elsewhere: nobody looks for it any more."""
    gone = ~Q(item__state=MailItem.State.HERE) | Q(item__deleted_at__isnull=False) | ~Q(item__mailbox=F("mailbox"))
    over = ActionRequest.objects.held().filter(hold_until__lt=(now - LETS_GO).date())
    ids = list(over.filter(gone | Q(item__mailbox=None)).values_list("pk", flat=True))
    ActionRequest.objects.filter(pk__in=ids).update(hold_over_at=now)


def _untold(now: datetime) -> ActionRequestQuerySet:
    """Somewhere it may be tomorrow already."""
    somewhere = (now + timedelta(days=1) + TELLS_BEFORE).date()
    held = ActionRequest.objects.held_here().filter(hold_told_at=None, hold_until__lte=somewhere)
    return held.filter(hold_until__gt=(now - LETS_GO).date()).select_related(*_READ_BY).order_by("hold_until", "pk")


_READ_BY = ["space", "item__space", "mailbox__operator", "mailbox__space", "mailbox__renter__user"]


def _is_due(asked: ActionRequest, now: datetime) -> bool:
    local = now.astimezone(asked.space.zone)
    assert asked.hold_until is not None
    return local.hour >= TELLS_FROM_HOUR and asked.hold_until <= local.date() + TELLS_BEFORE
