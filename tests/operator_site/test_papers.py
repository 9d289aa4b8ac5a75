"""What the mailroom prints: the list for the shelves, and what goes with a parcel."""

import pypdfium2
import pytest
from django.utils import timezone

from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Address
from tests.paths import desk

pytestmark = pytest.mark.django_db

ELM_ROAD = "Rosa Reyes\n4 Elm Road\nAlbany, NY 12207"


@pytest.fixture
def ask(rosa, box_101, carl):
    def for_a_new_piece(kind: str, shelf: str = "", **wishes) -> ActionRequest:
        item = MailItem.receive(box_101.space, by=carl, type="letter", sender="Brooklyn Water Board", shelf=shelf)
        item.assign(box_101, by=carl)
        return ActionRequest.ask(item, kind, by=rosa.user, now=timezone.now(), **wishes)

    return for_a_new_piece


@pytest.fixture
def browser(carl, log_in):
    return log_in(carl)


def words(answer) -> str:
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_list_follows_the_shelves_kind_by_kind(harbor, browser, ask):
    far, near, loose = ask("shred", "A10"), ask("shred", "A2²"), ask("shred")
    scan = ask("open_and_scan", "Z9", note="Only the first page")

    text = words(browser.get(desk(harbor, "requests/work-list.pdf")))

    places = [text.index(asked.item.reference) for asked in (scan, near, far, loose)]
    assert places == sorted(places)
    assert "Only the first page" in text


def test_of_one_kind_only(harbor, browser, ask):
    shred, scan = ask("shred"), ask("open_and_scan")

    text = words(browser.get(desk(harbor, "requests/work-list.pdf?kind=shred")))

    assert shred.item.reference in text
    assert scan.item.reference not in text


def test_with_nothing_to_do_there_is_no_list(harbor, browser):
    assert browser.get(desk(harbor, "requests/work-list.pdf")).status_code == 404


def test_the_packing_list_names_what_is_ticked(harbor, browser, ask):
    first, second, left = (ask("forward", address=ELM_ROAD) for _n in range(3))
    path = desk(harbor, f"requests/{first.pk}/papers/packing-list/")

    text = words(browser.post(path, {"together": [second.pk]}))

    assert first.item.reference in text
    assert second.item.reference in text
    assert left.item.reference not in text
    assert ActionRequest.objects.pending().count() == 3


def test_an_address_removed_from_the_book_is_still_on_the_label(harbor, browser, ask, box_101, rosa):
    home = Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)
    asked = ask("forward", address="Rosa Reyes\n4 Elm Road\nAlbany")
    home.delete()

    text = words(browser.post(desk(harbor, f"requests/{asked.pk}/papers/label/")))

    assert "4 Elm Road" in text
    assert "Harbor Mail" in text


@pytest.mark.parametrize("paper", ["label", "packing-list"])
def test_what_goes_nowhere_has_no_label(harbor, browser, ask, paper):
    asked = ask("shred")

    assert browser.post(desk(harbor, f"requests/{asked.pk}/papers/{paper}/")).status_code == 404


def test_a_paper_there_is_not(harbor, browser, ask):
    asked = ask("forward", address=ELM_ROAD)

    assert browser.post(desk(harbor, f"requests/{asked.pk}/papers/stamp/")).status_code == 404


def test_strangers_print_nothing(harbor, sam, log_in, ask):
    asked = ask("forward", address=ELM_ROAD)

    assert log_in(sam).get(desk(harbor, "requests/work-list.pdf")).status_code == 404
    assert log_in(sam).post(desk(harbor, f"requests/{asked.pk}/papers/label/")).status_code == 404
