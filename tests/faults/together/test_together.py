"""Whatever two tabs or two workers do at the same moment, nobody is invoiced or charged twice."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations import RemoveConstraint
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from boxholder.billing import runs, triggers
from boxholder.billing.models import (
    BillingRun,
    BillingSettings,
    Invoice,
    InvoiceCounter,
    Payment,
    PaymentMethod,
    RunRow,
)
from boxholder.operators.models import Operator
from tests.billing.crowd import rent_out
from tests.faults.conftest import give_card
from tests.faults.ledgers import disagreements
from tests.support.processes import wait_until

ROUNDS = 50


def first_of_month(n: int) -> datetime:
    return datetime(2027 + n // 12, 1 + n % 12, 1, 15, tzinfo=UTC)


@pytest.fixture
def two(actors):
    return actors(2)


@pytest.fixture
def three_mailboxes(harbor, rent):
    """Due from January 2027 on, each with a good card."""
    BillingSettings.objects.update(bill_from=first_of_month(0).date())
    for pmb in ("101", "102", "103"):
        rent(pmb)


def open_invoice(harbor, renter) -> Invoice:
    """This month's, not charged yet."""
    now = timezone.now()
    run = runs.preview(harbor, through=now.date(), by=None, now=now)
    runs.start(run, by=None, now=now)
    runs.carry_on(run.pk, now)
    return Invoice.objects.get(renter=renter)


# --- Invoicing


def two_runs(two, now: datetime) -> list[str | None]:
    """Two tabs had each made a preview; now two workers carry both out."""
    tabs = [preview(now), preview(now)]
    for run in tabs:
        runs.start(run, by=None, now=now)
    return two.each([("carry_on", run.pk) for run in tabs], now=now.isoformat())


def one_run_started_twice(two, now: datetime) -> list[str | None]:
    return two.together("start_and_carry_on", preview(now).pk, now=now.isoformat())


def one_run_carried_on_twice(two, now: datetime) -> list[str | None]:
    """A sweep took it for stalled while its first worker was only slow."""
    run = preview(now)
    runs.start(run, by=None, now=now)
    return two.together("carry_on", run.pk, now=now.isoformat())


def everything_twice(two, now: datetime) -> list[str | None]:
    return two.together("preview_and_run", now=now.isoformat())


def preview(now: datetime) -> BillingRun:
    return runs.preview(Operator.objects.get(), through=now.date(), by=None, now=now)


WAYS = [two_runs, one_run_started_twice, one_run_carried_on_twice, everything_twice]


def test_run_in_two_processes_at_once_a_month_is_invoiced_and_charged_once(simulator, three_mailboxes, two):
    for n in range(ROUNDS):
        way = WAYS[n % len(WAYS)]

        raised = way(two, first_of_month(n))

        assert raised == ([None, "RunAlreadyStarted"] if way is one_run_started_twice else [None, None])
        assert Invoice.objects.count() == Payment.objects.count() == 3 * (n + 1)
    Payment.objects.update(next_check_at=timezone.now())
    assert two.together("collect", *(str(pk) for pk in Payment.objects.values_list("pk", flat=True))) == [None, None]
    assert Invoice.objects.filter(status="paid").count() == 3 * ROUNDS
    assert disagreements(simulator) == []


def test_without_the_unique_constraint_a_month_would_be_invoiced_twice(three_mailboxes, two):
    drop_constraint("invoiceline", "subscription_period_is_invoiced_once")

    for n in range(ROUNDS):
        two_runs(two, first_of_month(n))
        if Invoice.objects.count() > 3 * (n + 1):
            return
    pytest.fail(f"In {ROUNDS} rounds no month was invoiced twice: the processes never met.")


def drop_constraint(model: str, name: str) -> None:
    """As a migration would; on SQLite that rebuilds the table."""
    before = MigrationExecutor(connection).loader.project_state()
    after = before.clone()
    operation = RemoveConstraint(model, name)
    operation.state_forwards("billing", after)
    triggers.remove()
    with connection.schema_editor() as editor:
        operation.database_forwards("billing", editor, before, after)
    triggers.install()


def test_500_invoices_by_four_processes_two_of_them_killed_have_numbers_without_gaps(harbor, rent, actors):
    """Fifty runs of ten rows each, so that two processes die between and within many transactions."""
    rent_out(harbor.spaces.get(), harbor.offerings.get(), 500)
    now = timezone.now()
    small = in_small_runs(harbor, now, rows=10)
    four = actors(4)
    for n, actor in enumerate(four):
        actor.tell("carry_on", *small[n::4], now=now.isoformat())
    for n, actor in enumerate(four[:2], start=1):
        assert wait_until(lambda n=n: Invoice.objects.count() >= 100 * n, seconds=60)
        actor.end()
    assert [actor.answer() for actor in four] == [{}, {}, {"did": None}, {"did": None}]
    assert Invoice.objects.count() < 500

    (late,) = actors(1)
    late.tell("carry_on", *small, now=now.isoformat())

    assert late.answer() == {"did": None}
    assert sorted(Invoice.objects.values_list("number", flat=True)) == list(range(1, 501))
    assert InvoiceCounter.objects.get().last_number == 500


