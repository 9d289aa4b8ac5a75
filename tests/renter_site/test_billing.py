"""The Billing tab, and paying what is open with one click."""

import pytest
from django.utils import timezone

from boxholder.billing.models import Invoice, Payment, PaymentMethod, StripeIntegration
from tests.paths import site

pytestmark = pytest.mark.django_db(transaction=True)

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def rosas(connected, log_in, rosa):
    return log_in(rosa)


@pytest.fixture
def tab(harbor, rosas):
    return lambda: rosas.get(site(harbor, "billing/")).text


@pytest.fixture
def waiting(rosa, bill, give_card, invoice_of):
    """Rosa's December was issued while she had no card; now she has one."""
    bill()
    give_card(rosa)
    return invoice_of(rosa)


def test_the_tab_says_what_is_charged_next_and_with_which_card(tab, rosa, give_card):
    give_card(rosa)

    page = tab()

    assert "Next charge" in page
    assert f"19.00{NBSP}USD" in page
    assert "Visa •••• 4242" in page


def test_all_mailboxes_of_the_renter_are_counted_and_nobody_elses(tab, rosa, ben, dock, plus):
    from tests.cast import ACTIVATED_AT

    second = rosa.mailboxes.create(operator=rosa.operator, space=dock, pmb="120", activated_at=ACTIVATED_AT)
    second.subscriptions.create(offering=plus)

    assert f"48.00{NBSP}USD" in tab()


def test_a_mailbox_not_activated_yet_costs_nothing(tab, box_101):
    box_101.activated_at = None
    box_101.save()

    assert "Nothing is due" in tab()


def test_where_stripe_is_off_the_tab_says_that_no_card_is_charged(tab):
    StripeIntegration.objects.update(bills_renters=False)

    page = tab()

    assert "No card is charged" in page
    assert "Add Credit Card" not in page


def test_what_is_wrong_with_a_card_is_said(tab, rosa, give_card):
    give_card(rosa)
    PaymentMethod.objects.update(refused_for_good=True, exp_year=2024)

    page = tab()

    assert "refused this card for good" in page
    assert "Expired" in page


def test_cards_of_another_account_are_not_shown(tab, rosa, give_card):
    give_card(rosa)
    StripeIntegration.objects.update(account=None, bills_renters=False)

    assert "No card is on file." in tab()


def test_what_is_open_is_paid_with_one_click(harbor, rosas, waiting, run_tasks):
    answer = rosas.post(site(harbor, "billing/payments/"))
    assert "Being charged" in rosas.get(answer.url).text

    run_tasks()

    page = rosas.get(answer.url).text
    assert ">Paid</span>" in page.replace("\n", "")
    assert "hx-get" not in page
    waiting.refresh_from_db()
    assert waiting.status == "paid"


def test_a_second_click_charges_nothing_twice(harbor, rosas, simulator, waiting, run_tasks):
    for _click in range(2):
        rosas.post(site(harbor, "billing/payments/"))
    run_tasks()
    rosas.post(site(harbor, "billing/payments/"))
    run_tasks()

    assert [intent["amount_received"] for intent in simulator.objects("payment_intent")] == [1900]


def test_a_declined_card_says_why_and_what_helps(harbor, rosas, simulator, waiting, run_tasks):
    simulator.behave(PaymentMethod.objects.default().get().stripe_id, "insufficient_funds_at_charge")
    answer = rosas.post(site(harbor, "billing/payments/"))
    run_tasks()

    page = rosas.get(answer.url).text

    assert "Declined" in page
    assert "There was not enough money on the card." in page


def test_while_it_is_charged_it_is_not_offered_again(harbor, rosas, tab, waiting):
    assert "Pay the open invoice" in tab()

    rosas.post(site(harbor, "billing/payments/"))

    assert "Pay the open invoice" not in tab()
    assert "Being charged" in tab()


def test_with_nothing_open_nothing_is_charged(harbor, rosas, rosa, give_card):
    give_card(rosa)

    assert rosas.post(site(harbor, "billing/payments/")).url == site(harbor, "billing/")
    assert Payment.objects.count() == 0


def test_somebody_elses_invoices_are_not_watched(harbor, log_in, ben, waiting):
    answer = log_in(ben).get(site(harbor, "billing/payments/"), {"of": [str(waiting.pk), "not-an-id"]})

    assert answer.url == site(harbor, "billing/")
    assert Invoice.objects.filter(renter=ben).exclude(pk=waiting.pk).count() <= 1


def test_the_wrong_method_is_refused(harbor, rosas):
    assert rosas.post(site(harbor, "billing/")).status_code == 405
    assert rosas.delete(site(harbor, "billing/payments/")).status_code == 405


def test_the_next_charge_is_the_one_the_run_makes(harbor, rosa, connected, bill, invoice_of, give_card):
    from boxholder.billing.next_charge import next_charge

    give_card(rosa)
    promised = next_charge(rosa, timezone.now())
    bill()

    assert [str(total) for total in promised.totals] == [str(invoice_of(rosa).total)]
