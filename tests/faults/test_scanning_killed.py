"""The worker is killed (SIGKILL) while it takes a scanner's PDF apart; the next one goes on, no page comes twice."""

from collections import Counter

import pytest
from django.core.files.base import ContentFile

from boxholder.mail import scanning
from boxholder.mail.models import MailItem, ScannerBatch
from tests import cast
from tests.support import photographs
from tests.support.processes import stop, wait_until

PAGES, KILLED_AT = 16, [3, 9]


@pytest.fixture
def batch(installation, settings) -> ScannerBatch:
    """Taken in by the web site; its files lie where the worker looks for them."""
    location = {"location": str(installation.folder / "files")}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": location}}
    harbor = cast.make_harbor()
    dock, carl = cast.make_dock(harbor), cast.make_carl(harbor)
    file = ContentFile(photographs.pdf(PAGES, torn=(5,)))
    return scanning.take_in_pdf(dock, file, by=carl, name="scan.pdf", split="page")


def pages_done() -> int:
    return ScannerBatch.objects.values_list("pages_done", flat=True).get()


def test_a_killed_worker_doubles_and_loses_no_page(installation, batch):
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

    fingerprints = batch.pictures.values_list("fingerprint", flat=True)
    taken = Counter(int(fingerprint.partition("#")[2]) for fingerprint in fingerprints)
    assert taken == Counter({page: 1 for page in range(1, PAGES + 1) if page != 5})
    assert MailItem.objects.count() == PAGES - 1
    assert ScannerBatch.objects.get().problems == [{"page": 5, "what": "torn"}]


def start_worker(installation):
    return installation.another(BOXHOLDER_MONEY_THREADS="1", BOXHOLDER_REST_THREADS="1").start("worker")
