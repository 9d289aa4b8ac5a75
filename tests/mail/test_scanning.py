"""A scanner's PDF is taken apart page by page, whatever happens meanwhile."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from boxholder.mail import scanning
from boxholder.mail.models import MailItem, Picture, ScannerBatch
from boxholder.mail.pictures import pdf
from boxholder.mail.pictures.errors import Encrypted, SameBatch, StorageFull, TornFile
from tests.support import photographs

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As SIGKILL: nothing in the process gets to clean up after it."""


@pytest.fixture
def scan(dock, carl):
    def scan(data: bytes, split: str = "page") -> ScannerBatch:
        return scanning.take_in_pdf(dock, ContentFile(data), by=carl, name="scan.pdf", split=split)

    return scan


def work(batch: ScannerBatch) -> ScannerBatch:
    """As the worker does, task after task."""
    for _n in range(20):
        scanning.carry_on(str(batch.pk), timezone.now())
    batch.refresh_from_db()
    return batch


def pages_of_pieces() -> list[list[int]]:
    items = MailItem.objects.order_by("pk")
    return [[int(picture.fingerprint.split("#")[1]) for picture in item.pictures.all()] for item in items]


def test_every_page_is_a_piece(scan, dock, carl):
    batch = work(scan(photographs.pdf(3)))

    assert batch.is_finished
    assert pages_of_pieces() == [[1], [2], [3]]
    assert [picture.file_name for picture in batch.pictures.order_by("fingerprint")] == [
        "scan-001.jpg",
        "scan-002.jpg",
        "scan-003.jpg",
    ]
    piece = MailItem.objects.first()
    assert (piece.space, piece.received_by, piece.reading.status) == (dock, carl, "waiting")


def test_a_blank_page_or_a_cover_sheet_stands_between_two_pieces(scan):
    batch = work(scan(photographs.pdf(7, blank=(1, 4), covers=(5,)), "blank"))

    assert pages_of_pieces() == [[2, 3], [6, 7]]
    assert batch.separators == 3
    assert batch.problems == []


def test_a_code_that_is_not_ours_separates_nothing(scan):
    work(scan(photographs.pdf(3, covers=(2,), code="BX-17"), "blank"))

    assert pages_of_pieces() == [[1, 2, 3]]


def test_a_mailboxs_sheet_says_whose_the_next_piece_is(scan, box_101):
    work(scan(photographs.pdf(5, covers=(2,), code=f"BX-{box_101.pk}", blank=(4,)), "blank"))

    assert pages_of_pieces() == [[1], [3], [5]]
    assert [item.mailbox for item in MailItem.objects.order_by("pk")] == [None, box_101, None]


def test_the_whole_file_is_one_piece(scan):
    work(scan(photographs.pdf(3, blank=(2,)), "document"))

    assert pages_of_pieces() == [[1, 2, 3]]


def test_of_forty_pages_the_torn_one_is_named_and_the_others_go_in(scan):
    batch = work(scan(photographs.pdf(40, torn=(7,))))

    assert batch.problems == [{"page": 7, "what": "torn"}]
    assert batch.pieces.count() == 39
    assert batch.is_finished


@pytest.mark.parametrize("split", ["page", "blank", "document"])
def test_killed_in_the_middle_it_goes_on_without_doubling(scan, monkeypatch, split):
    batch = scan(photographs.pdf(6, covers=(3,)), split)
    die_at(monkeypatch, page=4)
    with pytest.raises(Killed):
        scanning.carry_on(str(batch.pk), timezone.now())
    batch.refresh_from_db()
    assert batch.pages_done == 3
    monkeypatch.undo()

    assert not scanning.carry_on(str(batch.pk), timezone.now())  # its lease still runs
    scanning.carry_on(str(batch.pk), timezone.now() + timedelta(minutes=5))

    batch.refresh_from_db()
    assert batch.is_finished
    expected = {"page": [[1], [2], [3], [4], [5], [6]], "blank": [[1, 2], [4, 5, 6]], "document": [[1, 2, 3, 4, 5, 6]]}
    assert pages_of_pieces() == expected[split]


def test_a_page_that_kills_its_worker_is_named_after_three_times(scan, monkeypatch):
    batch = scan(photographs.pdf(3))
    die_at(monkeypatch, page=2)
    now = timezone.now()
    for hour in range(3):
        with pytest.raises(Killed):
            scanning.carry_on(str(batch.pk), now + timedelta(hours=hour))
    scanning.carry_on(str(batch.pk), now + timedelta(hours=4))

    batch.refresh_from_db()
    assert batch.problems == [{"page": 2, "what": "torn"}]
    assert pages_of_pieces() == [[1], [3]]


