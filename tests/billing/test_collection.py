"""One payment, moved along by the worker's verb, against the Stripe simulator over HTTP."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from boxholder.billing import charging, closing, collection
from boxholder.billing.models import Invoice, Payment, PaymentMethod, StripeIntegration
from boxholder.history.models import Event
from boxholder.notifications.models import OutboxEmail

pytestmark = pytest.mark.django_db(transaction=True)

CONFIRM = "/v1/payment_intents/*/confirm"
CREATE = "/v1/payment_intents"


def collect(payment: Payment, *, times: int = 1) -> Payment:
    for _ in range(times):
        Payment.objects.unsettled().filter(pk=payment.pk).update(next_check_at=timezone.now(), claimed_until=None)
        collection.collect(str(payment.pk))
    payment.refresh_from_db()
    return payment


@pytest.fixture
def invoice(rosa, give_card, bill, invoice_of):
    """Rosa's December, 19.00 USD, with a good card on file."""
    give_card(rosa)
    bill()
    return invoice_of(rosa)


@pytest.fixture
def payment(invoice):
    return invoice.payments.get()


def card_becomes(simulator, payment: Payment, behaviour: str) -> None:
    simulator.behave(collection.default_card(payment).stripe_id, behaviour)


def ledger(simulator) -> list[tuple[str, int]]:
    return [(intent["status"], intent["amount_received"]) for intent in simulator.objects("payment_intent")]


def test_an_open_invoice_is_charged_once_and_the_renter_gets_a_receipt(simulator, invoice, payment):
    collect(payment)

    invoice.refresh_from_db()
    assert (payment.status, invoice.status, invoice.paid_by) == ("succeeded", "paid", "card")
    assert ledger(simulator) == [("succeeded", 1900)]
    assert OutboxEmail.objects.get(kind="receipt").to == "rosa@example.com"
    assert Event.objects.about(invoice).filter(kind="payment.succeeded", request_id__startswith="req_").exists()


def test_the_intent_names_the_installation_the_payment_and_the_invoice(simulator, invoice, payment):
    collect(payment)

    metadata = simulator.objects("payment_intent")[0]["metadata"]
    assert metadata["payment"] == str(payment.pk)
    assert metadata["number"] == invoice.label
    assert metadata["installation"]


def test_collecting_again_changes_nothing(simulator, invoice, payment):
    collect(payment, times=3)

    assert ledger(simulator) == [("succeeded", 1900)]
    assert OutboxEmail.objects.filter(kind="receipt").count() == 1


@pytest.mark.parametrize("path", [CREATE, CONFIRM])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("drop", {"when": "before"}),
        ("drop", {"when": "after"}),
        ("drop", {"when": "during"}),
        ("garbage", {"when": "after"}),
        ("500", {"when": "before"}),
        ("500", {"when": "after"}),
        ("429", {}),
        ("lock_timeout", {}),
    ],
)
def test_a_lost_answer_neither_loses_nor_repeats_a_charge(simulator, invoice, payment, path, kind, options):
    simulator.fault(path, kind, **options)

    collect(payment)
    assert not payment.is_settled
    collect(payment, times=2)

    invoice.refresh_from_db()
    assert (payment.status, invoice.status) == ("succeeded", "paid")
    assert [row for row in ledger(simulator) if row[1]] == [("succeeded", 1900)]


def test_a_stored_500_before_the_create_is_left_behind_once_the_intent_is_surely_not_there(simulator, payment):
    simulator.fault(CREATE, "500", when="before", stored=True)
    collect(payment, times=2)
    assert payment.status == "new"

    payment.create_sent_at = timezone.now() - timedelta(hours=2)
    payment.save()
    collect(payment)

    assert payment.create_n == 2
    assert ledger(simulator) == [("succeeded", 1900)]


def test_a_stored_500_before_the_confirm_is_followed_by_a_second_attempt(simulator, payment):
    simulator.fault(CONFIRM, "500", when="before", stored=True)

    collect(payment, times=3)

    assert payment.status == "succeeded"
    assert [attempt.outcome for attempt in payment.attempts.all()] == ["refused", "succeeded"]
    assert ledger(simulator) == [("succeeded", 1900)]


def test_a_create_older_than_the_key_is_searched_for(simulator, payment):
    simulator.fault(CREATE, "drop", when="after")
    collect(payment)
    payment.create_sent_at -= timedelta(hours=24)
    payment.save()
    simulator.advance(24 * 3600)

    collect(payment)

    assert payment.status == "succeeded"
    assert ledger(simulator) == [("succeeded", 1900)]


