"""The renter's invoices: the list, one of them, its receipt, and Pay now."""

import json
import uuid

import pytest
import requests
from django.utils import timezone

from boxholder.billing import closing, collection
from boxholder.billing.models import Invoice, Payment, PaymentMethod, StripeIntegration
from boxholder.history.models import Event
from boxholder.notifications.models import OutboxEmail
from tests.paths import site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invoice(rosa, give_card, bill, invoice_of):
    """Rosa's December, 19.00 USD; her card would work."""
    give_card(rosa)
    bill()
    return invoice_of(rosa)


@pytest.fixture
def declined(simulator, invoice):
    """The bank said no for want of money; meanwhile there is some."""
    behave(simulator, "insufficient_funds_at_charge")
    collect(invoice)
    behave(simulator, "ok")
    return invoice


@pytest.fixture
def wants_confirmation(simulator, invoice):
    behave(simulator, "always_authenticate")
    collect(invoice)
    return invoice


def behave(simulator, behaviour: str) -> None:
    simulator.behave(PaymentMethod.objects.default().get().stripe_id, behaviour)


def collect(invoice: Invoice) -> Payment:
    payment = invoice.payments.unsettled().get()
    Payment.objects.filter(pk=payment.pk).update(next_check_at=timezone.now(), claimed_until=None)
    collection.collect(str(payment.pk))
    invoice.refresh_from_db()
    payment.refresh_from_db()
    return payment


def at(harbor, invoice: Invoice, path: str = "") -> str:
    return site(harbor, f"billing/invoices/{invoice.pk}/{path}")


def begin(browser, harbor, invoice):
    return browser.post(at(harbor, invoice, "payment/"), headers={"Accept": "application/json"})


def finish(browser, harbor, invoice) -> str:
    return browser.post(at(harbor, invoice, "payment/outcome/"), follow=True).text


class Page:
    """What the renter's browser does with stripe.js."""

    def __init__(self, simulator, begun):
        self.simulator, self.begun = simulator, begun.json()
        self.intent = self.begun["client_secret"].split("_secret_")[0]

    def confirm(self) -> dict:
        return self._post(f"payment_intents/{self.intent}/confirm", payment_method=self.begun["payment_method"])

    def answer_the_bank(self, outcome: str = "authenticated") -> dict:
        return self._post(f"_3ds/{self.intent}/complete", outcome=outcome)

    def _post(self, path: str, **fields) -> dict:
        fields |= {"key": self.begun["publishable_key"], "client_secret": self.begun["client_secret"]}
        return requests.post(f"{self.simulator.url}/v1/{path}", data=fields, timeout=10).json()


def ledger(simulator) -> list[tuple[str, int]]:
    return [(intent["status"], intent["amount_received"]) for intent in simulator.objects("payment_intent")]


# --- Reading


def test_the_list_and_the_page_say_how_an_invoice_stands(harbor, rosa, log_in, declined):
    browser = log_in(rosa)

    assert "Declined" in browser.get(site(harbor, "billing/invoices/")).text
    page = browser.get(at(harbor, declined)).text
    for words in (
        declined.label,
        "Visa •••• 4242 was declined",
        "There was not enough money on the card.",
        "Nothing was charged.",
        "Make sure there is money on the card",
        "Pay now",
    ):
        assert words in page


def test_a_paid_invoice_has_a_receipt_and_an_open_one_has_none(harbor, rosa, log_in, invoice):
    browser = log_in(rosa)
    assert browser.get(at(harbor, invoice, "receipt/")).status_code == 404
    payment = collect(invoice)

    assert "charged to Visa •••• 4242" in browser.get(at(harbor, invoice)).text
    receipt = browser.get(at(harbor, invoice, "receipt/")).text
    assert "Receipt" in receipt
    assert payment.charge_id in receipt


def test_without_invoices_the_list_says_when_the_first_comes(harbor, rosa, log_in):
    assert "No invoices yet" in log_in(rosa).get(site(harbor, "billing/invoices/")).text


