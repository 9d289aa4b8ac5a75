"""What staff see of a renter's automations: while assigning, on the piece, with the request, on the mailbox's page."""

import pytest
from django.utils import timezone

from boxholder.mail.models import Automation
from tests.paths import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanning(box_101, rosa):
    return Automation.objects.add(box_101, does="open_and_scan", by=rosa.user, now=timezone.now())


def test_the_clerk_sees_it_before_assigning(scanning, letter, carl, log_in, harbor, box_101):
    address = desk(harbor, f"mail/pieces/{letter.pk}/mailbox/?mailbox=101")

    assert "Will be opened and scanned by automation" in log_in(carl).get(address).content.decode()


def test_the_request_says_that_it_came_by_automation(scanning, letter, carl, log_in, harbor, box_101):
    letter.assign(box_101, by=carl)
    browser = log_in(carl)

    page = browser.get(desk(harbor, f"requests/{letter.requests.get().pk}/")).content.decode()
    assert "By automation: Every piece is opened and scanned." in page
    piece = browser.get(desk(harbor, f"mail/pieces/{letter.pk}/")).content.decode()
    assert "The renter’s automation asks: Open &amp; scan" in piece
    assert "Open &amp; scan asked for by automation: free" in piece


def test_what_is_kept_or_could_not_be_asked_for_is_told_on_the_piece(letter, carl, log_in, harbor, box_101, rosa):
    Automation.objects.add(box_101, does="keep", by=rosa.user, now=timezone.now())
    letter.assign(box_101, by=carl)

    assert "Hold, by automation" in log_in(carl).get(desk(harbor, f"mail/pieces/{letter.pk}/")).content.decode()


def test_one_that_never_has_its_turn_is_said_to_staff_too(scanning, carl, rosa, log_in, harbor, box_101):
    browser, address = log_in(carl), desk(harbor, f"mailboxes/{box_101.pk}/")
    assert "never has its turn" not in browser.get(address).text

    Automation.objects.add(box_101, does="keep", by=rosa.user, now=timezone.now())

    assert "It never has its turn: “Every piece is opened and scanned.” stands above it" in browser.get(address).text


def test_the_mailboxs_page_lists_them(scanning, carl, log_in, harbor, box_101):
    page = log_in(carl).get(desk(harbor, f"mailboxes/{box_101.pk}/")).content.decode()

    assert "Every piece is opened and scanned." in page
    assert "Automation added" in page
