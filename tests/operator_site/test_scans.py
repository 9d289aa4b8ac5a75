"""The scan on a request's page, and what its renter has of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from boxholder.mail import scans
from boxholder.mail.models import ActionRequest, MailItem
from tests.paths import desk, site
from tests.support import photographs

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(rosa, box_101, carl) -> ActionRequest:
    item = MailItem.receive(box_101.space, by=carl, type="letter")
    item.assign(box_101, by=carl)
    asked = ActionRequest.ask(item, "open_and_scan", by=rosa.user, now=timezone.now())
    file = SimpleUploadedFile("letter.pdf", photographs.pdf(2), "application/pdf")
    scans.add(asked, file, by=carl, now=timezone.now(), name="letter.pdf")
    return asked


@pytest.fixture
def browser(carl, log_in):
    return log_in(carl)


def path(harbor, asked, rest="") -> str:
    return desk(harbor, f"requests/{asked.pk}/{rest}")


def test_noticed_after_the_renter_opened_it_the_scan_is_gone_for_them(harbor, browser, asked, rosa, log_in, carl):
    pages, renter = scans.of(asked.item), log_in(rosa)
    asked.complete(by=carl, now=timezone.now())
    seen = [site(harbor, f"mail/pictures/{pages[0].pk}/{size}/") for size in ("original", "large", "small")]
    bound = site(harbor, f"mail/{asked.item_id}/scan.pdf")
    assert [renter.get(url).status_code for url in [*seen, bound]] == [200] * 4

    answer = browser.post(path(harbor, asked, "scans/withdrawal/"), {"reason": "It is Ben's letter"}, follow=True)

    assert "2 pages are gone, for the renter, too." in answer.content.decode()
    assert "A new one can be added here" in answer.content.decode()
    assert [renter.get(url).status_code for url in [*seen, bound]] == [404] * 4
    page = renter.get(site(harbor, f"mail/{asked.item_id}/")).content.decode()
    assert "What was inside" not in page
    assert "Ben" not in page


def test_withdrawing_asks_for_a_reason(harbor, browser, asked):
    browser.post(path(harbor, asked, "scans/withdrawal/"), {"reason": " "})

    assert len(scans.of(asked.item)) == 2


def test_pages_are_moved_turned_and_removed(harbor, browser, asked):
    first, second = scans.of(asked.item)

    browser.post(path(harbor, asked, f"scans/{first.pk}/place/"), {"to": "2"})
    browser.post(path(harbor, asked, f"scans/{first.pk}/turning/"))
    assert scans.of(asked.item) == [second, first]
    assert scans.of(asked.item)[1].quarter_turns == 1

    browser.post(path(harbor, asked, f"scans/{second.pk}/removal/"))
    assert scans.of(asked.item) == [first]


def test_a_photograph_of_the_piece_is_no_page(harbor, browser, asked, carl):
    from boxholder.mail import pictures

    file = SimpleUploadedFile("envelope.jpg", photographs.jpeg(), "image/jpeg")
    envelope = pictures.add(asked.item, file, by=carl, name="envelope.jpg")

    assert browser.post(path(harbor, asked, f"scans/{envelope.pk}/removal/")).status_code == 404


def test_dropped_on_the_page_it_is_answered_in_short(harbor, browser, asked):
    file = SimpleUploadedFile("more.jpg", photographs.jpeg(), "image/jpeg")

    answer = browser.post(path(harbor, asked, "scans/"), {"files": file}, headers={"X-In-Place": "1"})

    assert answer.status_code == 204
    assert "1 page added." in browser.get(path(harbor, asked)).content.decode()


def test_strangers_withdraw_nothing(harbor, asked, sam, log_in):
    page = scans.of(asked.item)[0]
    stranger = log_in(sam)

    assert stranger.post(path(harbor, asked, "scans/withdrawal/"), {"reason": "Mine"}).status_code == 404
    assert stranger.post(path(harbor, asked, f"scans/{page.pk}/removal/")).status_code == 404
    assert len(scans.of(asked.item)) == 2