@pytest.mark.parametrize(
    ("behaviour", "reason", "final"),
    [
        ("generic_decline_at_charge", "without saying why", False),
        ("insufficient_funds_at_charge", "not enough money", False),
        ("lost_card_at_charge", "without saying why", True),
    ],
)
def test_a_declined_card_is_told_to_both_sides(simulator, invoice, payment, behaviour, reason, final):
    card_becomes(simulator, payment, behaviour)

    collect(payment)

    invoice.refresh_from_db()
    assert (payment.status, invoice.status) == ("declined", "open")
    assert reason in payment.last_attempt.reason
    assert PaymentMethod.objects.get().refused_for_good is final
    assert set(OutboxEmail.objects.values_list("kind", "to")) == {
        ("payment_declined", "rosa@example.com"),
        ("payment_declined_operator", "hello@harbor.example"),
    }


def test_a_declined_payment_is_not_retried_by_itself(simulator, payment):
    card_becomes(simulator, payment, "generic_decline_at_charge")

    collect(payment, times=3)

    assert payment.attempts.count() == 1


def test_trying_again_confirms_the_same_intent(simulator, invoice, payment, olivia, run_tasks):
    card_becomes(simulator, payment, "insufficient_funds_at_charge")
    collect(payment)
    card_becomes(simulator, payment, "ok")

    charging.charge(invoice, by=olivia)
    run_tasks()

    payment.refresh_from_db()
    assert payment.status == "succeeded"
    assert [attempt.n for attempt in payment.attempts.all()] == [1, 2]
    assert ledger(simulator) == [("succeeded", 1900)]


def test_a_card_refused_for_good_is_not_tried_again(simulator, invoice, payment, olivia):
    card_becomes(simulator, payment, "lost_card_at_charge")
    collect(payment)

    with pytest.raises(charging.CannotCharge, match="card_refused"):
        charging.charge(invoice, by=olivia)


def test_another_card_pays_what_is_open(simulator, rosa, invoice, payment, give_card, run_tasks):
    card_becomes(simulator, payment, "lost_card_at_charge")
    collect(payment)
    give_card(rosa, "pm_card_mastercard")

    charging.charge_open_invoices(rosa, by=rosa.user)
    run_tasks()

    payment.refresh_from_db()
    assert payment.status == "succeeded"
    assert ledger(simulator) == [("succeeded", 1900)]


def test_a_card_that_needs_the_renter_sends_a_pay_link(simulator, invoice, payment):
    card_becomes(simulator, payment, "always_authenticate")

    collect(payment)

    invoice.refresh_from_db()
    assert (payment.status, invoice.status) == ("needs_authentication", "open")
    email = OutboxEmail.objects.get(kind="payment_needs_confirmation")
    assert invoice.operator.url("renter:invoice", invoice.pk) in email.text


def test_a_revoked_key_holds_the_payment_until_it_is_mended(simulator, connected, payment):
    simulator.revoke(simulator.keys["restricted"])
    collect(payment)
    assert payment.status == "new"
    assert "Stripe refuses the key" in payment.problem

    connected.keep_secret(simulator.mint_key())
    connected.save()
    collect(payment)

    assert payment.status == "succeeded"


def test_voiding_before_the_charge_charges_nothing(simulator, invoice, payment, olivia, run_tasks):
    closing.void(invoice, by=olivia, reason="Moved out")
    run_tasks()

    invoice.refresh_from_db()
    payment.refresh_from_db()
    assert (invoice.status, payment.status) == ("void", "cancelled")
    assert ledger(simulator) == []


def test_voiding_a_declined_invoice_cancels_the_intent_first(simulator, invoice, payment, olivia, run_tasks):
    card_becomes(simulator, payment, "generic_decline_at_charge")
    collect(payment)

    closing.void(invoice, by=olivia, reason="Moved out")
    assert Invoice.objects.get(pk=invoice.pk).status == "open"
    run_tasks()

    assert Invoice.objects.get(pk=invoice.pk).status == "void"
    assert ledger(simulator) == [("canceled", 0)]


def test_voiding_after_a_lost_success_tells_that_it_was_paid(simulator, invoice, payment, olivia, run_tasks):
    simulator.fault(CONFIRM, "drop", when="after")
    collect(payment)
    assert payment.status == "unknown"

    closing.void(invoice, by=olivia, reason="Moved out")
    collect(payment)

    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_by, invoice.closing) == ("paid", "card", "")
    assert Event.objects.about(invoice).filter(kind="invoice.closed_too_late").exists()


def test_voiding_after_a_lost_request_never_repeats_the_confirm(simulator, invoice, payment, olivia):
    simulator.fault(CONFIRM, "drop", when="before")
    collect(payment)

    closing.void(invoice, by=olivia, reason="Moved out")
    collect(payment)

    assert Invoice.objects.get(pk=invoice.pk).status == "void"
    assert ledger(simulator) == [("canceled", 0)]


def test_an_open_invoice_is_paid_by_hand(simulator, invoice, payment, olivia, run_tasks):
    closing.pay_by_hand(invoice, by=olivia, note="Cash at the counter")
    run_tasks()

    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_by, invoice.note) == ("paid", "hand", "Cash at the counter")
    assert ledger(simulator) == []