def die_at(monkeypatch, *, page: int) -> None:
    """The process ends while it draws this page."""
    draw = pdf.Document.picture_of

    def die(self, number):
        if number == page:
            raise Killed
        return draw(self, number)

    monkeypatch.setattr(pdf.Document, "picture_of", die)


def test_a_late_worker_that_was_overtaken_leaves_nothing(scan, monkeypatch):
    batch = scan(photographs.pdf(2))
    draw = pdf.Document.picture_of

    def be_overtaken(self, number):
        monkeypatch.undo()
        scanning.carry_on(str(batch.pk), timezone.now() + timedelta(minutes=5))
        return draw(self, number)

    monkeypatch.setattr(pdf.Document, "picture_of", be_overtaken)
    scanning.carry_on(str(batch.pk), timezone.now())

    assert pages_of_pieces() == [[1], [2]]
    batch.refresh_from_db()
    assert (batch.pages_done, batch.is_finished) == (2, True)


def test_a_full_disk_makes_it_wait_and_then_it_goes_on(scan, settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "tests.support.full_disk.FullDisk", "OPTIONS": {"fits": 5}}
    }
    batch = work(scan(photographs.pdf(3)))
    assert (batch.pages_done, batch.waits_for_room) == (1, True)

    default_storage.fits = 99
    scanning.carry_on(str(batch.pk), timezone.now() + timedelta(minutes=5))

    batch.refresh_from_db()
    assert (batch.is_finished, batch.waits_for_room) == (True, False)
    assert pages_of_pieces() == [[1], [2], [3]]


def test_a_full_disk_keeps_no_half_batch(scan, settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.support.full_disk.FullDisk"}}

    with pytest.raises(StorageFull):
        scan(photographs.pdf(1))

    assert not ScannerBatch.objects.exists()
    assert default_storage.files() == []


def test_the_pdf_itself_is_gone_once_it_is_taken_apart(scan):
    batch = scan(photographs.pdf(1))
    name = batch.file
    assert default_storage.exists(name)

    assert work(batch).file == ""
    assert not default_storage.exists(name)


# --- Refused


def test_the_same_pdf_again_is_told_with_its_batch(scan):
    data = photographs.pdf(1)
    batch = scan(data)

    for _moment in ("while it waits", "when it is done"):
        with pytest.raises(SameBatch) as refused:
            scan(data, "document")
        assert refused.value.batch == batch
        work(batch)


def test_a_pdf_whose_pieces_are_purged_may_come_again(scan):
    data = photographs.pdf(1)
    work(scan(data))
    Picture.objects.update(original="", large="", small="")

    assert work(scan(data)).pieces.count() == 1


def test_a_locked_pdf_is_refused(scan):
    with pytest.raises(Encrypted):
        scan(photographs.locked_pdf())


@pytest.mark.parametrize("data", [b"%PDF-1.4\nand nothing more", photographs.pdf(2)[:2000]])
def test_a_broken_pdf_is_refused(scan, data):
    with pytest.raises(TornFile):
        scan(data)
    assert not ScannerBatch.objects.exists()


def test_the_worker_is_told(scan, run_tasks, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch = scan(photographs.pdf(12))
    assert run_tasks() >= 2

    batch.refresh_from_db()
    assert batch.is_finished


def test_a_scan_split_in_the_wrong_way_is_undone_and_comes_again(
    scan, box_101, carl, django_capture_on_commit_callbacks
):
    data = photographs.pdf(4)
    batch = work(scan(data))
    assigned = MailItem.objects.order_by("pk")[1]
    assigned.assign(box_101, by=carl)

    with django_capture_on_commit_callbacks(execute=True):
        assert scanning.undo(batch, by=carl) == 3
        assert scanning.undo(batch, by=carl) == 0

    assert list(MailItem.objects.kept()) == [assigned]
    assert [picture.item for picture in Picture.objects.exclude(original="")] == [assigned]
    again = work(scan(data, "document"))
    assert again.problems == [{"page": 2, "what": "same"}]
    assert [picture.item for picture in assigned.pictures.all()] == [assigned]
    assert pages_of_pieces()[-1] == [1, 3, 4]


def test_an_undone_scan_is_not_taken_apart_any_further(scan, carl):
    batch = scan(photographs.pdf(2))
    scanning.undo(batch, by=carl)
    work(batch)

    assert not MailItem.objects.exists()


def test_pages_of_a_piece_thrown_away_meanwhile_are_not_thrown_after_it(scan, carl, monkeypatch):
    batch = scan(photographs.pdf(3), "document")
    die_at(monkeypatch, page=2)
    with pytest.raises(Killed):
        scanning.carry_on(str(batch.pk), timezone.now())
    monkeypatch.undo()
    MailItem.objects.get().bin(by=carl, reason="Not ours")

    scanning.carry_on(str(batch.pk), timezone.now() + timedelta(minutes=5))

    assert pages_of_pieces() == [[1], [2, 3]]
