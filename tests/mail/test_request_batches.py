"""One scanner batch for many requests: pages go to the request whose sheet lay before them, and to nobody else."""

from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings
from django.utils import timezone

from boxholder.billing.models import Charge
from boxholder.history.models import Event
from boxholder.mail import pictures, scanning, scans
from boxholder.mail.errors import NothingScanned, PageSettled, RequestClosed
from boxholder.mail.models import ActionRequest, MailItem, Picture, ScannedPage, ScannerBatch
from boxholder.mail.pictures import pdf, purging
from boxholder.mail.pictures.errors import NotAPicture, SameBatch
from boxholder.mail.scanning.request_codes import code_of
from boxholder.mail.sheets.request_sheets import request_sheets
from tests.support import photographs

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As SIGKILL: nothing in the process gets to clean up after it."""


@pytest.fixture
def ask(rosa, carl):
    """Rosa's, unless it is said whose."""

    def ask(box=None, kind: str = "open_and_scan", **wishes) -> ActionRequest:
        box = box or rosa.mailboxes.get()
        item = MailItem.receive(box.space, by=carl, type="letter", shelf="A2")
        item.assign(box, by=carl)
        return ActionRequest.ask(item, kind, by=box.renter.user, now=timezone.now(), **wishes)

    return ask


@pytest.fixture
def scan(dock, carl):
    """The whole way: dropped, and worked off."""

    def scan(*pages, data: bytes | None = None, **how) -> ScannerBatch:
        data = data or pile(*pages, **how)
        return work(scanning.take_in_requests(dock, ContentFile(data), by=carl, name="pile.pdf"))

    return scan


def pile(*pages, **how) -> bytes:
    """A request stands for its cover sheet, a text for a sheet with this code, a number for so many pages."""
    sheets, count = {}, 0
    for each in pages:
        count += each if isinstance(each, int) else 1
        if not isinstance(each, int):
            sheets[count] = each if isinstance(each, str) else code_of(each)
    return photographs.pdf(count, sheets=sheets, **how)


def work(batch: ScannerBatch) -> ScannerBatch:
    for _n in range(20):
        scanning.carry_on(str(batch.pk), timezone.now())
    batch.refresh_from_db()
    return batch


def pages_of(asked: ActionRequest) -> list[int]:
    return [int(page.fingerprint.split("#")[1]) for page in scans.of(asked.item)]


def whats(batch: ScannerBatch) -> list[str]:
    return list(batch.scanned_pages.values_list("what", flat=True))


def loose(batch: ScannerBatch) -> list[ScannedPage]:
    return list(batch.scanned_pages.open().select_related("operator", "batch"))


def settle(page: ScannedPage, asked: ActionRequest, by) -> None:
    scanning.file_by_hand(page, asked, by=by, now=timezone.now())


def test_pages_go_to_the_request_whose_sheet_lay_before_them(scan, ask, box_102, carl):
    rosas, bens = ask(), ask(box_102)

    batch = scan(rosas, 2, bens, 1)

    assert (pages_of(rosas), pages_of(bens)) == ([2, 3], [5])
    assert whats(batch) == ["sheet", "filed", "filed", "sheet", "filed"]
    assert batch.is_finished
    assert not batch.file
    rosas.refresh_from_db()
    assert rosas.begun_by == carl
    assert rosas.item.pictures.filter(kind="outside").count() == 0
    assert Event.objects.filter(kind="mail.scan_from_batch").count() == 2


def test_the_printed_sheets_are_read(ask, box_102):
    asked = [ask(note="Only the first page"), ask(box_102)]

    document = pypdfium2.PdfDocument(request_sheets(asked))

    assert len(document) == 2
    with pdf.opened(request_sheets(asked)) as opened:
        codes = [pictures.separators.codes_on(opened.picture_of(n)) for n in (1, 2)]
    assert codes == [{code_of(each)} for each in asked]
    words = document[0].get_textpage().get_text_range()
    for said in ("101", "Reyes Ceramics LLC", asked[0].item.reference, "A2", "Only the first page"):
        assert said in words


def test_before_the_first_sheet_pages_are_nobodys(scan, ask):
    asked = ask()

    batch = scan(2, asked, 1)

    assert pages_of(asked) == [4]
    assert whats(batch) == ["uncovered", "uncovered", "sheet", "filed"]
    assert all(default_storage.exists(page.original) for page in loose(batch))
    assert default_storage.exists(batch.file)


