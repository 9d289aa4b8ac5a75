"""What the worker does for mail."""

from datetime import datetime

from django.utils import timezone

from boxholder.queues import rest

# Reading takes long and nobody waits for it; an e-mail enqueued later goes first.
PATIENT = -10


@rest.task(priority=PATIENT)
def read_waiting() -> None:
    """One piece, and then the next: so the worker can be stopped between two, and other tasks come in between."""
    from boxholder.mail import reading

    if reading.read_next(timezone.now()):
        read_waiting()


@rest.task(priority=PATIENT)
def propose_anew(space_id: int) -> None:
    from boxholder.mail import proposing

    if proposing.propose_anew(space_id):
        propose_anew(space_id)


def sweep(now: datetime) -> None:
    _wake_reading(now)
    _wake_proposing()


def _wake_reading(now: datetime) -> None:
    from boxholder.mail.models import Reading

    if Reading.objects.unclaimed(now).exists():
        read_waiting()


def _wake_proposing() -> None:
    """Where mailboxes, their names or their aliases have changed since."""
    from boxholder.mail import proposing

    for space_id in proposing.outdated_spaces():
        propose_anew(space_id)
