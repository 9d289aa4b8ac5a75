"""Usage in arrears: a month's charges stand on the next month's invoice, each once."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from boxholder.billing import arrears, charges, closing, runs
from boxholder.billing.causes import Cause
from boxholder.billing.models import (
    BillingSettings,
    Charge,
    Invoice,
    InvoiceLine,
    Offering,
    Subscription,
)
from boxholder.billing.money import Money
from boxholder.billing.next_charge import next_charge
from boxholder.mailboxes.models import Mailbox

pytestmark = pytest.mark.django_db

NOVEMBER = datetime(2026, 11, 22, 15, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 15, tzinfo=UTC)
JANUARY = datetime(2027, 1, 1, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def bill_from(harbor):
    BillingSettings.objects.create(operator=harbor, bill_from=date(2026, 12, 1))


@pytest.fixture
def used(box_101):
    """`used(300)`: a scan of Rosa's, on 20 November if nothing else is said."""

    def post(minor: int, on: date = date(2026, 11, 20), mailbox=box_101) -> Charge:
        cause = Cause("mail.actionrequest", str(Charge.objects.count() + 1))
        with transaction.atomic():
            return charges.post(
                mailbox,
                kind="open_and_scan",
                description="Open & scan",
                amount=Money(minor, "USD"),
                happened_on=on,
                cause=cause,
            )

    return post


def preview(harbor, now=DECEMBER):
    return runs.preview(harbor, through=now.date(), by=None, now=now)


def run_through(run, now=DECEMBER):
    runs.start(run, by=None, now=now)
    runs.carry_on(run.pk, now)
    run.refresh_from_db()
    return run


def billed(harbor, now=DECEMBER):
    return run_through(preview(harbor, now), now)


def outcomes(run) -> list[str]:
    return [row.outcome for row in run.rows.all()]


def test_a_months_charges_join_the_plan_on_the_next_first(harbor, used):
    first, second = used(300), used(500, date(2026, 11, 3))

    run = billed(harbor)

    invoice = Invoice.objects.get()
    assert invoice.total_minor == 1900 + 300 + 500 == run.rows.get().total_minor
    assert [line.charge for line in invoice.lines.all()] == [None, second, first]
    first.refresh_from_db()
    assert first.invoice_line.invoice == invoice
    assert not Charge.objects.waiting().exists()


def test_this_months_wait_for_the_next(harbor, used):
    used(300, date(2026, 12, 1))

    assert billed(harbor).total.minor == 1900
    assert billed(harbor, JANUARY).total.minor == 1900 + 300


def test_posted_after_the_preview_one_waits_and_holds_nothing_back(harbor, used):
    run = preview(harbor)
    late = used(300)

    run_through(run)

    assert (outcomes(run), Invoice.objects.get().total_minor) == (["issued"], 1900)
    assert not preview(harbor).rows.exists()
    assert billed(harbor, JANUARY).rows.get().lines[1]["charge"] == late.pk


def test_waived_after_the_preview_is_said_and_not_billed(harbor, used, olivia):
    charge = used(300)
    run = preview(harbor)
    charges.waive(charge, reason="Our mistake", by=olivia, now=DECEMBER)

    run_through(run)

    row = run.rows.get()
    assert (row.outcome, row.total_minor, row.found_minor) == ("changed", 2200, 1900)
    assert billed(harbor).rows.get().invoice.total_minor == 1900


def test_two_previews_bill_a_charge_once(harbor, used):
    Subscription.objects.update(ends_on=date(2026, 11, 25))
    used(300)
    first, second = preview(harbor), preview(harbor)

    run_through(first)
    used(700)
    run_through(second)

    assert (outcomes(first), outcomes(second)) == (["issued"], ["billed_before"])
    assert Invoice.objects.get().total_minor == 300


def test_a_closed_mailboxs_last_charges_are_billed_without_a_plan(harbor, box_101, used):
    billed(harbor)
    Subscription.objects.update(ends_on=date(2026, 12, 20))
    box_101.closed_on = date(2026, 12, 20)
    box_101.save()
    used(300, date(2026, 12, 19))

    run = billed(harbor, JANUARY)

    (line,) = run.rows.get().invoice.lines.all()
    assert (line.subscription, line.period_start, line.amount_minor) == (None, None, 300)


def test_below_the_minimum_they_wait_and_the_clock_is_quiet_about_it(harbor, connected, used):
    Subscription.objects.update(ends_on=date(2026, 11, 25))
    used(30)

    assert outcomes(billed(harbor)) == ["carried_over"]
    assert runs.run_by_the_clock(harbor, DECEMBER) is None
    assert runs.next_run_through(harbor, DECEMBER) == JANUARY.date()
    used(40)
    assert Invoice.objects.count() == 0
    assert billed(harbor).rows.get().invoice.total_minor == 70


def test_one_of_nothing_joins_an_invoice_but_makes_none(harbor, used):
    used(0)
    assert [line.amount_minor for line in billed(harbor).rows.get().invoice.lines.all()] == [1900, 0]

    Subscription.objects.update(ends_on=date(2026, 12, 20))
    used(0, date(2026, 12, 15))
    assert not preview(harbor, JANUARY).rows.exists()


@pytest.mark.parametrize(
    ("on", "total"),
    [
        (date(2026, 11, 1), 2200),  # due on 1 December, which is `Bill from`
        (date(2026, 10, 31), 1900),  # was due on 1 November
    ],
)
def test_nothing_that_fell_due_before_bill_from_is_billed(harbor, used, on, total):
    used(300, on)

    assert preview(harbor).rows.get().total_minor == total


