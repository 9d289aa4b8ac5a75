"""The worker is killed (SIGKILL) while it reads a label: another reads it, and nothing of the first is left running."""

from pathlib import Path

from django.core.files.base import ContentFile

from boxholder.mail import intake
from boxholder.mail.models import Reading
from tests.faults.stories import SHORT
from tests.support.envelopes import envelope
from tests.support.processes import wait_until

READS = {"BOXHOLDER_REST_THREADS": "1"}


@SHORT
def test_a_piece_is_read_although_its_reader_was_killed(installation, harbor, rent, start_worker, settings):
    place = {"location": str(installation.folder / "files")}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    mailbox = rent("101", None).mailboxes.get()
    lines = (mailbox.holder, "12 Dock Street PMB 101", "Brooklyn, NY 11201")
    intake.take_in(harbor.spaces.get(), ContentFile(envelope(*lines)), by=None, name="letter.png")
    first = start_worker(**READS).process
    assert wait_until(lambda: Reading.objects.filter(claimed_until__isnull=False).exists(), seconds=30)
    helpers = children_of(first.pid)

    first.kill()
    first.wait()

    reading = Reading.objects.get()
    assert (reading.status, reading.tries) == ("waiting", 1)
    assert wait_until(lambda: not any(map(Path.exists, helpers)), seconds=60)
    Reading.objects.update(claimed_until=None)  # its lease has run out
    start_worker(**READS)
    assert wait_until(lambda: Reading.objects.filter(status="read").exists(), seconds=60)
    reading.refresh_from_db()
    assert (reading.tries, reading.proposed_id) == (2, mailbox.pk)


def children_of(pid: int) -> list[Path]:
    """Their places in /proc, where there is one."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [Path("/proc", child) for children in lists for child in children.read_text().split()]
