"""The operator's invoices: the list, one of them with its story, and what can be done with it."""

import uuid

import pytest
from django.utils import timezone

from boxholder.billing import collection
from boxholder.billing.models import Invoice, Payment, PaymentMethod, StripeIntegration
from tests.paths import desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invoice(rosa, give_card, bill, invoice_of):
    """Rosa's December, 19.00 USD; her card would work."""
    give_card(rosa)
    bill()
    return invoice_of(rosa)


@pytest.fixture
def declined(simulator, invoice):
    """The bank said no for want of money."""
    simulator.behave(PaymentMethod.objects.get().stripe_id, "insufficient_funds_at_charge")
    collect(invoice)
    return invoice


def collect(invoice: Invoice) -> Payment:
    payment = invoice.payments.unsettled().get()
    Payment.objects.filter(pk=payment.pk).update(next_check_at=timezone.now(), claimed_until=None)
    collection.collect(str(payment.pk))
    invoice.refresh_from_db()
    payment.refresh_from_db()
    return payment


def at(harbor, invoice: Invoice, path: str = "") -> str:
    return desk(harbor, f"invoices/{invoice.pk}/{path}")


# --- The list


def test_the_list_shows_each_invoice_and_how_it_stands(harbor, olivia, log_in, declined):
    page = log_in(olivia).get(desk(harbor, "invoices/"))

    assert page.status_code == 200
    for words in (declined.label, "Reyes Ceramics LLC", "Declined", "19.00 USD", "Next run: "):
        assert words in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_without_invoices_the_list_says_what_comes_first(harbor, olivia, log_in):
    assert "No invoices yet" in log_in(olivia).get(desk(harbor, "invoices/")).text


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("q=Rosa", True),
        ("q=ceramics", True),
        ("q=101", True),
        ("q=rosa@example.com", True),
        ("q=2026-00001", True),
        ("q=Ben", False),
        ("status=open", True),
        ("status=paid", False),
        ("status=nonsense", True),
        ("state=declined", True),
        ("state=no_card", False),
        ("status=paid&state=declined", False),
        ("run=9999999", False),
        ("after=nonsense", True),
    ],
)
def test_the_list_is_narrowed_by_the_address(harbor, olivia, log_in, declined, query, finds):
    page = log_in(olivia).get(desk(harbor, f"invoices/?{query}"))

    assert (declined.label in page.text) is finds
    assert ("No invoice matches" in page.text) is not finds


def test_a_long_list_is_read_page_by_page(harbor, dock, basic, olivia, log_in, bill):
    from tests.billing.crowd import rent_out

    rent_out(dock, basic, 120)
    bill()
    browser, address, read = log_in(olivia), desk(harbor, "invoices/"), []
    for _page in range(3):
        page = browser.get(address).context["page"]
        read += [invoice.number for invoice in page.rows]
        address = desk(harbor, f"invoices/{page.next_url}")

    assert read == list(range(120, 0, -1))
    assert page.next_url is None
    back = browser.get(desk(harbor, f"invoices/{page.previous_url}")).context["page"]
    assert [invoice.number for invoice in back.rows] == list(range(70, 20, -1))


def test_the_number_of_queries_does_not_depend_on_the_number_of_invoices(
    harbor, dock, basic, olivia, log_in, bill, django_assert_max_num_queries
):
    from tests.billing.crowd import rent_out

    rent_out(dock, basic, 60)
    bill()
    browser = log_in(olivia)
    with django_assert_max_num_queries(25):
        browser.get(desk(harbor, "invoices/"))


# --- One invoice


def test_an_invoice_tells_its_story_with_stripes_own_ids(harbor, olivia, log_in, declined):
    payment = declined.payments.get()

    page = log_in(olivia).get(at(harbor, declined)).text

    for words in ("There was not enough money on the card.", "Nothing was charged.", "Try again", payment.intent_id):
        assert words in page
    assert payment.last_attempt.request_id in page
    assert f"/payments/{payment.intent_id}" in page


