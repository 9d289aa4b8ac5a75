"""A request has a page: what, about which piece, what it costs and why, and where it was invoiced."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from boxholder.billing.models import RequestRule
from boxholder.mail import fulfilment
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest
from tests.paths import site

pytestmark = pytest.mark.django_db

NOVEMBER = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def asked(parcel, rosa, basic):
    """Rosa asks for a scan, at 3.00 USD after one free one a month; this is the free one."""
    RequestRule.objects.create(offering=basic, kind="open_and_scan", free_per_month=1, price_minor=300)
    return ask(parcel, rosa.user)


def ask(item, user, kind="open_and_scan", **wishes) -> ActionRequest:
    return ActionRequest.ask(item, kind, by=user, now=timezone.now(), **wishes)


def the_page(browser, harbor, request):
    return browser.get(site(harbor, f"requests/{request.pk}/"))


def test_it_says_what_is_asked_and_why_it_costs_that(harbor, rosa, log_in, asked):
    page = the_page(log_in(rosa), harbor, asked)

    for words in ("Open &amp; scan", "Parcel from Clay Supply Co.", "Free: number 1 of 1 in", "by you"):
        assert words in page.text


def test_it_is_cancelled_there_until_work_has_begun(harbor, rosa, carl, log_in, asked):
    address, browser = site(harbor, f"requests/{asked.pk}/cancellation/"), log_in(rosa)
    assert address in the_page(browser, harbor, asked).text

    asked.begin(by=carl, now=timezone.now())

    page = the_page(browser, harbor, asked)
    assert address not in page.text
    assert "The mailroom is at it" in page.text


def test_cancelled_it_names_no_price_that_nobody_owes(harbor, rosa, carl, log_in, parcel, basic):
    RequestRule.objects.create(offering=basic, kind="hold", price_minor=275)
    request, browser = ask(parcel, rosa.user, "hold"), log_in(rosa)
    assert "2.75 USD" in browser.get(site(harbor, "requests/")).text

    request.decline(by=carl, now=timezone.now(), reason="No room")

    assert "nothing charged" in the_page(browser, harbor, request).text
    assert "2.75 USD" not in browser.get(site(harbor, "requests/?state=done")).text


def test_what_was_forwarded_is_followed_from_there(harbor, rosa, carl, log_in, parcel):
    request = ask(parcel, rosa.user, "forward", address="Rosa Reyes\n4 Elm Road")
    sending = Sending(carrier="ups", tracking_number="1Z 999")
    fulfilment.send([request], by=carl, now=timezone.now(), sending=sending)

    page = the_page(log_in(rosa), harbor, request)

    assert 'href="https://www.ups.com/track?tracknum=1Z999"' in page.text
    assert "4 Elm Road" in page.text


def test_asked_by_telephone_it_says_so(harbor, rosa, carl, log_in, parcel):
    request = ask(parcel, carl, is_for_renter=True)

    page = the_page(log_in(rosa), harbor, request)

    assert "Open &amp; scan asked for you by the mailroom (by phone)" in page.text


def test_its_charge_leads_there_and_back(harbor, rosa, carl, log_in, asked):
    asked.complete(by=carl, now=timezone.now())
    browser, address = log_in(rosa), site(harbor, f"requests/{asked.pk}/")

    assert f'href="{address}"' in browser.get(site(harbor, "billing/")).text
    assert "Not invoiced yet" in browser.get(address).text


@pytest.mark.django_db(transaction=True)
def test_its_invoice_line_leads_there_and_back(harbor, rosa, carl, log_in, parcel, basic, bill, invoice_of):
    RequestRule.objects.create(offering=basic, kind="open_and_scan", price_minor=300)
    request = ActionRequest.ask(parcel, "open_and_scan", by=rosa.user, now=NOVEMBER)
    request.complete(by=carl, now=NOVEMBER)
    bill()
    browser, invoice = log_in(rosa), site(harbor, f"billing/invoices/{invoice_of(rosa).pk}/")

    assert f'href="{site(harbor, f"requests/{request.pk}/")}"' in browser.get(invoice).text
    assert f'href="{invoice}"' in the_page(browser, harbor, request).text


def test_of_a_piece_that_went_elsewhere_only_what_was_asked_is_left(harbor, rosa, carl, log_in, asked, parcel, box_102):
    asked.complete(by=carl, now=timezone.now(), answer="A bill from the potter")
    parcel.reassign(box_102, by=carl)
    browser = log_in(rosa)

    page = the_page(browser, harbor, asked)

    assert page.status_code == 200
    assert "is not in your mailbox any more" in page.text
    assert "Clay Supply Co." not in page.text
    assert "A bill from the potter" not in page.text
    assert browser.get(site(harbor, "billing/")).status_code == 200


def test_who_shares_the_mailbox_sees_it_without_the_money(harbor, mia, carl, log_in, asked):
    asked.complete(by=carl, now=timezone.now())

    page = the_page(log_in(mia), harbor, asked)

    assert "by Rosa Reyes" in page.text
    assert "Not invoiced yet" not in page.text


def test_strangers_find_nothing(harbor, ben, sam, log_in, asked):
    for stranger in (ben, sam):
        assert the_page(log_in(stranger), harbor, asked).status_code == 404


def test_it_is_only_looked_at(harbor, rosa, log_in, asked):
    assert log_in(rosa).post(site(harbor, f"requests/{asked.pk}/")).status_code == 405