def test_an_invitation_not_accepted_is_not_charged_for_usage_either(harbor, box_103, used):
    used(300, mailbox=box_103)

    assert not preview(harbor).rows.filter(mailbox=box_103).exists()


def test_voided_it_stays_billed_like_a_month(harbor, olivia, used):
    used(300)
    closing.void(billed(harbor).invoices.get(), by=olivia, reason="Moved out")

    assert not preview(harbor).rows.exists()


def test_run_ahead_of_its_date_it_takes_what_is_posted_and_the_rest_comes_with_the_next_plan(harbor, used):
    used(300)
    ahead = run_through(runs.preview(harbor, through=DECEMBER.date(), by=None, now=NOVEMBER), NOVEMBER)
    used(500, date(2026, 11, 28))

    assert ahead.invoices.get().total_minor == 2200
    assert not preview(harbor).rows.exists()
    assert billed(harbor, JANUARY).invoices.get().total_minor == 1900 + 500


def test_what_the_renter_is_told_comes_next_has_the_charges_in_it(harbor, rosa, used):
    used(300)

    assert next_charge(rosa, NOVEMBER).amount == "22.00 USD"


def test_storage_is_posted_before_a_run_looks_in_whole_months(harbor, used, monkeypatch):
    monkeypatch.setattr(arrears, "_posters", {})
    asked = []
    arrears.register(lambda operator, before, now, mailboxes: asked.append(before) or used(1234))

    assert preview(harbor).rows.get().total_minor == 1900 + 1234
    runs.preview(harbor, through=DECEMBER.date(), by=None, now=NOVEMBER)
    runs.preview(harbor, through=NOVEMBER.date(), by=None, now=NOVEMBER)
    assert asked == [date(2026, 12, 1), date(2026, 11, 1), date(2026, 11, 1)]


def test_the_clock_bills_once_the_month_is_over_in_every_space(harbor, connected, pier, used):
    """At 00:30 in New York it is still November in Los Angeles."""
    used(300)

    assert runs.run_by_the_clock(harbor, datetime(2026, 12, 1, 5, 30, tzinfo=UTC)) is None
    assert runs.run_by_the_clock(harbor, datetime(2026, 12, 1, 8, 30, tzinfo=UTC)).through == date(2026, 12, 1)


@pytest.mark.parametrize("minor", [300, 30], ids=["enough by itself", "below the least by itself"])
def test_the_last_days_of_a_plan_that_ended_come_with_what_was_used(harbor, used, minor):
    """Active from 5 November, closed on the 20th, and nothing of it billed before December: 15 of 30 days."""
    BillingSettings.objects.update(bill_from=date(2026, 11, 1))
    Mailbox.objects.update(activated_at=datetime(2026, 11, 5, 15, tzinfo=UTC), closed_on=date(2026, 11, 20))
    Subscription.objects.update(ends_on=date(2026, 11, 20))
    used(minor, date(2026, 11, 10))

    billed(harbor)

    assert Invoice.objects.get().total_minor == 950 + minor


def test_mailboxes_with_and_without_a_plan_come_in_batches(harbor, dock, box_101, used, monkeypatch):
    from boxholder.billing import due
    from tests.billing.crowd import rent_out

    monkeypatch.setattr(due, "BATCH", 3)
    rent_out(dock, Offering.objects.get(), 7)
    boxes = list(harbor.mailboxes.order_by("pk"))
    Subscription.objects.filter(mailbox__in=boxes[1::2]).update(ends_on=date(2026, 11, 2))
    for box in boxes[::3] + boxes[1::2]:
        used(100, mailbox=box)

    rows = {row.mailbox: row.total_minor for row in preview(harbor).rows.all()}

    assert rows == {box: 1900 * (n % 2 == 0) + 100 * ((n % 3 == 0) + (n % 2 == 1)) for n, box in enumerate(boxes)}


# --- What the database refuses


@pytest.fixture
def draft(harbor, box_101):
    return Invoice.objects.create(
        operator=harbor, mailbox=box_101, renter=box_101.renter, year=2026, number=7, label="2026-00007",
        currency="USD", subtotal_minor=300, total_minor=300, issued_on=DECEMBER.date(), issued_at=DECEMBER,
    )  # fmt: skip


def line(invoice, **fields) -> InvoiceLine:
    facts = {"position": 1, "description": "Open & scan", "price_minor": 300, "amount_minor": 300, "currency": "USD"}
    return InvoiceLine.objects.create(invoice=invoice, **facts | fields)


def test_a_line_bills_a_month_or_a_charge_never_both_never_neither(draft, box_101, used):
    month = {"subscription": box_101.subscriptions.get(), "period_start": "2027-01-01", "period_end": "2027-02-01"}

    for cause in ({}, {**month, "charge": used(300)}, {**month, "period_end": None}):
        with pytest.raises(IntegrityError, match="line_bills_a_month_or_a_charge"), transaction.atomic():
            line(draft, **cause)


def test_a_line_bills_just_its_charge(draft, box_102, used, olivia):
    waived = used(300)
    charges.waive(waived, reason="Our mistake", by=olivia, now=DECEMBER)

    for charge in (used(301), used(300, mailbox=box_102), waived):
        with pytest.raises(IntegrityError, match="a line bills just its charge"), transaction.atomic():
            line(draft, charge=charge)


def test_a_charge_stands_on_one_line(draft, used):
    charge = used(300)
    line(draft, charge=charge)

    with pytest.raises(IntegrityError), transaction.atomic():
        line(draft, charge=charge, position=2)
    with pytest.raises(IntegrityError, match="a line bills just its charge"), transaction.atomic():
        InvoiceLine.objects.update(amount_minor=1)
