"""How far an announcement is. Counts over stored rows, nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from boxholder.billing.models import Announcement, AnnouncementRecipient

State = AnnouncementRecipient.State


@dataclass(frozen=True)
class Progress:
    total: int
    waiting: int
    sent: int
    failed: int
    doubtful: int
    left: timedelta | None
    # What the mail server says to those that wait for another try.
    trouble: str
    next_try_at: datetime | None

    @property
    def settled(self) -> int:
        return self.sent + self.failed + self.doubtful

    @property
    def is_moving(self) -> bool:
        return self.waiting > 0


def progress_of(announcement: Announcement, now: datetime) -> Progress:
    found = dict(announcement.recipients.with_state(now).order_by().values_list("state").annotate(Count("pk")))
    waiting = found.get(State.WAITING, 0) + found.get(State.SENDING, 0)
    settled = sum(found.values()) - waiting
    tried = _tried(announcement, now) if waiting else None
    return Progress(
        total=settled + waiting,
        waiting=waiting,
        sent=found.get(State.SENT, 0),
        failed=found.get(State.FAILED, 0),
        doubtful=found.get(State.DOUBTFUL, 0),
        left=_left(announcement, waiting, settled, now) if tried is None else None,
        trouble=tried.email.error if tried and tried.email else "",
        next_try_at=tried.email.next_try_at if tried and tried.email else None,
    )


def _tried(announcement: Announcement, now: datetime) -> AnnouncementRecipient | None:
    """One that was not taken and is tried again, the earliest."""
    waiting = announcement.recipients.with_state(now).filter(state=State.WAITING, email__tries__gt=0)
    return waiting.select_related("email").order_by("email__next_try_at").first()


def _left(announcement: Announcement, waiting: int, settled: int, now: datetime) -> timedelta | None:
    """Guessed from the pace so far; None where there is no pace to guess from, or some were sent again later."""
    if not waiting or not settled or announcement.rounds or announcement.started_at is None:
        return None
    return (now - announcement.started_at) * waiting / settled