def test_switched_off_nobody_is_charged_and_on_again_it_goes_on(simulator, harbor, invoice, payment):
    StripeIntegration.objects.filter(operator=harbor).update(bills_renters=False)
    collect(payment, times=2)
    assert simulator.objects("payment_intent") == []
    assert payment.problem == "Billing with Stripe is switched off."

    StripeIntegration.objects.filter(operator=harbor).update(bills_renters=True)
    collect(payment)

    assert ledger(simulator) == [("succeeded", 1900)]


def test_switched_off_while_an_answer_is_missing_the_confirm_is_not_repeated(simulator, harbor, payment):
    simulator.fault(CONFIRM, "drop", when="before")
    collect(payment)
    StripeIntegration.objects.filter(operator=harbor).update(bills_renters=False)

    collect(payment, times=2)

    assert ledger(simulator) == [("requires_payment_method", 0)]


def test_a_late_first_owner_does_no_harm(simulator, payment):
    """Its lease ran out, another worker finished; then it goes on with what it had read."""
    late = Payment.objects.get(pk=payment.pk)
    collect(payment)
    assert payment.status == "succeeded"

    collection._wait(late, problem="late", unknown=True)
    assert collection.write_down_attempt(late, on_session=False) is None

    payment.refresh_from_db()
    assert (payment.status, payment.problem, payment.attempts.count()) == ("succeeded", "", 1)


def test_a_receipt_amount_that_differs_is_parked_for_a_person(simulator, payment, caplog):
    Payment.objects.filter(pk=payment.pk).update(amount_minor=1800)
    simulator.fault(CONFIRM, "drop", when="before")
    collect(payment)
    Payment.objects.filter(pk=payment.pk).update(amount_minor=1900)

    collect(payment)

    assert payment.status != "succeeded"
    assert "Look at pi_" in payment.problem


# -- What closing, switching and deleting meet in between


def test_an_invoice_voided_before_pay_now_began_hands_out_nothing(simulator, rosa, invoice, payment, olivia):
    """The page was still open, and no payment stood in the way of the void."""
    Payment.objects.all().delete()
    closing.void(Invoice.objects.get(pk=invoice.pk), by=olivia, reason="Moved out")

    # `invoice` is what the renter's request read before the void.
    with pytest.raises(charging.CannotCharge, match="not_open"):
        charging.begin_on_session(invoice, by=rosa.user)

    assert not any(received for _status, received in ledger(simulator))
    assert Invoice.objects.get(pk=invoice.pk).status == "void"


def test_a_run_leaves_a_card_alone_that_the_bank_refused_for_good(simulator, rosa, give_card, bill, invoice_of):
    card = give_card(rosa)
    PaymentMethod.objects.filter(pk=card.pk).update(refused_for_good=True)

    run = bill()

    assert run.rows.get().warnings == ["card_refused"]
    assert not Payment.objects.exists()
    assert OutboxEmail.objects.filter(kind="invoice_is_open").exists()


def test_a_payment_waits_when_its_card_was_refused_for_good_meanwhile(simulator, payment):
    PaymentMethod.objects.update(refused_for_good=True)

    collect(payment)

    assert "refused the card for good" in payment.problem
    assert ledger(simulator) == []


def test_a_failed_confirmation_without_a_charge_is_no_answer_to_the_next_attempt(simulator, payment):
    """Attempt 1 failed its 3-D Secure, which leaves no charge; the request of attempt 2 was lost on its way."""
    card_becomes(simulator, payment, "always_authenticate")
    collect(payment)
    payment.attempts.update(charge_id="")
    intent = collection.Gateway(payment.customer.account).read_intent(payment.intent_id)
    attempt = payment.attempts.create(n=2, started_at=timezone.now(), payment_method=collection.default_card(payment))

    assert collection._decline(attempt, replace(intent, decline=replace(intent.decline, charge_id=""))) is None


def test_an_invoice_whose_create_was_refused_can_be_voided(simulator, invoice, payment, olivia, run_tasks):
    payment.customer.stripe_id = "cus_gone"
    payment.customer.save()
    collect(payment)
    assert payment.problem
    assert payment.next_check_at is None

    closing.void(invoice, by=olivia, reason="Moved out")
    run_tasks()

    assert Invoice.objects.get(pk=invoice.pk).status == "void"


def test_a_declined_payment_is_still_looked_at_while_billing_is_off(simulator, harbor, invoice, payment):
    card_becomes(simulator, payment, "generic_decline_at_charge")
    collect(payment)
    StripeIntegration.objects.filter(operator=harbor).update(bills_renters=False)

    collect(payment)

    assert payment.next_check_at is not None


def test_a_stored_500_on_cancelling_does_not_keep_the_invoice_open(simulator, invoice, payment, olivia):
    card_becomes(simulator, payment, "generic_decline_at_charge")
    collect(payment)
    simulator.fault("/v1/payment_intents/*/cancel", "500", when="after")

    closing.void(invoice, by=olivia, reason="Moved out")
    collect(payment, times=2)

    assert Invoice.objects.get(pk=invoice.pk).status == "void"
