"""What has happened to a piece, in its renter's words.

Told from the piece itself, not from its history: that is the staff's, and names shelves, notes and other mailboxes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boxholder.billing.models import RequestKind
from boxholder.mail.models import MailItem, Pickup
from boxholder.mail.wishes import ICONS


@dataclass(frozen=True)
class Step:
    title: str
    at: datetime
    icon: str
    tone: str = "neutral"
    pickup: Pickup | None = None
    words: str = ""


def story(item: MailItem) -> list[Step]:
    """Newest first."""
    arrived = Step(_("Arrived at %(space)s") % {"space": item.space.name}, item.received_at, "package-open", "info")
    steps = [arrived, *_seen(item), *_requests(item), *_left(item)]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _seen(item: MailItem) -> list[Step]:
    return [Step(_("First opened by you"), item.seen_at, "eye")] if item.seen_at else []


def _requests(item: MailItem) -> Iterator[Step]:
    """What this mailbox asked for; an earlier mailbox's requests are not its business."""
    for request in item.requests.all():
        if request.mailbox_id != item.mailbox_id:
            continue
        what, icon = request.get_kind_display(), ICONS[RequestKind(request.kind)]
        yield Step(_("%(what)s asked for") % {"what": what}, request.asked_at, icon, "info", words=request.price_words)
        if request.closed_at is None:
            continue
        if request.status == request.Status.COMPLETED:
            yield Step(_("%(what)s done") % {"what": what}, request.closed_at, icon, "good", words=request.answer)
        else:
            yield Step(_("%(what)s cancelled") % {"what": what}, request.closed_at, "x", words=request.answer)


def _left(item: MailItem) -> list[Step]:
    if item.left_at is None:
        return []
    if item.pickup:
        return [Step(_("Collected by %(who)s") % {"who": item.pickup.who}, item.pickup.at, "hand", "good", item.pickup)]
    icon = "undo-2" if item.state == MailItem.State.RETURNED else "log-out"
    return [Step(item.get_state_display(), item.left_at, icon)]