def test_a_paid_invoice_says_with_which_card_and_offers_nothing_to_do(harbor, olivia, log_in, invoice):
    collect(invoice)

    page = log_in(olivia).get(at(harbor, invoice)).text

    assert "Charged to Visa •••• 4242" in page
    assert "Try again" not in page
    assert at(harbor, invoice, "void/") not in page


def test_without_a_card_the_invoice_says_so(harbor, rosa, connected, bill, invoice_of, olivia, log_in):
    bill()

    page = log_in(olivia).get(at(harbor, invoice_of(rosa))).text

    assert "Rosa Reyes has no card on file." in page
    assert "/charge/" not in page


def test_with_stripe_off_the_renter_pays_directly(harbor, rosa, bill, invoice_of, olivia, log_in):
    bill()

    page = log_in(olivia).get(at(harbor, invoice_of(rosa))).text

    assert "Billing with Stripe is off" in page
    assert "Mark as paid" in page


# --- Try again


def test_try_again_goes_on_with_the_same_payment(simulator, harbor, olivia, log_in, declined, run_tasks):
    simulator.behave(PaymentMethod.objects.get().stripe_id, "ok")

    answer = log_in(olivia).post(at(harbor, declined, "charge/"), follow=True)
    run_tasks()

    declined.refresh_from_db()
    assert "Asked Stripe to charge the card" in answer.text
    assert declined.status == "paid"
    assert len(simulator.objects("payment_intent")) == 1


def test_a_second_click_on_try_again_does_nothing(simulator, harbor, olivia, log_in, declined, run_tasks):
    simulator.behave(PaymentMethod.objects.get().stripe_id, "ok")
    browser = log_in(olivia)
    for _click in range(3):
        browser.post(at(harbor, declined, "charge/"))
    run_tasks()
    late = browser.post(at(harbor, declined, "charge/"), follow=True)

    assert "not open any more" in late.text
    assert [intent["amount_received"] for intent in simulator.objects("payment_intent")] == [1900]
    assert declined.payments.get().attempts.count() == 2


def test_try_again_says_why_it_cannot(harbor, rosa, connected, bill, invoice_of, olivia, log_in):
    bill()

    answer = log_in(olivia).post(at(harbor, invoice_of(rosa), "charge/"), follow=True)

    assert "the renter has no card on file" in answer.text


def test_a_card_the_bank_forbids_is_not_tried_again(simulator, harbor, olivia, log_in, declined):
    PaymentMethod.objects.update(refused_for_good=True)
    browser = log_in(olivia)

    assert "only another card helps" in browser.get(at(harbor, declined)).text
    answer = browser.post(at(harbor, declined, "charge/"), follow=True)
    assert "The renter needs another one" in answer.text


# --- Void, by hand, take back


def test_an_invoice_is_voided_with_a_reason_once_stripe_has_let_go(harbor, olivia, log_in, declined, run_tasks):
    browser = log_in(olivia)

    answer = browser.post(at(harbor, declined, "void/"), {"reason": "Billed by mistake"}, follow=True)
    assert "Voided as soon as Stripe confirms that the card can no longer be charged." in answer.text
    run_tasks()

    page = browser.get(at(harbor, declined)).text
    assert "Voided by Olivia Owens" in page
    assert "Billed by mistake" in page
    assert declined.payments.get().status == "cancelled"


def test_an_invoice_without_a_payment_is_voided_at_once(harbor, rosa, bill, invoice_of, olivia, log_in):
    bill()

    answer = log_in(olivia).post(at(harbor, invoice_of(rosa), "void/"), {"reason": "Moved out"}, follow=True)

    assert "Voided. Nobody owes it any more." in answer.text
    assert invoice_of(rosa).status == "void"


