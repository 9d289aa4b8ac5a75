"""Without one of Stripe's protections the checks of this folder turn red: they look at what they claim to look at."""

import pytest
import stripe

from boxholder.billing.models import Invoice, Payment, PaymentMethod
from boxholder.billing.stripe_gateway.errors import KeyRefused, RequestRefused
from boxholder.billing.stripe_gateway.gateway import Gateway
from boxholder.billing.stripe_gateway.models import StripeAccount
from tests.faults.conftest import give_card
from tests.faults.ledgers import disagreements
from tests.faults.stories import SHORT
from tests.support.installation import all_is_settled

pytestmark = SHORT
# These take long, and what they try changes with Stripe's protections, not with the code.
LONG = pytest.mark.deep


@pytest.fixture
def rules(simulator):
    yield simulator.rules
    simulator.rules(idempotency=True, permissions=True, ownership=True)


@LONG
@pytest.mark.parametrize("protected", [True, False])
def test_without_idempotency_a_killed_create_leaves_an_intent_nobody_knows(
    simulator, rules, rent, start_worker, protected
):
    rules(idempotency=protected)
    rent("101")

    worker = start_worker()
    simulator.fault("/v1/payment_intents", "kill", when="before_answer", pid=worker.process.pid)
    worker.work_until(all_is_settled)

    assert len(disagreements(simulator)) == (0 if protected else 1)
    assert len(simulator.objects("payment_intent")) == (1 if protected else 2)


@LONG
@pytest.mark.parametrize("protected", [True, False])
def test_without_idempotency_a_charge_that_outlives_its_worker_is_made_twice(
    simulator, rules, rent, start_worker, protected
):
    """The worker is killed while the bank takes its time; the next one finds the intent unconfirmed."""
    rules(idempotency=protected)
    rent("101", "insufficient_funds_at_charge")

    worker = start_worker()
    confirm = "/v1/payment_intents/*/confirm"
    simulator.post("faults", [{"method": "POST", "path": confirm, "kind": "hang", "when": "before", "seconds": 6}])
    worker.work_until(lambda: simulator.get("faults")["faults"][0]["fired"])
    worker.process.kill()
    worker.process.wait()
    worker.work_until(all_is_settled)
    worker.work_until(lambda: len(simulator.objects("charge")) == (1 if protected else 2))

    assert len(disagreements(simulator)) == (0 if protected else 1)


def test_an_invoice_charged_a_second_time_is_noticed(simulator, rent, start_worker):
    """Somebody copies the intent in Stripe's dashboard."""
    rent("101")
    start_worker().work_until(all_is_settled)
    assert disagreements(simulator) == []

    intent = simulator.objects("payment_intent")[0]
    stripe.StripeClient(simulator.keys["secret"], base_addresses={"api": simulator.url}).v1.payment_intents.create(
        {
            "amount": intent["amount"],
            "currency": intent["currency"],
            "customer": intent["customer"],
            "payment_method": PaymentMethod.objects.get().stripe_id,
            "metadata": intent["metadata"],
            "off_session": True,
            "confirm": True,
        }
    )

    assert any("Stripe received [1900, 1900]" in sentence for sentence in disagreements(simulator))


def test_an_invoice_only_we_think_is_paid_is_noticed(simulator, rent, start_worker):
    rent("101", "insufficient_funds_at_charge")
    start_worker().work_until(all_is_settled)
    assert disagreements(simulator) == []

    Payment.objects.update(status="succeeded")
    Invoice.objects.update(status="paid", paid_by="card", paid_at=Invoice.objects.get().issued_at)

    assert any("Stripe received []" in sentence for sentence in disagreements(simulator))


def test_without_permissions_a_key_that_may_not_charge_would(harbor, simulator, rules):
    account = StripeAccount.objects.get()
    account.keep_secret(simulator.mint_key(permissions=["rak_customer_write"]))

    with pytest.raises(KeyRefused):
        Gateway(account).read_intent("pi_unknown")

    rules(permissions=False)
    with pytest.raises(RequestRefused):
        Gateway(account).read_intent("pi_unknown")


@LONG
def test_without_ownership_a_renter_would_pay_with_anothers_card(harbor, simulator, rules, rent, start_worker):
    rosa, ben = rent("101", None), rent("102", "ok")
    give_card(rosa, simulator, "ok")
    card = PaymentMethod.objects.get(customer__renter=rosa)
    anothers = PaymentMethod.objects.get(customer__renter=ben).stripe_id
    PaymentMethod.objects.filter(pk=card.pk).update(stripe_id=anothers)

    start_worker().work_until(all_is_settled)
    assert dict(Invoice.objects.values_list("mailbox__pmb", "status")) == {"101": "open", "102": "paid"}

    rules(ownership=False)
    Payment.objects.filter(invoice__renter=rosa).update(status="created")
    start_worker().work_until(all_is_settled)
    assert Invoice.objects.get(renter=rosa).status == "paid"
