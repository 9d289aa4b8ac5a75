"""Scanning many requests in one go at the desk: cover sheets, one PDF, and what became of its pages."""

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from boxholder.billing.models import Charge
from boxholder.mail import scanning, scans
from boxholder.mail.models import ActionRequest, MailItem, ScannerBatch
from boxholder.mail.scanning.request_codes import code_of
from tests.paths import desk
from tests.support import photographs

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(carl, log_in, dock):
    return log_in(carl)


@pytest.fixture
def ask(rosa, box_101, carl):
    def ask(kind: str = "open_and_scan", box=box_101, price_minor: int = 300, **wishes) -> ActionRequest:
        item = MailItem.receive(box.space, by=carl, type="letter")
        item.assign(box, by=carl)
        asked = ActionRequest.ask(item, kind, by=box.renter.user, now=timezone.now(), **wishes)
        ActionRequest.objects.filter(pk=asked.pk).update(
            quote=asked.quote | {"price_minor": price_minor, "is_free": False}
        )
        return asked

    return ask


@pytest.fixture
def drop(browser, harbor):
    """On the list of requests, and the worker has been at it."""

    def drop(data: bytes, name: str = "pile.pdf", **headers):
        file = SimpleUploadedFile(name, data, "application/pdf")
        answer = browser.post(desk(harbor, "requests/batches/"), {"files": file}, headers=headers)
        for batch in ScannerBatch.objects.unfinished():
            while scanning.carry_on(str(batch.pk), timezone.now()):
                pass
        return answer

    return drop


def pile(pages: int, **sheets: ActionRequest) -> bytes:
    """`_3=request`: the third page is its cover sheet."""
    return photographs.pdf(pages, sheets={int(n[1:]): code_of(asked) for n, asked in sheets.items()})


def path(harbor, rest: str = "") -> str:
    return desk(harbor, f"requests/batches/{ScannerBatch.objects.get().pk}/{rest}")


def aside() -> list[str]:
    return [str(page.pk) for page in ScannerBatch.objects.get().scanned_pages.open()]


def words(answer) -> list[str]:
    assert answer["Content-Type"] == "application/pdf"
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content)]


def test_the_ticked_ones_are_printed(harbor, browser, ask):
    first, second, other = ask(note="In colour"), ask(), ask("shred")

    ticked = {"request": [first.pk, other.pk]}
    [sheet] = words(browser.post(desk(harbor, "requests/batches/cover-sheets.pdf"), ticked))

    assert first.item.reference in sheet
    assert "In colour" in sheet
    assert second.item.reference not in sheet


def test_all_of_a_space_are_printed(harbor, browser, ask, dock, pier):
    ask()
    sheets = desk(harbor, "requests/batches/cover-sheets.pdf")

    assert len(words(browser.get(f"{sheets}?space={dock.pk}"))) == 1
    assert browser.get(f"{sheets}?space={pier.pk}").status_code == 404


def test_the_list_offers_sheets_and_a_place_to_drop(harbor, browser, ask):
    page = desk(harbor, "requests/")
    assert "Scanned batch" not in browser.get(page).text

    asked = ask()

    answer = browser.get(page).text
    assert "Print cover sheets" in answer
    assert "Scanned batch" in answer
    assert f'name="request" value="{asked.pk}"' in answer


def test_dropped_it_is_filed_and_its_outcome_is_shown(harbor, browser, ask, drop, ben, box_102):
    rosas, bens = ask(), ask(box=box_102)

    answer = drop(pile(5, _1=rosas, _4=bens))

    assert answer.url == path(harbor)
    page = browser.get(path(harbor)).text
    for said in (rosas.item.reference, bens.item.reference, "3 pages filed.", "Complete 2 requests, 6.00\xa0USD"):
        assert said in page
    assert "pile.pdf" in browser.get(desk(harbor, "requests/")).text
    assert "pile.pdf" not in browser.get(desk(harbor, "mail/intake/")).text