def in_small_runs(harbor, now, *, rows: int) -> list[int]:
    run = runs.preview(harbor, through=now.date(), by=None, now=now)
    waiting = list(run.rows.values_list("pk", flat=True))
    small = []
    for first in range(0, len(waiting), rows):
        part = BillingRun.objects.create(
            operator=harbor, through=run.through, status="running", charges_cards=True, previewed_at=now, started_at=now
        )
        RunRow.objects.filter(pk__in=waiting[first : first + rows]).update(run=part)
        small.append(part.pk)
    return small


# --- Charging and closing


def test_one_payment_collected_by_two_workers_is_charged_once(simulator, harbor, rent, two):
    payments = []
    for n in range(20):
        renter = rent(str(200 + n))
        payments.append(open_invoice(harbor, renter).payments.get())
    simulator.fault("/v1/payment_intents/*/confirm", "latency", seconds=0.05, count=0)

    for payment in payments:
        assert two.together("collect", str(payment.pk)) == [None, None]

    assert set(Payment.objects.values_list("status", flat=True)) == {"succeeded"}
    assert disagreements(simulator) == []


def test_one_payment_collected_by_two_workers_with_a_lease_that_ran_out_is_charged_once(simulator, harbor, rent, two):
    """The first owner is not dead, only slow: both send the same keys."""
    payment = open_invoice(harbor, rent("101")).payments.get()
    simulator.fault("/v1/payment_intents/*/confirm", "hang", seconds=2)
    slow, late = two
    slow.tell("collect", str(payment.pk))
    assert wait_until(lambda: payment.attempts.exists())
    Payment.objects.update(claimed_until=None)

    late.tell("collect", str(payment.pk))

    assert [slow.answer(), late.answer()] == [{"did": None}, {"did": None}]
    payment.refresh_from_db()
    assert payment.status == "succeeded"
    assert disagreements(simulator) == []


def test_try_again_clicked_twice_is_one_more_charge(simulator, harbor, rent, two):
    for n in range(10):
        renter = rent(str(300 + n), "insufficient_funds_at_charge")
        invoice = open_invoice(harbor, renter)
        payment = invoice.payments.get()
        two.together("collect", str(payment.pk))
        simulator.behave(PaymentMethod.objects.get(customer__renter=renter).stripe_id, "ok")

        two.together("charge", str(invoice.pk))
        two.together("collect", str(payment.pk))

        assert [attempt.outcome for attempt in payment.attempts.all()] == ["declined", "succeeded"]
    assert disagreements(simulator) == []


def test_a_first_charge_clicked_twice_makes_one_payment(simulator, harbor, rent, two):
    """The invoice was issued before there was a card."""
    for n in range(10):
        renter = rent(str(400 + n), None)
        invoice = open_invoice(harbor, renter)
        give_card(renter, simulator, "ok")

        assert set(two.together("charge", str(invoice.pk))) <= {None, "CannotCharge"}

        two.together("collect", str(invoice.payments.get().pk))
        invoice.refresh_from_db()
        assert invoice.status == "paid"
    assert disagreements(simulator) == []


def test_closed_twice_it_is_closed_once(harbor, rent, two):
    for n in range(10):
        invoice = open_invoice(harbor, rent(str(500 + n), None))

        raised = two.each([("void", str(invoice.pk)), ("pay_by_hand", str(invoice.pk))])

        assert raised == ["InvoiceNotOpen", None]
        invoice.refresh_from_db()
        assert invoice.status in ("void", "paid")


def test_voided_while_it_is_charged_it_is_either_void_or_paid(simulator, harbor, rent, two):
    for n in range(20):
        invoice = open_invoice(harbor, rent(str(600 + n)))
        payment = str(invoice.payments.get().pk)

        two.each([("void", str(invoice.pk)), ("collect", payment)])
        Payment.objects.unsettled().update(next_check_at=timezone.now())
        two.together("collect", payment)

        invoice.refresh_from_db()
        assert (invoice.status, invoice.closing) in [("void", ""), ("paid", "")]
    assert disagreements(simulator) == []


def test_of_two_cards_made_the_default_at_once_one_is(harbor, rent, simulator, two):
    renter = rent("101")
    first = PaymentMethod.objects.get()
    PaymentMethod.objects.update(is_default=False)
    second = give_card(renter, simulator, "ok")
    for _ in range(10):
        assert two.each([("choose", first.pk), ("choose", second.pk)]) == [None, None]

        assert PaymentMethod.objects.default().count() == 1
