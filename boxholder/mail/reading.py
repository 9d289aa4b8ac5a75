"""Reading what waits to be read, one piece at a time in each worker, and never in the way of anything else.

Where the process dies, and what happens then:
1. before the claim: the row waits, and the sweep wakes the reading;
2. while it reads: the claim is a lease; when it has run out, the sweep lets somebody else read. A piece whose readers
   die three times is given up, so that one picture cannot stop all others;
3. while it stores: what was read, what is proposed and what is assigned by itself is one transaction.
A reader that was thought dead and is only late finds the row read, and changes nothing.
"""

import logging
import threading
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import F

from boxholder.mail import pictures, proposing
from boxholder.mail.models import Picture, Reading
from boxholder.mail.reader import BrokenPicture, Reader
from boxholder.mail.recognition import LabelText

logger = logging.getLogger("boxholder.mail")

# Far longer than the slowest machine takes for a picture.
LEASE = timedelta(minutes=3)
PAUSE = timedelta(seconds=30)
TRIES = 3
# So many lines do not stand upside down by mistake.
DOUBTLESS = 3

reader = Reader()
_at_work = threading.Lock()
_last_operator = 0


class Unreadable(Exception):
    """Trying again would not help."""

    def __init__(self, problem: Reading.Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def read_next(now: datetime) -> bool:
    """Read the piece that waits longest. Says whether there may be another.

    Does nothing where another thread of this process is reading: whoever is at it goes on until nothing waits.
    """
    if not _at_work.acquire(blocking=False):
        return False
    try:
        reading = _claim(now)
        if reading is not None:
            _read(reading, now)
    finally:
        _at_work.release()
    # A task that came while we were at it has gone home; perhaps it was for a row that we did not see any more.
    return reading is not None or Reading.objects.unclaimed(now).exists()


def _claim(now: datetime) -> Reading | None:
    """The operators take turns: ten thousand pieces of one do not keep another's twenty waiting."""
    global _last_operator
    unclaimed = Reading.objects.unclaimed(now).select_related("item__operator", "item__space")
    in_turn = unclaimed.order_by("item__operator", "pk")
    while (reading := in_turn.filter(item__operator__gt=_last_operator).first() or in_turn.first()) is not None:
        _last_operator = reading.item.operator_id
        mine = Reading.objects.unclaimed(now).filter(pk=reading.pk)
        if reading.tries >= TRIES:
            mine.update(status=Reading.Status.FAILED, problem=Reading.Problem.STOPPED)
        elif mine.update(claimed_until=now + LEASE, tries=F("tries") + 1):
            reading.tries += 1
            return reading
    return None


def _read(reading: Reading, now: datetime) -> None:
    try:
        picture = _picture_of(reading)
        label = _look_at(picture.original)
        proposing.store(reading, label, now)
        _turn_upright(picture, label)
    except Unreadable as error:
        _give_up(reading, error.problem)
    except Exception:
        logger.exception("%s could not be read (%d of %d)", reading.item, reading.tries, TRIES)
        _try_again_later(reading, now)


def _picture_of(reading: Reading) -> Picture:
    """The original is read: barcodes need every line of it."""
    picture = reading.item.cover
    if picture is None or not picture.original:
        raise Unreadable(Reading.Problem.NO_PICTURE)
    return picture


def _look_at(name: str) -> LabelText:
    try:
        with default_storage.open(name) as file:
            return reader.read(file.read())
    except FileNotFoundError as error:
        raise Unreadable(Reading.Problem.FILE_MISSING) from error
    except BrokenPicture as error:
        raise Unreadable(Reading.Problem.BROKEN) from error


def _turn_upright(picture: Picture, label: LabelText) -> None:
    """For people's eyes, where the writing leaves no doubt and nobody has turned it yet."""
    if len(label.lines) >= DOUBTLESS and picture.quarter_turns == 0:
        pictures.turn(picture, label.rotation // 90, by=None)


def _try_again_later(reading: Reading, now: datetime) -> None:
    if reading.tries >= TRIES:
        return _give_up(reading, Reading.Problem.FAILED)
    Reading.objects.waiting().filter(pk=reading.pk).update(claimed_until=now + PAUSE)


def _give_up(reading: Reading, problem: Reading.Problem) -> None:
    Reading.objects.waiting().filter(pk=reading.pk).update(
        status=Reading.Status.FAILED, problem=problem, claimed_until=None
    )
