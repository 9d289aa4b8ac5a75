"""The machine breaks after a backup was made: restored, billing asks Stripe first, and no card is charged twice."""

from collections import Counter
from datetime import timedelta

import pytest
import stripe
from django.conf import settings
from django.db import connections
from django.utils import timezone

from boxholder.billing import charging, reconciliation
from boxholder.billing.models import (
    BillingSettings,
    Invoice,
    Payment,
    PaymentMethod,
    Reconciliation,
    StripeAccount,
    StripeIntegration,
    UnknownCharge,
)
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Installation as InstallationRow
from tests.faults.conftest import give_card
from tests.support.installation import all_is_settled
from tests.support.postgres_tools import with_tools


@pytest.fixture
def backup(installation, tmp_path):
    """`backup()` writes the file, by the console command, and says which."""

    def make():
        file = tmp_path / "boxholder.tar.gz"
        with_tools(installation.another()).run("backup", str(file))
        return file

    return make


@pytest.fixture
def restore(installation, harbor):
    def put_back(file) -> str:
        connections["default"].close()
        said = with_tools(installation.another()).run("restore", str(file), "--force")
        connections["default"].close()
        return said

    return put_back


def received(simulator) -> Counter:
    """How often each card was charged, by PMB."""
    return Counter(
        intent["metadata"]["pmb"] for intent in simulator.objects("payment_intent") if intent["status"] == "succeeded"
    )


def bill_by_the_clock(worker) -> None:
    worker.work_until(all_is_settled)


def paid() -> dict[str, str]:
    return dict(Invoice.objects.values_list("mailbox__pmb", "status"))


def reconciled() -> bool:
    return Reconciliation.objects.exclude(done_at=None).exists()


def test_charges_of_lost_invoices_pay_the_new_ones(simulator, harbor, rent, backup, restore, start_worker):
    """Backup, then a run bills and charges everybody; restored, the same month is due here once more."""
    rent("101"), rent("102"), rent("103", "insufficient_funds_at_charge")
    file = backup()
    worker = start_worker()
    bill_by_the_clock(worker)
    worker.stop()
    assert received(simulator) == {"101": 1, "102": 1}

    restore(file)
    assert InstallationRow.objects.get().restored_at
    assert not Invoice.objects.exists()

    worker = start_worker()
    worker.work_until(reconciled)
    assert sorted(UnknownCharge.objects.values_list("pmb", "mailbox__pmb", "amount_minor")) == [
        ("101", "101", 1900),
        ("102", "102", 1900),
    ]
    assert OutboxEmail.objects.get(kind="unknown_charges").to == harbor.email
    # The declined one can never be paid any more: its invoice is not known here.
    assert {i["status"] for i in simulator.objects("payment_intent")} == {"succeeded", "canceled"}
    worker.work_until(lambda: not Invoice.objects.exists(), seconds=2)

    reconciliation.go_on(harbor, by=None, now=timezone.now())
    BillingSettings.objects.update(clock_looked_on=None)
    worker.work_until(lambda: Invoice.objects.filter(status="paid").count() == 2 and all_is_settled())
    assert received(simulator) == {"101": 1, "102": 1}
    assert paid() == {"101": "paid", "102": "paid", "103": "open"}
    assert Payment.objects.filter(status="succeeded").count() == 2
    assert OutboxEmail.objects.filter(kind="receipt").count() == 2


def test_payments_the_backup_knows_become_what_they_are_at_stripe(
    simulator, harbor, rent, backup, restore, start_worker
):
    """Backup with two declined payments; then one is charged by Try again; restored, it is found to be paid."""
    first, _second = rent("101", "insufficient_funds_at_charge"), rent("102", "insufficient_funds_at_charge")
    worker = start_worker()
    bill_by_the_clock(worker)
    worker.stop()
    file = backup()
    simulator.behave(PaymentMethod.objects.get(customer__renter=first).stripe_id, "ok")
    worker = start_worker()
    charging.charge(Invoice.objects.get(mailbox__pmb="101"), by=None)
    bill_by_the_clock(worker)
    worker.stop()
    assert paid() == {"101": "paid", "102": "open"}

    restore(file)
    assert paid() == {"101": "open", "102": "open"}
    worker = start_worker()
    worker.work_until(lambda: reconciled() and all_is_settled())

    assert paid() == {"101": "paid", "102": "open"}
    assert received(simulator) == {"101": 1}
    assert not UnknownCharge.objects.exists()


