"""The worker is killed (SIGKILL) while it files a scanned batch; the next one goes on, no page is filed twice."""

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.utils import timezone

from boxholder.mail import scanning, scans
from boxholder.mail.models import ActionRequest, MailItem, ScannedPage, ScannerBatch
from boxholder.mail.scanning.request_codes import code_of
from tests import cast
from tests.faults.test_scanning_killed import pages_done
from tests.support import photographs
from tests.support.processes import stop, wait_until

PAGES, SHEETS, KILLED_AT = 16, [1, 6, 11], [3, 8]


@pytest.fixture
def requests(installation, settings) -> list[ActionRequest]:
    """Three of Rosa's, and the PDF with all of them, taken in by the web site."""
    location = {"location": str(installation.folder / "files")}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": location}}
    harbor = cast.make_harbor()
    dock, carl = cast.make_dock(harbor), cast.make_carl(harbor)
    rosa = cast.make_rosa(dock, cast.make_basic(harbor))
    asked = [ask(rosa, carl) for _sheet in SHEETS]
    codes = {page: code_of(each) for page, each in zip(SHEETS, asked, strict=True)}
    file = ContentFile(photographs.pdf(PAGES, sheets=codes))
    scanning.take_in_requests(dock, file, by=carl, name="pile.pdf")
    return asked


def ask(rosa, carl) -> ActionRequest:
    box = rosa.mailboxes.get()
    item = MailItem.receive(box.space, by=carl, type="letter")
    item.assign(box, by=carl)
    return ActionRequest.ask(item, "open_and_scan", by=rosa.user, now=timezone.now())


def test_a_killed_worker_files_every_page_once_and_to_its_request(installation, requests):
    for page in KILLED_AT:
        worker = start_worker(installation)
        assert wait_until(lambda page=page: pages_done() >= page, seconds=60)
        worker.kill()
        worker.wait()
        assert pages_done() < PAGES
        ScannerBatch.objects.update(claimed_until=None)  # two minutes later
    worker = start_worker(installation)
    try:
        assert wait_until(lambda: ScannerBatch.objects.get().is_finished, seconds=60)
    finally:
        stop(worker)

    pages = [[int(page.fingerprint.partition("#")[2]) for page in scans.of(asked.item)] for asked in requests]
    assert pages == [[2, 3, 4, 5], [7, 8, 9, 10], [12, 13, 14, 15, 16]]
    assert sorted(ScannedPage.objects.values_list("number", flat=True)) == list(range(1, PAGES + 1))


def start_worker(installation):
    """With the key that sealed the sheets."""
    key = {"BOXHOLDER_SECRET_KEY": django_settings.SECRET_KEY}
    return installation.another(BOXHOLDER_MONEY_THREADS="1", BOXHOLDER_REST_THREADS="1", **key).start("worker")
