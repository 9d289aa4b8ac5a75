"""From a photograph that waits to be read to a proposal, whatever becomes of the worker."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from boxholder.mail import intake, jobs, reader, reading
from boxholder.mail.models import MailItem, Picture, Reading
from tests.support.envelopes import envelope

pytestmark = pytest.mark.django_db
LINES = ("Rosa Reyes", "12 Dock Street PMB 101", "Brooklyn, NY 11201")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def take_in(dock, carl, photograph):
    """A piece whose photograph waits to be read; without more, there is no word on it."""

    def take_in(file=None) -> MailItem:
        return intake.take_in(dock, file or photograph(), by=carl, name="letter.png").item

    return take_in


def photographed(*, turned: int = 0) -> ContentFile:
    return ContentFile(envelope(*LINES, turned=turned))


def file_of(item: MailItem) -> Path:
    return Path(default_storage.path(item.pictures.get().original))


def read_all(now) -> int:
    pieces = 0
    while reading.read_next(now):
        pieces += 1
    return pieces


def test_a_photograph_is_read_and_a_mailbox_proposed(take_in, box_101, now):
    piece = take_in(photographed())

    assert read_all(now) == 1

    piece.reading.refresh_from_db()
    assert piece.reading.status == "read"
    assert piece.reading.proposed_id == box_101.pk
    assert "PMB 101" in piece.reading.text
    assert MailItem.objects.unassigned().contains(piece)


def test_a_photograph_that_lies_on_its_side_is_turned(take_in, box_101, now):
    piece = take_in(photographed(turned=90))

    read_all(now)

    picture = piece.pictures.get()
    assert picture.quarter_turns == 1
    with default_storage.open(picture.large) as file, Image.open(file) as large:
        assert large.width > large.height


def test_whoever_is_reading_is_not_joined_by_another(take_in, now):
    take_in()

    with reading._at_work:
        assert not reading.read_next(now)
    assert Reading.objects.waiting().exists()


def test_a_claimed_piece_is_taken_up_when_the_lease_has_run_out(take_in, now):
    piece = take_in()
    reading._claim(now)
    assert not Reading.objects.unclaimed(now + timedelta(minutes=2)).exists()

    assert read_all(now + timedelta(minutes=4)) == 1

    piece.reading.refresh_from_db()
    assert (piece.reading.status, piece.reading.tries) == ("read", 2)


def test_a_late_reader_changes_nothing(take_in, now):
    """Two had it: the second to store finds it read."""
    piece = take_in()
    late = reading._claim(now)
    read_all(now + timedelta(minutes=4))
    Reading.objects.update(recipient="As it was")

    reading._read(late, now)

    piece.reading.refresh_from_db()
    assert piece.reading.recipient == "As it was"


def test_a_piece_whose_readers_die_is_given_up(take_in, now):
    piece = take_in()
    for death in range(3):
        assert reading._claim(now + timedelta(hours=death))

    read_all(now + timedelta(hours=3))

    piece.reading.refresh_from_db()
    assert (piece.reading.status, piece.reading.problem) == ("failed", "stopped")


@pytest.mark.parametrize("problem", ["broken", "file_missing", "no_picture"])
def test_a_picture_that_cannot_be_read_is_left_to_people(take_in, now, problem):
    piece = take_in()
    if problem == "broken":
        file_of(piece).write_bytes(b"torn")
    if problem == "file_missing":
        file_of(piece).unlink()
    if problem == "no_picture":
        Picture.objects.update(original="")

    read_all(now)

    piece.reading.refresh_from_db()
    assert (piece.reading.status, piece.reading.problem) == ("failed", problem)


def test_a_failure_is_tried_three_times(take_in, now):
    """A folder lies where the file should be: as good as a storage that does not answer."""
    piece = take_in()
    file_of(piece).rename(file_of(piece).with_suffix(".away"))
    file_of(piece).mkdir()

    for later in range(3):
        assert Reading.objects.waiting().exists()
        read_all(now + timedelta(minutes=later))

    piece.reading.refresh_from_db()
    assert (piece.reading.status, piece.reading.problem, piece.reading.tries) == ("failed", "failed", 3)


def test_a_reader_that_dies_over_a_picture_is_replaced(take_in, now, monkeypatch):
    """It is stuck, as it were: after no time at all it is ended."""
    piece = take_in()
    monkeypatch.setattr(reader, "LIMIT_SECONDS", 0)
    read_all(now)
    piece.reading.refresh_from_db()
    assert (piece.reading.status, piece.reading.tries) == ("waiting", 1)
    monkeypatch.undo()

    read_all(now + timedelta(minutes=1))

    piece.reading.refresh_from_db()
    assert piece.reading.status == "read"


def test_an_idle_reader_is_sent_home(take_in, now):
    take_in()
    read_all(now)
    process = reading.reader.process
    assert process.poll() is None

    reading.reader.rest()

    assert process.poll() is not None


def test_operators_take_turns(dock, summit, carl, now):
    """Harbor's three do not keep Summit's one waiting."""
    for space in (dock, dock, dock, summit.spaces.get()):
        Reading.objects.put(MailItem.receive(space, by=None))

    turns = [reading._claim(now).item.operator.slug for _ in range(4)]

    assert turns.index("summit") <= 1


def test_a_piece_is_read_soon_after_it_came_in(take_in, run_tasks, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        piece = take_in()

    assert run_tasks()

    piece.reading.refresh_from_db()
    assert piece.reading.status == "read"


def test_a_lost_wake_up_is_made_good_by_the_sweep(take_in, run_tasks, now):
    piece = take_in()

    jobs.sweep(now)
    run_tasks()

    piece.reading.refresh_from_db()
    assert piece.reading.status == "read"
