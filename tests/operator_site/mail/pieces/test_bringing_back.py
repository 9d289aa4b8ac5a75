"""A piece left by mistake: staff read what bringing it back does to the charge before they do it."""

import pytest
from django.utils import timezone

from boxholder.billing.models import Charge, RequestRule
from boxholder.mail.models import ActionRequest
from boxholder.notifications.models import OutboxEmail
from tests.paths import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def shredded(parcel, rosa, carl, basic):
    RequestRule.objects.create(offering=basic, kind="shred", price_minor=150)
    ActionRequest.ask(parcel, "shred", by=rosa.user, now=timezone.now())
    parcel.shred(by=carl)
    return parcel


def page(browser, harbor, item) -> str:
    return browser.get(desk(harbor, f"mail/pieces/{item.pk}/")).text


def test_the_waiver_is_said_before_and_after(harbor, olivia, log_in, shredded):
    browser = log_in(olivia)
    before = page(browser, harbor, shredded)
    assert "what was charged for it is waived, on record" in before
    assert "1.50" in before

    browser.post(desk(harbor, f"mail/pieces/{shredded.pk}/bringing-back/"))

    assert Charge.objects.get().waived_reason
    assert "is to do again, and what was charged for it is waived" in page(browser, harbor, shredded)


def test_a_clerk_reads_it_too(harbor, carl, log_in, shredded):
    assert "what was charged for it is waived, on record" in page(log_in(carl), harbor, shredded)


def test_without_a_request_nothing_is_said(harbor, olivia, log_in, parcel, carl):
    parcel.return_to_sender(by=carl)

    assert "Bring it back, and" not in page(log_in(olivia), harbor, parcel)


def test_that_it_is_done_is_not_told_any_more_and_done_again_is(shredded, carl):
    shredded.bring_back(by=carl)
    assert not OutboxEmail.objects.filter(kind="request_done", withdrawn_at=None).exists()

    shredded.shred(by=carl)

    assert OutboxEmail.objects.filter(kind="request_done", withdrawn_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_invoiced_is_answered_on_its_invoice(harbor, olivia, log_in, shredded, bill, invoice_of, rosa):
    bill()
    invoice = invoice_of(rosa)

    words = page(log_in(olivia), harbor, shredded)

    assert "an invoice charges for it already" in words
    assert str(invoice.pk) in words