@pytest.mark.parametrize(("path", "says"), [("void/", "Say why it is voided."), ("payment/", "Say how it was paid.")])
def test_what_was_done_needs_a_word(harbor, olivia, log_in, declined, path, says):
    browser = log_in(olivia)

    assert browser.get(at(harbor, declined, path)).status_code == 200
    answer = browser.post(at(harbor, declined, path), {"reason": " ", "note": ""})

    declined.refresh_from_db()
    assert says in answer.text
    assert (declined.status, declined.closing) == ("open", "")


def test_a_payment_by_hand_is_noted_and_the_card_is_never_charged(
    simulator, harbor, olivia, log_in, declined, run_tasks
):
    browser = log_in(olivia)
    browser.post(at(harbor, declined, "payment/"), {"note": "Cash at the counter"})
    run_tasks()

    assert "Paid by hand, noted by Olivia Owens" in browser.get(at(harbor, declined)).text
    assert simulator.objects("payment_intent")[0]["status"] == "canceled"


def test_what_was_asked_can_be_taken_back_while_stripe_is_silent(harbor, olivia, log_in, declined):
    browser = log_in(olivia)
    browser.post(at(harbor, declined, "void/"), {"reason": "Billed by mistake"})

    answer = browser.post(at(harbor, declined, "withdrawal/"), follow=True)

    declined.refresh_from_db()
    assert "The invoice is open as before." in answer.text
    assert (declined.status, declined.closing) == ("open", "")


def test_too_late_to_void(harbor, olivia, log_in, invoice):
    collect(invoice)
    browser = log_in(olivia)

    answer = browser.post(at(harbor, invoice, "void/"), {"reason": "Too late"}, follow=True)
    assert "Nothing was changed" in answer.text
    answer = browser.post(at(harbor, invoice, "withdrawal/"), follow=True)
    assert "Too late to take it back" in answer.text
    assert Invoice.objects.get().status == "paid"


# --- Every door's others

DOORS = ["", "charge/", "void/", "payment/", "withdrawal/"]


@pytest.mark.parametrize("path", DOORS)
def test_strangers_find_nothing(harbor, summit, carl, sam, rosa, log_in, declined, path):
    method = "get" if path == "" else "post"
    for stranger in (carl, sam, rosa):
        assert getattr(log_in(stranger), method)(at(harbor, declined, path)).status_code == 404
    assert getattr(log_in(sam), method)(at(summit, declined, path)).status_code == 404
    declined.refresh_from_db()
    assert (declined.status, declined.closing) == ("open", "")


def test_a_clerk_and_a_stranger_find_no_list(harbor, carl, sam, log_in):
    for stranger in (carl, sam):
        assert log_in(stranger).get(desk(harbor, "invoices/")).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("post", ""), ("get", "charge/"), ("put", "void/"), ("delete", "payment/"), ("get", "withdrawal/")],
)
def test_the_wrong_method_is_refused(harbor, olivia, log_in, declined, method, path):
    assert getattr(log_in(olivia), method)(at(harbor, declined, path)).status_code == 405


@pytest.mark.parametrize("path", DOORS)
def test_an_invoice_that_is_not_there_is_not_found(harbor, olivia, log_in, path):
    method = "get" if path == "" else "post"
    address = desk(harbor, f"invoices/{uuid.uuid4()}/{path}")

    assert getattr(log_in(olivia), method)(address).status_code == 404


def test_switched_off_meanwhile_nothing_is_charged(harbor, olivia, log_in, declined):
    StripeIntegration.objects.update(bills_renters=False)

    answer = log_in(olivia).post(at(harbor, declined, "charge/"), follow=True)

    assert "billing with Stripe is off" in answer.text


def test_stripes_dashboard_knows_the_payment(simulator, harbor, olivia, log_in, declined):
    intent = declined.payments.get().intent_id
    address = f"{simulator.url}/dashboard/test/payments/{intent}"
    assert address in log_in(olivia).get(at(harbor, declined)).text

    assert intent in simulator.session.get(address, timeout=10).text