def test_with_stripe_off_the_renter_pays_directly(harbor, rosa, bill, invoice_of, log_in):
    bill()

    page = log_in(rosa).get(at(harbor, invoice_of(rosa))).text

    assert "payable to Harbor Mail directly" in page
    assert "mailto:hello@harbor.example" in page
    assert "Pay now" not in page


def test_without_a_card_there_is_nothing_to_pay_with(harbor, rosa, connected, bill, invoice_of, log_in):
    bill()
    browser, invoice = log_in(rosa), invoice_of(rosa)

    assert "there is no card on file" in browser.get(at(harbor, invoice)).text
    assert begin(browser, harbor, invoice).status_code == 409
    assert "Add one first." in browser.get(at(harbor, invoice)).text


def test_the_pay_link_works_after_log_in(client, harbor, rosa, declined):
    link = OutboxEmail.objects.get(kind="payment_declined").text
    assert at(harbor, declined) in link

    answer = client.get(at(harbor, declined))
    assert answer.status_code == 302
    answer = client.post(answer["Location"], {"login": "rosa@example.com", "password": "correct horse battery staple"})
    assert answer["Location"] == at(harbor, declined)


# --- Pay now


def test_pay_now_pays_the_same_payment(simulator, harbor, rosa, log_in, declined):
    browser = log_in(rosa)

    Page(simulator, begin(browser, harbor, declined)).confirm()
    page = finish(browser, harbor, declined)

    assert f"Thank you. {declined.label} is paid." in page
    assert ledger(simulator) == [("succeeded", 1900)]
    assert OutboxEmail.objects.filter(kind="receipt").count() == 1


def test_pay_now_answers_the_banks_question(simulator, harbor, rosa, log_in, wants_confirmation):
    browser = log_in(rosa)
    assert "Your bank wants you to confirm this payment." in browser.get(at(harbor, wants_confirmation)).text

    page = Page(simulator, begin(browser, harbor, wants_confirmation))
    assert page.confirm()["status"] == "requires_action"
    page.answer_the_bank()

    assert "is paid." in finish(browser, harbor, wants_confirmation)
    assert ledger(simulator) == [("succeeded", 1900)]


def test_the_banks_question_failed(simulator, harbor, rosa, log_in, wants_confirmation):
    browser = log_in(rosa)
    page = Page(simulator, begin(browser, harbor, wants_confirmation))
    page.confirm()
    page.answer_the_bank("failed")

    said = finish(browser, harbor, wants_confirmation)

    assert "othing was charged" in said
    assert "Pay now" in said
    assert ledger(simulator) == [("requires_payment_method", 0)]


def test_declined_again_on_the_page(simulator, harbor, rosa, log_in, declined):
    behave(simulator, "insufficient_funds_at_charge")
    browser = log_in(rosa)

    assert "error" in Page(simulator, begin(browser, harbor, declined)).confirm()
    page = finish(browser, harbor, declined)

    assert "There was not enough money on the card." in page
    assert declined.payments.get().last_attempt.on_session
    assert OutboxEmail.objects.filter(kind="payment_declined").count() == 1  # they saw it themselves


def test_the_browser_says_paid_and_stripe_does_not(simulator, harbor, rosa, log_in, declined):
    browser = log_in(rosa)
    begin(browser, harbor, declined)

    page = finish(browser, harbor, declined)

    assert "You did not finish the payment" in page
    assert Invoice.objects.get().status == "open"


def test_a_closed_tab_can_be_taken_up_again(simulator, harbor, rosa, log_in, wants_confirmation):
    browser = log_in(rosa)
    Page(simulator, begin(browser, harbor, wants_confirmation)).confirm()  # and closes the tab at the bank's question

    assert "You began to pay" in browser.get(at(harbor, wants_confirmation)).text
    again = Page(simulator, begin(browser, harbor, wants_confirmation))
    again.confirm()
    again.answer_the_bank()

    assert "is paid." in finish(browser, harbor, wants_confirmation)
    assert ledger(simulator) == [("succeeded", 1900)]
    assert wants_confirmation.payments.get().attempts.count() == 2  # off session, and this one


