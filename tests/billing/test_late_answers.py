"""Answers that come late, or at the wrong moment: a decline that was lost, an owner that had been given up for dead."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from boxholder.billing import charging, closing, collection, outcomes
from boxholder.billing.models import Invoice, Payment, PaymentAttempt, StripeIntegration
from boxholder.billing.stripe_gateway import switch
from boxholder.billing.stripe_gateway.errors import Decline
from boxholder.mailboxes.models import Mailbox
from tests.support.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

CONFIRM, CREATE = "/v1/payment_intents/*/confirm", "/v1/payment_intents"


@pytest.fixture
def invoice(rosa, give_card, bill, invoice_of):
    give_card(rosa)
    bill()
    return invoice_of(rosa)


@pytest.fixture
def payment(invoice):
    return invoice.payments.get()


@pytest.fixture
def no_money(simulator, payment) -> None:
    """Rosa's card is declined."""
    simulator.behave(collection.default_card(payment).stripe_id, "insufficient_funds_at_charge")


def collect(payment: Payment, *, times: int = 1) -> Payment:
    for _ in range(times):
        Payment.objects.unsettled().filter(pk=payment.pk).update(next_check_at=timezone.now(), claimed_until=None)
        collection.collect(str(payment.pk))
    payment.refresh_from_db()
    return payment


def attempts(payment: Payment) -> list[tuple[str, str]]:
    return [(attempt.outcome, attempt.decline_code) for attempt in payment.attempts.all()]


def asked_the_bank(simulator) -> int:
    return len(simulator.objects("charge"))


# --- A decline whose answer was lost is on the intent: the bank is not asked again.


def test_a_decline_behind_a_stored_500_is_found(simulator, payment, no_money):
    simulator.fault(CONFIRM, "500", when="after")

    collect(payment, times=3)

    assert attempts(payment) == [("declined", "insufficient_funds")]
    assert asked_the_bank(simulator) == 1


def test_a_decline_lost_for_longer_than_the_key_lives_is_found(simulator, payment, no_money):
    simulator.fault(CONFIRM, "drop", when="after")
    collect(payment)
    payment.attempts.update(started_at=timezone.now() - timedelta(hours=24))
    simulator.advance(24 * 3600)

    collect(payment, times=2)

    assert attempts(payment) == [("declined", "insufficient_funds")]
    assert asked_the_bank(simulator) == 1


def test_a_decline_lost_before_billing_was_switched_off_is_found(simulator, payment, no_money):
    simulator.fault(CONFIRM, "drop", when="after")
    collect(payment)
    StripeIntegration.objects.update(bills_renters=False)

    collect(payment)

    assert (payment.status, attempts(payment)) == ("declined", [("declined", "insufficient_funds")])


def test_an_old_decline_is_no_answer_to_a_new_attempt(simulator, invoice, payment, no_money, olivia, run_tasks):
    collect(payment)
    simulator.behave(collection.default_card(payment).stripe_id, "ok")
    simulator.fault(CONFIRM, "500", when="before", stored=True)

    charging.charge(invoice, by=olivia)
    collect(payment, times=3)

    assert [outcome for outcome, _ in attempts(payment)] == ["declined", "refused", "succeeded"]


# --- An owner whose lease ran out wakes up with an answer that is old by now.


@pytest.fixture
def second_attempt(simulator, invoice, payment, no_money, olivia) -> PaymentAttempt:
    """The first was declined; the second, asked for by staff, is under way."""
    collect(payment)
    charging.charge(invoice, by=olivia)
    simulator.behave(collection.default_card(payment).stripe_id, "ok")
    simulator.fault(CONFIRM, "drop", when="after")
    collect(payment)
    return payment.attempts.get(n=2)


def test_a_late_decline_of_the_first_attempt_does_not_end_the_second(simulator, payment, second_attempt):
    first = payment.attempts.get(n=1)

    outcomes.card_refused(Payment.objects.get(pk=payment.pk), first, Decline(code="card_declined"), request_id="req_1")
    outcomes.needs_authentication(
        Payment.objects.get(pk=payment.pk),
        first,
        collection.Gateway(payment.customer.account).read_intent(payment.intent_id),
    )

    payment.refresh_from_db()
    assert (payment.status, second_attempt.outcome) == ("unknown", "pending")
    collect(payment)
    assert payment.status == "succeeded"
    assert attempts(payment) == [("declined", "insufficient_funds"), ("succeeded", "")]


def test_a_late_owner_without_a_card_does_not_put_to_sleep_what_was_asked_for_since(payment, invoice, olivia):
    late = Payment.objects.get(pk=payment.pk)
    charging.charge(invoice, by=olivia)

    collection._hold(late, "There is no card to charge.")

    assert Payment.objects.due(timezone.now()).filter(pk=payment.pk).exists()


# --- Something is asked for while Stripe answers.


def test_voided_while_the_bank_says_no_it_is_void_at_the_next_look(simulator, invoice, payment, no_money, olivia):
    simulator.fault(CONFIRM, "latency", seconds=2)
    worker = Thread(target=lambda: (collect(Payment.objects.get(pk=payment.pk)), connection.close()))
    worker.start()
    assert wait_until(lambda: payment.attempts.exists())
    closing.void(invoice, by=olivia, reason="Moved out")
    worker.join()

    assert Payment.objects.due(timezone.now()).filter(pk=payment.pk).exists()
    collection.collect(str(payment.pk))
    assert Invoice.objects.get(pk=invoice.pk).status == "void"


def test_renumbered_between_a_lost_create_and_its_repeat_the_intent_is_found(simulator, payment):
    """The same key with other parameters is refused by Stripe: then the intent is looked for."""
    simulator.fault(CREATE, "drop", when="after")
    collect(payment)
    Mailbox.objects.update(pmb="999")

    collect(payment)

    assert payment.status == "succeeded"
    assert [intent["status"] for intent in simulator.objects("payment_intent")] == ["succeeded"]


def test_a_renter_at_the_till_goes_on_after_a_look_that_failed(simulator, invoice, payment, olivia):
    simulator.behave(collection.default_card(payment).stripe_id, "always_authenticate")
    collect(payment)
    charging.begin_on_session(invoice, by=olivia)
    simulator.fault("/v1/payment_intents/*", "500", method="GET", count=2)
    collect(payment)

    assert charging.begin_on_session(invoice, by=olivia).client_secret
    assert payment.attempts.count() == 2


# --- Sparingly, and soon enough.


def test_a_declined_payment_is_looked_at_once_a_day(simulator, payment, no_money):
    collect(payment)

    collect(payment)

    assert payment.next_check_at > timezone.now() + timedelta(hours=23)


def test_a_mended_key_wakes_what_waited_for_it(simulator, harbor, connected, payment):
    simulator.revoke(simulator.keys["restricted"])
    collect(payment, times=7)
    assert payment.next_check_at > timezone.now() + timedelta(hours=1)

    connected.keep_secret(simulator.mint_key())
    connected.save()
    switch.wake_payments(StripeIntegration.objects.of(harbor))

    assert Payment.objects.due(timezone.now()).filter(pk=payment.pk).exists()