def test_dropped_twice_it_is_said(harbor, browser, ask, drop):
    asked = ask()
    data = pile(2, _1=asked)
    drop(data)

    answer = drop(data)

    assert answer.url == path(harbor)
    assert "Nothing was filed a second time." in browser.get(answer.url).text
    assert len(scans.of(asked.item)) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (photographs.jpeg(), "Not a PDF"),
        (b"Dear Sir", "Not a PDF"),
        (photographs.locked_pdf(), "protected with a password"),
        (b"%PDF-1.4 and no more", "broken, or was cut off"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(harbor, browser, drop, ask, data, said):
    ask()

    assert drop(data, "strange.pdf", **{"X-In-Place": "1"}).status_code == 204

    page = browser.get(desk(harbor, "requests/")).text
    assert "strange.pdf" in page
    assert said in page
    assert not ScannerBatch.objects.exists()


def test_those_with_scans_are_completed_and_the_others_are_not(harbor, browser, ask, drop):
    scanned, bare = ask(), ask()
    drop(pile(3, _1=scanned, _3=bare))

    answer = browser.post(path(harbor, "completions/"), {"request": [scanned.pk, bare.pk]}, follow=True).text

    assert "1 request done." in answer
    assert "not done, look at its pages first" in answer
    assert [charge.amount_minor for charge in Charge.objects.all()] == [300]
    bare.refresh_from_db()
    assert bare.is_pending


def test_only_what_was_named_before_the_click_is_completed(harbor, browser, ask, drop):
    first, second = ask(), ask()
    drop(pile(4, _1=first, _3=second))

    browser.post(path(harbor, "completions/"), {"request": [first.pk]})

    second.refresh_from_db()
    assert second.is_pending


def test_one_that_was_completed_meanwhile_is_charged_once(harbor, browser, ask, drop, olivia):
    asked = ask()
    drop(pile(2, _1=asked))
    ActionRequest.objects.get(pk=asked.pk).complete(by=olivia, now=timezone.now())

    answer = browser.post(path(harbor, "completions/"), {"request": [asked.pk]}, follow=True).text

    assert "It is over already: Completed by Olivia Owens" in answer
    assert Charge.objects.count() == 1


def test_cancelled_between_printing_and_scanning_its_pages_are_kept_aside(harbor, browser, ask, drop, rosa):
    asked = ask()
    data = pile(3, _1=asked)
    asked.cancel(by=rosa.user, now=timezone.now())

    drop(data)

    page = browser.get(path(harbor)).text
    assert "2 pages from page 2: the request was over when it came." in page
    assert len(aside()) == 2
    assert scans.of(asked.item) == []


def test_kept_aside_pages_are_looked_at_and_filed_by_hand(harbor, browser, ask, drop):
    asked = ask()
    drop(pile(2))
    first, second = aside()
    assert browser.get(path(harbor, f"pages/{first}/large/"))["Content-Type"] == "image/jpeg"
    assert browser.get(path(harbor, "scan.pdf"))["Content-Type"] == "application/pdf"

    answer = browser.post(path(harbor, "filing/"), {"page": [second, first], "to": asked.pk}, follow=True).text

    assert "2 pages filed" in answer
    assert [page.file_name for page in scans.of(asked.item)] == ["pile-001.jpg", "pile-002.jpg"]
    assert browser.get(path(harbor, f"pages/{first}/large/")).status_code == 404
    assert browser.get(path(harbor, "scan.pdf")).status_code == 404


def test_without_saying_whose_they_are_nothing_is_filed(harbor, browser, drop, ask):
    ask()
    drop(pile(1))

    answer = browser.post(path(harbor, "filing/"), {"page": aside(), "to": ""}, follow=True).text

    assert "choose the request they belong to" in answer
    assert len(aside()) == 1


def test_discarded_by_two_clerks_it_is_said_to_the_second(harbor, browser, drop):
    drop(pile(2))
    both = {"page": aside()}
    browser.post(path(harbor, "discarding/"), both)

    answer = browser.post(path(harbor, "discarding/"), both, follow=True).text

    assert "Somebody else has dealt with it already." in answer
    assert aside() == []


def test_a_batch_of_requests_is_not_undone_as_one_of_pieces(harbor, browser, ask, drop):
    asked = ask()
    drop(pile(2, _1=asked))
    intake = desk(harbor, f"mail/intake/batches/{ScannerBatch.objects.get().pk}/")

    assert browser.get(intake).url == path(harbor)
    assert browser.post(f"{intake}undoing/").status_code == 404
    assert len(scans.of(asked.item)) == 1


def test_pages_are_filed_to_nobody_elses_request(harbor, browser, drop, rita, ask):
    theirs = ask(box=rita.mailboxes.get())
    drop(pile(1))

    browser.post(path(harbor, "filing/"), {"page": aside(), "to": theirs.pk})

    assert scans.of(theirs.item) == []
    assert len(aside()) == 1


def test_strangers_find_nothing(harbor, drop, ask, sam, log_in):
    drop(pile(2, _2=ask()))
    stranger, [page] = log_in(sam), aside()

    assert stranger.get(path(harbor)).status_code == 404
    assert stranger.get(path(harbor, f"pages/{page}/large/")).status_code == 404
    assert stranger.post(path(harbor, "discarding/"), {"page": page}).status_code == 404
    assert aside() == [page]
