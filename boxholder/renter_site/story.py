"""What has happened to a piece, in its renter's words.

Told from the piece itself, not from its history: that is the staff's, and names shelves, notes and other mailboxes.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boxholder.mail.models import MailItem, Pickup


@dataclass(frozen=True)
class Step:
    title: str
    at: datetime
    icon: str
    tone: str = "neutral"
    pickup: Pickup | None = None


def story(item: MailItem) -> list[Step]:
    """Newest first."""
    arrived = Step(_("Arrived at %(space)s") % {"space": item.space.name}, item.received_at, "package-open", "info")
    steps = [arrived, *_seen(item), *_left(item)]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _seen(item: MailItem) -> list[Step]:
    return [Step(_("First opened by you"), item.seen_at, "eye")] if item.seen_at else []


def _left(item: MailItem) -> list[Step]:
    if item.left_at is None:
        return []
    if item.pickup:
        return [Step(_("Collected by %(who)s") % {"who": item.pickup.who}, item.pickup.at, "hand", "good", item.pickup)]
    icon = "undo-2" if item.state == MailItem.State.RETURNED else "log-out"
    return [Step(item.get_state_display(), item.left_at, icon)]
