"""A preview, and then just that."""

from datetime import UTC, date, datetime

import pytest

from boxholder.billing import runs
from boxholder.billing.models import BillingSettings, Invoice, InvoiceLine, Offering, StripeIntegration
from boxholder.billing.stripe_gateway.models import StripeIntegration as Integration
from boxholder.mailboxes.models import Mailbox
from boxholder.notifications.models import OutboxEmail

pytestmark = pytest.mark.django_db(transaction=True)

NOVEMBER = datetime(2026, 11, 22, 15, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 15, tzinfo=UTC)
DECEMBER_FIRST = date(2026, 12, 1)


def preview(harbor, *, through=DECEMBER_FIRST, now=NOVEMBER):
    return runs.preview(harbor, through=through, by=None, now=now)


def run_through(run, now=NOVEMBER):
    runs.start(run, by=None, now=now)
    runs.carry_on(run.pk, now)
    run.refresh_from_db()
    return run


def outcomes(run) -> list[str]:
    return [row.outcome for row in run.rows.all()]


def test_the_run_invoices_what_the_preview_showed(harbor, rosa, ben):
    run = preview(harbor)
    assert [row.total_minor for row in run.rows.all()] == [1900, 2900]
    assert not Invoice.objects.exists()

    run_through(run)

    assert [(i.label, i.total_minor, i.status) for i in Invoice.objects.order_by("number")] == [
        ("2026-00001", 1900, "open"),
        ("2026-00002", 2900, "open"),
    ]
    assert run.is_finished
    assert outcomes(run) == ["issued", "issued"]


def test_a_price_changed_in_between_is_said_and_not_billed(harbor, rosa, ben):
    run = preview(harbor)
    Offering.objects.filter(name="Basic").update(price_minor=2100)

    run_through(run)

    held, billed = run.rows.all()
    assert (held.outcome, held.total_minor, held.found_minor, held.invoice) == ("changed", 1900, 2100, None)
    assert billed.invoice.total_minor == 2900
    again = run_through(preview(harbor))
    assert [row.invoice.total_minor for row in again.rows.all()] == [2100]


def test_an_invitation_not_accepted_costs_nothing(harbor, ina):
    assert not preview(harbor).rows.exists()


def test_the_first_month_is_prorated_from_the_day_of_activation_in_the_space(harbor, rosa):
    BillingSettings.objects.create(operator=harbor, bill_from=date(2026, 11, 1))
    # 03:00 UTC on the 11th is still the 10th in New York.
    Mailbox.objects.update(activated_at=datetime(2026, 11, 11, 3, tzinfo=UTC))

    run = run_through(preview(harbor, through=date(2026, 11, 22)))

    line = InvoiceLine.objects.get(invoice__run=run)
    assert (line.period_start, line.period_end, line.amount_minor) == (date(2026, 11, 10), DECEMBER_FIRST, 1330)
    assert line.description == "Basic, November 2026, 10 to 30 (21 of 30 days)"


def test_nothing_before_bill_from_is_invoiced(harbor, rosa):
    """Active since January; months billed elsewhere are never billed back."""
    BillingSettings.objects.create(operator=harbor, bill_from=DECEMBER_FIRST)

    assert not preview(harbor, through=date(2026, 11, 30)).rows.exists()
    assert [row.total_minor for row in preview(harbor).rows.all()] == [1900]


def test_the_first_preview_fixes_bill_from_so_that_it_does_not_wander(harbor, rosa):
    preview(harbor)

    assert BillingSettings.objects.get().bill_from == DECEMBER_FIRST


def test_two_previews_bill_a_month_once(harbor, rosa):
    first, second = preview(harbor), preview(harbor)

    run_through(first)
    run_through(second)

    assert outcomes(second) == ["billed_before"]
    assert Invoice.objects.count() == 1


def test_a_run_starts_once(harbor, rosa):
    run = preview(harbor)
    runs.start(run, by=None, now=NOVEMBER)

    with pytest.raises(runs.RunAlreadyStarted):
        runs.start(run, by=None, now=NOVEMBER)


def test_stripe_switched_on_since_the_preview_asks_for_another_preview(harbor, rosa, connected):
    StripeIntegration.objects.update(bills_renters=False)
    run = preview(harbor)
    StripeIntegration.objects.update(bills_renters=True)

    with pytest.raises(runs.RunOutdated):
        runs.start(run, by=None, now=NOVEMBER)


def test_a_zero_total_is_paid_without_stripe(harbor, rosa):
    Offering.objects.filter(name="Basic").update(price_minor=0)

    run_through(preview(harbor))

    assert Invoice.objects.values_list("status", "paid_by").get() == ("paid", "nothing")


def test_below_the_minimum_the_month_waits_and_joins_the_next(harbor, rosa):
    Offering.objects.filter(name="Basic").update(price_minor=30)
    assert outcomes(run_through(preview(harbor))) == ["carried_over"]

    january = datetime(2027, 1, 1, 15, tzinfo=UTC)
    run_through(preview(harbor, through=january.date(), now=january), now=january)

    invoice = Invoice.objects.get()
    assert (invoice.total_minor, invoice.lines.count(), invoice.label) == (60, 2, "2027-00001")


def test_only_who_has_a_card_is_charged_the_other_is_written_to(harbor, rosa, ben, give_card):
    give_card(ben)

    run_through(preview(harbor))

    assert Invoice.objects.get(renter=ben).payments.count() == 1
    assert Invoice.objects.get(renter=rosa).payments.count() == 0
    assert OutboxEmail.objects.get(kind="invoice_is_open").to == "rosa@example.com"


def test_the_preview_names_the_card_and_warns(harbor, rosa, ben, give_card):
    card = give_card(ben)
    card.exp_year = 2020
    card.save()

    rows = preview(harbor).rows.all()

    assert [(row.card_label, row.warnings) for row in rows] == [("", ["no_card"]), ("Visa •••• 4242", ["card_expired"])]


def test_the_clock_bills_once_a_day_what_is_due(harbor, rosa, connected):
    BillingSettings.objects.create(operator=harbor, bill_from=DECEMBER_FIRST)
    assert runs.run_by_the_clock(harbor, NOVEMBER) is None

    run = runs.run_by_the_clock(harbor, DECEMBER)
    runs.carry_on(run.pk, DECEMBER)

    assert Invoice.objects.get().total_minor == 1900
    assert runs.run_by_the_clock(harbor, DECEMBER) is None


def test_the_next_run_is_the_next_first_or_today_where_something_is_due(harbor, rosa):
    assert runs.next_run_through(harbor, NOVEMBER) == DECEMBER_FIRST
    BillingSettings.objects.update(bill_from=date(2026, 11, 1))

    assert runs.next_run_through(harbor, NOVEMBER) == date(2026, 11, 22)


def test_another_operators_mailboxes_are_left_alone(harbor, rosa, rita):
    run_through(preview(harbor))

    assert Invoice.objects.get().operator == harbor


def test_queries_do_not_grow_with_the_mailboxes(harbor, dock, basic, django_assert_max_num_queries):
    from tests.billing.crowd import rent_out

    Integration.objects.of(harbor)
    rent_out(dock, basic, 600)
    run = preview(harbor)
    runs.start(run, by=None, now=NOVEMBER)
    Offering.objects.update(price_minor=1900)

    # Two batches of constant queries.
    with django_assert_max_num_queries(2 * 35):
        runs.carry_on(run.pk, NOVEMBER)
    assert Invoice.objects.count() == 600