@pytest.mark.parametrize("what", ["summit's", "another installation's", "made up"])
def test_behind_a_sheet_that_is_not_ours_pages_are_nobodys(scan, ask, rita, what):
    asked = ask()
    foreign = code_of(ask(rita.mailboxes.get())) if what == "summit's" else f"BXR-{asked.pk}-0123456789AB"
    if what == "another installation's":
        with override_settings(SECRET_KEY="theirs"):
            foreign = code_of(asked)

    batch = scan(asked, 1, foreign, 2)

    assert pages_of(asked) == [2]
    assert whats(batch) == ["sheet", "filed", "sheet", "not_ours", "not_ours"]
    assert [page.request for page in loose(batch)] == [None, None]


@pytest.mark.parametrize("of_mailbox", [True, False])
def test_behind_a_sheet_of_the_intake_pages_are_nobodys(scan, ask, box_101, of_mailbox):
    asked = ask()

    batch = scan(asked, 1, f"BX-{box_101.pk}" if of_mailbox else "BX-SEP", 1)

    assert pages_of(asked) == [2]
    assert whats(batch)[2:] == ["sheet", "other_sheet"]


def test_a_code_in_a_letter_is_part_of_it(scan, ask):
    asked = ask()

    scan(asked, 1, "https://water.example/pay/17", 1)

    assert pages_of(asked) == [2, 3, 4]


def test_taking_mail_in_a_requests_sheet_names_no_mailbox(dock, carl, ask):
    data = pile(1, ask(), 1)
    batch = scanning.take_in_pdf(dock, ContentFile(data), by=carl, name="scan.pdf", split="blank")

    work(batch)

    assert batch.pieces.count() == 1
    assert batch.pieces.get().mailbox is None


def test_behind_a_torn_page_nothing_is_filed_before_the_next_sheet(scan, ask, box_102):
    rosas, bens = ask(), ask(box_102)

    batch = scan(rosas, 3, bens, 1, torn=(3,))

    assert (pages_of(rosas), pages_of(bens)) == ([2], [6])
    assert whats(batch) == ["sheet", "filed", "torn", "behind_torn", "sheet", "filed"]
    assert [page.request for page in loose(batch)] == [rosas, rosas]
    assert scanning.ready(batch) == [bens]


def test_only_once_the_torn_page_is_dealt_with_the_rest_is_complete(scan, ask, carl):
    asked = ask()
    batch = scan(asked, 3, torn=(3,))
    torn, behind = loose(batch)

    settle(behind, asked, carl)
    assert scanning.ready(batch) == []
    scanning.discard(torn, by=carl, now=timezone.now())

    assert scanning.ready(batch) == [asked]
    assert pages_of(asked) == [2, 4]


def test_a_pdf_that_was_added_to_one_request_before_is_not_filed_anew(scan, ask, carl):
    asked = ask()
    data = pile(asked, 2)
    scans.add(asked, ContentFile(data), by=carl, now=timezone.now(), name="pile.pdf")

    batch = scan(data=data)

    assert whats(batch) == ["sheet", "same", "same"]
    assert pages_of(asked) == [1, 2, 3]


def test_a_blank_page_is_left_out_and_kept(scan, ask, carl):
    asked = ask()

    batch = scan(asked, 3, blank=(3,))

    assert pages_of(asked) == [2, 4]
    assert scanning.ready(batch) == [asked]
    settle(loose(batch)[0], asked, carl)
    assert pages_of(asked) == [2, 4, 3]


def test_a_blank_page_nobody_asked_for_goes_after_a_month(scan, ask, django_capture_on_commit_callbacks):
    batch = scan(ask(), 3, blank=(3,))
    [page] = loose(batch)
    assert not batch.file

    for days, left in ((29, True), (31, False)):
        with django_capture_on_commit_callbacks(execute=True):
            scanning.discard_old_blanks(timezone.now() + timedelta(days=days))
        assert default_storage.exists(page.original) == left


@pytest.mark.parametrize("end", ["completed", "cancelled", "declined"])
def test_what_was_over_before_it_was_scanned_gets_no_page(scan, ask, carl, rosa, end):
    asked, now = ask(), timezone.now()
    if end == "completed":
        asked.complete(by=carl, now=now)
    elif end == "cancelled":
        asked.cancel(by=rosa.user, now=now)
    else:
        asked.decline(by=carl, now=now, reason="It is empty")

    batch = scan(asked, 1)

    assert whats(batch) == ["sheet", "closed"]
    assert scans.of(asked.item) == []
    if end == "completed":
        settle(loose(batch)[0], asked, carl)
        assert pages_of(asked) == [2]
    else:
        with pytest.raises(RequestClosed):
            settle(loose(batch)[0], asked, carl)
        assert len(loose(batch)) == 1