@pytest.mark.deep
def test_a_payment_begun_after_the_backup_is_written_down_again(simulator, harbor, rent, backup, restore, start_worker):
    """Backup with an open invoice and no card at all; then a card is entered and charged; restored, that is found."""
    renter = rent("101", None)
    worker = start_worker()
    bill_by_the_clock(worker)
    worker.stop()
    file = backup()
    give_card(renter, simulator, "ok")
    worker = start_worker()
    charging.charge(Invoice.objects.get(), by=None)
    bill_by_the_clock(worker)
    worker.stop()
    lost = Payment.objects.get()

    restore(file)
    assert not Payment.objects.exists()
    worker = start_worker()
    worker.work_until(lambda: reconciled() and all_is_settled())

    assert paid() == {"101": "paid"}
    assert Payment.objects.get().pk == lost.pk
    assert received(simulator) == {"101": 1}


@pytest.mark.deep
def test_where_the_amount_differs_nobody_is_charged_by_itself(simulator, harbor, rent, backup, restore, start_worker):
    """Restored a month later, two months are due on one invoice, and one of them is paid at Stripe."""
    rent("101")
    file = backup()
    worker = start_worker()
    bill_by_the_clock(worker)
    worker.stop()

    restore(file)
    month_before = BillingSettings.objects.get().bill_from - timedelta(days=1)
    BillingSettings.objects.update(bill_from=month_before.replace(day=1), clock_looked_on=None)
    worker = start_worker()
    worker.work_until(reconciled)
    reconciliation.go_on(harbor, by=None, now=timezone.now())
    worker.work_until(lambda: UnknownCharge.objects.filter(placed_at__isnull=False).exists())

    assert Invoice.objects.get().total_minor == 3800
    assert paid() == {"101": "open"}
    assert not Payment.objects.exists()
    assert received(simulator) == {"101": 1}


@pytest.mark.deep
def test_without_a_key_billing_waits_until_there_is_one(simulator, harbor, rent, backup, restore, start_worker):
    rent("101")
    file = backup()
    worker = start_worker()
    bill_by_the_clock(worker)
    worker.stop()
    restore(file)
    account = StripeAccount.objects.get()
    StripeAccount.objects.update(sealed_secret="of another key")

    worker = start_worker()
    worker.work_until(lambda: Reconciliation.objects.exclude(problem="").exists())
    assert "cannot be opened" in Reconciliation.objects.get().problem
    worker.work_until(lambda: not Invoice.objects.exists(), seconds=2)
    assert received(simulator) == {"101": 1}

    StripeAccount.objects.update(sealed_secret=account.sealed_secret)
    Reconciliation.objects.update(next_try_at=None)
    worker.work_until(lambda: UnknownCharge.objects.exists())


@pytest.mark.deep
def test_charges_of_other_software_on_the_account_are_left_alone(
    simulator, harbor, rent, backup, restore, start_worker
):
    rent("101")
    file = backup()
    client = stripe.StripeClient(simulator.keys["restricted"], base_addresses={"api": simulator.url})
    client.v1.payment_intents.create({"amount": 500, "currency": "usd", "metadata": {"installation": "another"}})

    restore(file)
    worker = start_worker()
    worker.work_until(all_is_settled)

    assert paid() == {"101": "paid"}
    statuses = Counter(intent["status"] for intent in simulator.objects("payment_intent"))
    assert statuses == {"succeeded": 1, "requires_payment_method": 1}


def test_an_announcement_that_waited_is_not_sent_twice(harbor, backup, restore):
    for kind, at_most_once in (("news", True), ("receipt", False)):
        OutboxEmail.objects.create(kind=kind, to="rosa@example.com", subject="…", text="…", at_most_once=at_most_once)

    restore(backup())

    assert dict(OutboxEmail.objects.values_list("kind", "status")) == {"news": "doubtful", "receipt": "waiting"}


def test_nothing_is_restored_while_a_worker_runs(installation, harbor, backup, start_worker):
    file = backup()
    worker = start_worker()
    worker.work_until(lambda: (installation.folder / "running.lock").exists())
    connections["default"].close()

    done = with_tools(installation.another()).attempt("restore", str(file), "--force")

    assert done.returncode == 1
    assert "is running" in done.stderr
    assert InstallationRow.objects.get().restored_at is None
    assert StripeIntegration.objects.filter(bills_renters=True).exists()
    assert bool(settings.DATABASE_URL) or (installation.folder / "boxholder.sqlite3").exists()
