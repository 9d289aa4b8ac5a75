"""What billing writes to people, read as they read it."""

import pytest
from django.utils import timezone

from boxholder.billing import collection
from boxholder.billing.models import Payment, PaymentMethod
from boxholder.notifications.models import OutboxEmail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def charge(simulator, rosa, harbor, give_card, bill):
    """`charge("ok")`: December with a card that behaves so, charged. The operator has an ampersand in its name."""
    harbor.name = "Harbor & Sons"
    harbor.save()

    def charge(behaviour: str) -> None:
        simulator.behave(give_card(rosa).stripe_id, behaviour)
        bill()
        Payment.objects.update(next_check_at=timezone.now())
        collection.collect(str(Payment.objects.get().pk))

    return charge


def letter(kind: str) -> tuple[str, str]:
    email = OutboxEmail.objects.get(kind=kind)
    return email.subject, " ".join(email.text.split())


def test_the_receipt_names_amount_card_and_lines(charge):
    charge("ok")

    subject, text = letter("receipt")
    assert subject == "Receipt from Harbor & Sons: 19.00 USD for invoice 2026-00001"
    assert "19.00 USD was charged to your card Visa •••• 4242 for invoice 2026-00001 (PMB 101)." in text
    assert "Basic, December 2026: 19.00 USD" in text


def test_a_decline_says_why_what_to_do_and_that_nothing_was_charged(charge):
    charge("insufficient_funds_at_charge")

    subject, text = letter("payment_declined")
    assert subject == "Your card was declined: 19.00 USD for invoice 2026-00001"
    for words in ("Nothing was charged.", "There was not enough money on the card.", "Pay now, or use another card:"):
        assert words in text

    subject, text = letter("payment_declined_operator")
    assert subject == "Not paid: invoice 2026-00001, PMB 101, 19.00 USD"
    assert "Rosa Reyes was told by e-mail" in text
    assert "/desk/invoices/" in text


def test_the_bank_wants_a_confirmation(charge):
    charge("always_authenticate")

    subject, text = letter("payment_needs_confirmation")
    assert subject == "Please confirm your payment of 19.00 USD for invoice 2026-00001"
    assert "Nothing has been charged yet." in text
    assert "/harbor/billing/invoices/" in text


def test_without_a_card_the_invoice_asks_for_one(rosa, connected, bill):
    bill()

    subject, text = letter("invoice_is_open")
    assert subject == "Invoice 2026-00001 from Harbor Mail: 19.00 USD"
    assert "There is no card on file to charge it to. Add one and pay here:" in text


def test_with_stripe_off_the_invoice_is_payable_directly(rosa, bill):
    bill()

    _subject, text = letter("invoice_is_open")
    assert "It is payable to Harbor Mail directly; questions go to hello@harbor.example." in text
    assert PaymentMethod.objects.count() == 0