def test_two_tabs_pay_once(simulator, harbor, rosa, log_in, declined):
    browser = log_in(rosa)
    first, second = (Page(simulator, begin(browser, harbor, declined)) for _tab in range(2))
    assert first.intent == second.intent

    first.confirm()
    second.confirm()

    assert "is paid." in finish(browser, harbor, declined)
    assert "is paid." in finish(browser, harbor, declined)
    assert ledger(simulator) == [("succeeded", 1900)]


def test_one_tab_gives_up_while_the_other_pays(simulator, harbor, rosa, log_in, wants_confirmation):
    browser = log_in(rosa)
    paying = Page(simulator, begin(browser, harbor, wants_confirmation))
    paying.confirm()
    finish(browser, harbor, wants_confirmation)  # another tab says that it is done

    paying.answer_the_bank()

    assert "is paid." in finish(browser, harbor, wants_confirmation)
    assert ledger(simulator) == [("succeeded", 1900)]


def test_pay_now_after_it_was_paid(simulator, harbor, rosa, log_in, invoice):
    browser = log_in(rosa)
    collect(invoice)

    assert begin(browser, harbor, invoice).status_code == 409
    assert "not open any more" in browser.get(at(harbor, invoice)).text
    assert ledger(simulator) == [("succeeded", 1900)]


def test_pay_now_while_the_worker_charges(simulator, harbor, rosa, log_in, invoice):
    simulator.fault("/v1/payment_intents/*/confirm", "drop", when="before")
    collect(invoice)  # Stripe has not answered
    browser = log_in(rosa)

    assert "you will not be charged twice" in browser.get(at(harbor, invoice)).text
    assert begin(browser, harbor, invoice).status_code == 409
    assert "underway already" in browser.get(at(harbor, invoice)).text


def test_staff_void_it_while_the_renter_is_at_the_banks_question(
    simulator, harbor, olivia, rosa, log_in, wants_confirmation, run_tasks
):
    browser = log_in(rosa)
    page = Page(simulator, begin(browser, harbor, wants_confirmation))
    page.confirm()
    closing.void(wants_confirmation, by=olivia, reason="Billed by mistake")
    assert "Please do not pay it." in browser.get(at(harbor, wants_confirmation)).text
    run_tasks()

    page.answer_the_bank()
    said = finish(browser, harbor, wants_confirmation)

    assert "has cancelled this invoice. You owe nothing for it, and nothing was charged." in said
    assert ledger(simulator) == [("canceled", 0)]


def test_the_renter_was_faster_than_the_void(simulator, harbor, olivia, rosa, log_in, declined, run_tasks):
    browser = log_in(rosa)
    page = Page(simulator, begin(browser, harbor, declined))
    closing.void(declined, by=olivia, reason="Billed by mistake")
    page.confirm()
    run_tasks()

    assert "Thank you" in finish(browser, harbor, declined)
    assert Event.objects.about(declined).filter(kind="invoice.closed_too_late").exists()
    assert ledger(simulator) == [("succeeded", 1900)]


def test_stripe_cannot_be_reached(simulator, harbor, rosa, log_in, declined):
    simulator.fault("/v1/payment_intents/*", "drop", method="GET", count=0)
    browser = log_in(rosa)

    assert begin(browser, harbor, declined).status_code == 409
    assert "Stripe could not be reached, and nothing was charged." in browser.get(at(harbor, declined)).text

    simulator.no_faults()
    Page(simulator, begin(browser, harbor, declined)).confirm()
    assert "is paid." in finish(browser, harbor, declined)


def test_stripe_falls_silent_after_the_payment(simulator, harbor, rosa, log_in, declined):
    browser = log_in(rosa)
    Page(simulator, begin(browser, harbor, declined)).confirm()
    simulator.fault("/v1/payment_intents/*", "drop", method="GET", count=0)

    page = finish(browser, harbor, declined)
    assert "you will not be charged twice" in page
    assert "Pay now" not in page

    simulator.no_faults()
    collect(declined)
    assert "charged to Visa" in browser.get(at(harbor, declined)).text
    assert ledger(simulator) == [("succeeded", 1900)]


