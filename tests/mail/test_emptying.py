"""30 days after a piece was deleted, its pictures and what was read on them are really gone."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from boxholder.mail import emptying, intake, jobs
from boxholder.mail.errors import PastRecovery
from boxholder.mail.models import MailItem, Picture, Reading
from boxholder.mail.search import Scope, Tab, find

pytestmark = pytest.mark.django_db


@pytest.fixture
def photographed(dock, photograph, carl):
    """A piece with a picture and with text that was read on it."""
    item = intake.take_in(dock, photograph(), by=carl, name="letter.jpg").item
    Reading.objects.filter(item=item).update(status="read", text="Rosa Reyes\n12 Dock Street PMB 101")
    return item


@pytest.fixture
def files(photographed):
    """The names of its three files, all of them on the disk."""
    picture = photographed.cover
    names = [picture.name_of(size) for size in Picture.Size]
    assert all(map(default_storage.exists, names))
    return names


@pytest.fixture
def let_pass(time_machine):
    return lambda **time: time_machine.move_to(timezone.now() + timedelta(**time), tick=False)


def sweep(run_tasks, committing) -> None:
    """What the worker does on its next round."""
    with committing(execute=True):
        jobs.sweep(timezone.now())
        run_tasks()


def test_after_thirty_days_the_files_are_gone_and_the_trail_stays(
    photographed, files, carl, run_tasks, let_pass, trail, django_capture_on_commit_callbacks
):
    photographed.bin(by=carl, reason="Photographed twice")
    in_the_bin = Scope(photographed.operator_id, tab=Tab.BIN)
    assert find(in_the_bin, "Reyes", limit=5) == [photographed.pk]
    let_pass(days=30, hours=2)
    sweep(run_tasks, django_capture_on_commit_callbacks)

    assert not any(map(default_storage.exists, files))
    assert find(in_the_bin, "Reyes", limit=5) == []
    assert not Reading.objects.filter(item=photographed).exists()
    assert list(photographed.pictures.values_list("original", "large", "small")) == [("", "", "")]
    assert trail(photographed)[-2:] == [
        "Deleted: Photographed twice",
        "Its pictures, and what was read on them, were removed for good",
    ]
    with pytest.raises(PastRecovery):
        photographed.recover(by=carl)


def test_until_then_everything_is_kept(
    photographed, files, carl, run_tasks, let_pass, django_capture_on_commit_callbacks
):
    photographed.bin(by=carl, reason="Photographed twice")
    let_pass(days=29, hours=23)
    sweep(run_tasks, django_capture_on_commit_callbacks)

    assert all(map(default_storage.exists, files))
    photographed.recover(by=carl)
    assert photographed.reading.text.startswith("Rosa Reyes")


def test_what_was_restored_in_time_stays(
    photographed, files, carl, run_tasks, let_pass, django_capture_on_commit_callbacks
):
    photographed.bin(by=carl, reason="Photographed twice")
    photographed.recover(by=carl)
    let_pass(days=60)
    sweep(run_tasks, django_capture_on_commit_callbacks)

    assert all(map(default_storage.exists, files))


def test_nobody_restores_what_is_just_being_purged(photographed, carl, let_pass):
    """A worker whose clock is ahead of the web server's: for an hour neither touches the piece."""
    photographed.bin(by=carl, reason="Photographed twice")
    let_pass(days=30, minutes=30)

    assert not emptying.is_due(timezone.now())
    with pytest.raises(PastRecovery):
        photographed.recover(by=carl)


def test_a_process_that_died_before_deleting_the_files_is_made_up_for(
    photographed, files, carl, run_tasks, let_pass, django_capture_on_commit_callbacks
):
    photographed.bin(by=carl, reason="Photographed twice")
    let_pass(days=30, hours=2)
    with django_capture_on_commit_callbacks():  # and never executes them
        emptying.empty_bin(timezone.now())
    assert all(map(default_storage.exists, files))

    jobs.clear_files()
    run_tasks()

    assert not any(map(default_storage.exists, files))


def test_it_is_purged_once(photographed, carl, let_pass, trail):
    photographed.bin(by=carl, reason="Photographed twice")
    let_pass(days=31)

    assert emptying.empty_bin(timezone.now()) is False
    assert MailItem.objects.get(pk=photographed.pk).purged_at == timezone.now()
    told = trail(photographed)
    emptying.empty_bin(timezone.now())
    assert trail(photographed) == told
