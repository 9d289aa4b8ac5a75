"""From a photograph that waits to be read to a proposal, whatever becomes of the worker."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from boxholder.mail import jobs, reading
from boxholder.mail.models import MailItem, Picture, Reading
from tests import cast

pytestmark = pytest.mark.django_db
LINES = ("Rosa Reyes", "12 Dock Street PMB 101", "Brooklyn, NY 11201")


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def now():
    return timezone.now()


def photograph(item: MailItem, content: bytes = b"") -> Reading:
    """A picture of the piece in the storage, waiting to be read."""
    name = default_storage.save(f"{item}.png", ContentFile(content or envelope()))
    Picture.objects.create(
        operator=item.operator, item=item, file_name=name, fingerprint=name, byte_size=1, width=900, height=500,
        original=name, large=name, small=name,
    )  # fmt: skip
    Reading.objects.put(item)
    return item.reading


def envelope() -> bytes:
    picture = Image.new("RGB", (900, 500), "#eee8dc")
    for place, text in enumerate(LINES):
        ImageDraw.Draw(picture).text((300, 200 + 45 * place), text, font=ImageFont.load_default(32), fill="#222")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def read_all(now) -> int:
    pieces = 0
    while reading.read_next(now):
        pieces += 1
    return pieces


def test_a_photograph_is_read_and_a_mailbox_proposed(letter, box_101, now):
    MailItem.objects.filter(pk=letter.pk).update(sender="")
    waiting = photograph(letter)

    assert read_all(now) == 1

    waiting.refresh_from_db()
    assert waiting.status == "read"
    assert waiting.proposed_id == box_101.pk
    assert "PMB 101" in waiting.text
    letter.refresh_from_db()
    assert letter.mailbox is None


def test_whoever_is_reading_is_not_joined_by_another(letter, now):
    photograph(letter)

    with reading._reader:
        assert not reading.read_next(now)
    assert Reading.objects.waiting().exists()


def test_a_claimed_piece_is_taken_up_when_the_lease_has_run_out(letter, box_101, now):
    waiting = photograph(letter)
    reading._claim(now)
    assert not Reading.objects.unclaimed(now + timedelta(minutes=2)).exists()

    assert read_all(now + timedelta(minutes=4)) == 1

    waiting.refresh_from_db()
    assert (waiting.status, waiting.tries) == ("read", 2)


def test_a_late_reader_changes_nothing(letter, box_101, now):
    """Two had it: the second to store finds it read."""
    photograph(letter)
    late = reading._claim(now)
    read_all(now + timedelta(minutes=4))
    Reading.objects.update(recipient="As it was")

    reading._read(late, now)

    letter.reading.refresh_from_db()
    assert letter.reading.recipient == "As it was"


def test_a_piece_whose_readers_die_is_given_up(letter, now):
    waiting = photograph(letter)
    for death in range(3):
        assert reading._claim(now + timedelta(hours=death))

    read_all(now + timedelta(hours=3))

    waiting.refresh_from_db()
    assert (waiting.status, waiting.problem) == ("failed", "stopped")


@pytest.mark.parametrize("problem", ["broken", "file_missing", "no_picture"])
def test_a_picture_that_cannot_be_read_is_left_to_people(letter, now, problem):
    waiting = photograph(letter, b"torn")
    if problem == "file_missing":
        default_storage.delete(Picture.objects.get().original)
    if problem == "no_picture":
        Picture.objects.update(original="")

    read_all(now)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.problem) == ("failed", problem)


def test_a_failure_is_tried_three_times(letter, now):
    """The first half of a picture: opened, and then it ends."""
    waiting = photograph(letter, envelope()[:2000])

    for later in range(3):
        assert Reading.objects.waiting().exists()
        read_all(now + timedelta(minutes=later))

    waiting.refresh_from_db()
    assert (waiting.status, waiting.problem, waiting.tries) == ("failed", "failed", 3)


def test_operators_take_turns(letter, harbor, summit, carl, now):
    """Harbor's three do not keep Summit's one waiting."""
    pieces = [letter, cast.make_letter(letter.space, carl), cast.make_letter(letter.space, carl)]
    pieces.append(MailItem.receive(summit.spaces.get(), by=None))
    for piece in pieces:
        Reading.objects.put(piece)

    turns = [reading._claim(now).item.operator.slug for _ in pieces]

    assert turns.index("summit") <= 1


def test_a_piece_is_read_soon_after_it_came_in(letter, box_101, run_tasks, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        waiting = photograph(letter, b"torn")

    assert run_tasks()

    waiting.refresh_from_db()
    assert waiting.status == "failed"


def test_a_lost_wake_up_is_made_good_by_the_sweep(letter, run_tasks, now):
    waiting = photograph(letter, b"torn")

    jobs.sweep(now)
    run_tasks()

    waiting.refresh_from_db()
    assert waiting.status == "failed"