def test_the_bank_sends_the_browser_back_by_its_address(simulator, harbor, rosa, log_in, declined):
    browser = log_in(rosa)
    Page(simulator, begin(browser, harbor, declined)).confirm()

    answer = browser.get(at(harbor, declined, "payment/outcome/?payment_intent=pi_1&redirect_status=succeeded"))

    assert answer["Location"] == at(harbor, declined)
    assert Invoice.objects.get().status == "paid"


def test_the_client_secret_is_given_once_and_kept_nowhere(simulator, harbor, rosa, log_in, declined, caplog):
    caplog.set_level("DEBUG")
    browser = log_in(rosa)

    answer = begin(browser, harbor, declined)

    secret = answer.json()["client_secret"]
    assert "no-store" in answer["Cache-Control"]
    assert secret not in browser.get(at(harbor, declined)).text
    assert secret not in caplog.text
    stored = json.dumps([list(model.objects.values()) for model in (Payment, Event, OutboxEmail)], default=str)
    assert secret not in stored


def test_without_javascript_nothing_is_charged(simulator, harbor, rosa, log_in, declined):
    page = log_in(rosa).post(at(harbor, declined, "payment/"), follow=True).text

    assert "paying here needs JavaScript" in page
    assert ledger(simulator) == [("requires_payment_method", 0)]


def test_switched_off_meanwhile(harbor, rosa, log_in, declined):
    StripeIntegration.objects.update(bills_renters=False)
    browser = log_in(rosa)

    assert begin(browser, harbor, declined).status_code == 409
    assert "payable to Harbor Mail directly" in browser.get(at(harbor, declined)).text


# --- Every door's others

DOORS = [("get", ""), ("get", "receipt/"), ("post", "payment/"), ("post", "payment/outcome/")]


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_strangers_find_nothing(harbor, summit, olivia, ben, rita, log_in, invoice, method, path):
    collect(invoice)
    for stranger in (ben, rita, olivia):
        assert getattr(log_in(stranger), method)(at(harbor, invoice, path)).status_code == 404
    assert getattr(log_in(rita), method)(at(summit, invoice, path)).status_code == 404


def test_another_renters_list_is_empty(harbor, ben, log_in, invoice):
    assert invoice.label not in log_in(ben).get(site(harbor, "billing/invoices/")).text


@pytest.mark.parametrize(
    ("method", "path"), [("post", ""), ("post", "receipt/"), ("get", "payment/"), ("put", "payment/outcome/")]
)
def test_the_wrong_method_is_refused(harbor, rosa, log_in, invoice, method, path):
    collect(invoice)

    assert getattr(log_in(rosa), method)(at(harbor, invoice, path)).status_code == 405


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_an_invoice_that_is_not_there_is_not_found(harbor, rosa, log_in, method, path):
    address = site(harbor, f"billing/invoices/{uuid.uuid4()}/{path}")

    assert getattr(log_in(rosa), method)(address).status_code == 404


def test_a_card_declined_too_often_is_not_tried_again(simulator, harbor, rosa, log_in, declined):
    """The card networks fine whoever goes on: ten times a day is the most."""
    behave(simulator, "insufficient_funds_at_charge")
    browser = log_in(rosa)
    for _more in range(9):
        Page(simulator, begin(browser, harbor, declined)).confirm()
        finish(browser, harbor, declined)

    page = browser.get(at(harbor, declined)).text
    assert "Pay now" not in page
    assert "Use another card" in page
    assert begin(browser, harbor, declined).status_code == 409
    assert "declined too often" in browser.get(at(harbor, declined)).text


def test_another_card_takes_over_where_the_tab_was_closed(
    simulator, harbor, rosa, log_in, wants_confirmation, give_card
):
    browser = log_in(rosa)
    Page(simulator, begin(browser, harbor, wants_confirmation)).confirm()
    card = give_card(rosa, "pm_card_mastercard")

    Page(simulator, begin(browser, harbor, wants_confirmation)).confirm()

    assert "is paid." in finish(browser, harbor, wants_confirmation)
    assert wants_confirmation.payments.get().last_attempt.payment_method == card
    assert "charged to Mastercard" in browser.get(at(harbor, wants_confirmation)).text