def test_a_piece_that_moved_to_another_mailbox_takes_no_page_along(scan, ask, box_102, carl):
    asked = ask()
    asked.item.reassign(box_102, by=carl)
    # As between the look and the lock: the request of the old mailbox is still pending.
    ActionRequest.objects.filter(pk=asked.pk).update(status="pending", closed_at=None, answer="")

    batch = scan(asked, 1)

    assert whats(batch) == ["sheet", "moved"]
    assert Picture.objects.count() == 0


def test_killed_in_the_middle_it_goes_on_without_doubling(scan, ask, box_102, dock, carl, monkeypatch):
    rosas, bens = ask(), ask(box_102)
    data = pile(rosas, 2, bens, 2)
    batch = scanning.take_in_requests(dock, ContentFile(data), by=carl, name="pile.pdf")
    die_after_claiming(monkeypatch, times=3)
    with pytest.raises(Killed):
        scanning.carry_on(str(batch.pk), timezone.now())
    batch.refresh_from_db()
    assert (batch.pages_done, pages_of(rosas)) == (2, [2])
    monkeypatch.undo()

    scanning.carry_on(str(batch.pk), timezone.now() + timedelta(minutes=5))

    assert (pages_of(rosas), pages_of(bens)) == ([2, 3], [5, 6])
    assert ScannedPage.objects.count() == 6


def die_after_claiming(monkeypatch, *, times: int) -> None:
    """In the page's transaction, when everything but the last row is written."""
    save, saved = ScannedPage.save, []

    def die(self, *args, **kwargs):
        saved.append(self)
        if len(saved) == times:
            raise Killed
        return save(self, *args, **kwargs)

    monkeypatch.setattr(ScannedPage, "save", die)


def test_the_same_pile_again_is_said_and_doubles_nothing(scan, ask):
    asked = ask()
    data = pile(asked, 2)
    first = scan(data=data)

    with pytest.raises(SameBatch) as said:
        scan(data=data)

    assert said.value.batch == first
    assert pages_of(asked) == [2, 3]


def test_a_pile_of_which_pages_still_wait_is_the_same_too(scan, ask):
    data = pile(2)
    scan(data=data)

    with pytest.raises(SameBatch):
        scan(data=data)


def test_what_is_no_pdf_is_refused(dock, carl):
    with pytest.raises(NotAPicture):
        scanning.take_in_requests(dock, ContentFile(photographs.jpeg()), by=carl, name="page.jpg")

    assert not ScannerBatch.objects.exists()


def test_a_page_is_filed_by_hand_once(scan, ask, carl, box_102):
    rosas, bens = ask(), ask(box_102)
    batch = scan(1)
    [page] = loose(batch)

    settle(page, bens, carl)
    with pytest.raises(PageSettled):
        settle(page, rosas, carl)

    assert (pages_of(rosas), pages_of(bens)) == ([], [1])
    batch.refresh_from_db()
    assert not batch.file
    picture = scans.of(bens.item)[0]
    assert default_storage.exists(picture.original)
    bens.refresh_from_db()
    assert bens.is_begun


def test_a_discarded_page_is_really_gone(scan, carl, django_capture_on_commit_callbacks):
    batch = scan(1)
    [page] = loose(batch)
    assert default_storage.exists(page.original)

    with django_capture_on_commit_callbacks(execute=True):
        scanning.discard(page, by=carl, now=timezone.now())

    assert not default_storage.exists(page.original)
    assert not default_storage.exists(batch.file)
    assert loose(batch) == []


def test_the_sweep_leaves_alone_what_is_kept_aside(scan, ask, carl):
    batch = scan(2)
    first, second = loose(batch)
    settle(first, ask(), carl)

    purging.remove_orphans(timezone.now() + timedelta(days=3))

    assert default_storage.exists(second.original)
    assert default_storage.exists(Picture.objects.get().original)


def test_completing_charges_once_and_only_what_is_shown(scan, ask, carl):
    asked = ask()
    ActionRequest.objects.filter(pk=asked.pk).update(quote=asked.quote | {"price_minor": 300, "is_free": False})
    scan(asked, 1)
    asked.refresh_from_db()

    scanning.complete(asked, by=carl, now=timezone.now())
    with pytest.raises(RequestClosed):
        scanning.complete(ActionRequest.objects.get(pk=asked.pk), by=carl, now=timezone.now())

    assert [charge.amount_minor for charge in Charge.objects.filter(mailbox=asked.mailbox)] == [300]
    assert asked.status == "completed"


def test_where_the_scan_was_withdrawn_nothing_is_completed(scan, ask, carl):
    asked = ask()
    batch = scan(asked, 1)
    scans.withdraw(asked, by=carl, reason="The wrong letter")

    assert scanning.ready(batch) == []
    with pytest.raises(NothingScanned):
        scanning.complete(asked, by=carl, now=timezone.now())
    asked.refresh_from_db()
    assert asked.is_pending
