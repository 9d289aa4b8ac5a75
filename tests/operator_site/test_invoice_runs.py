"""Next run: preview what is due, start just that, watch it, look back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from boxholder.billing import runs
from boxholder.billing.models import BillingRun, Invoice, StripeIntegration
from tests.billing.conftest import FIRST_OF_DECEMBER
from tests.paths import desk

pytestmark = pytest.mark.django_db(transaction=True)

DECEMBER = FIRST_OF_DECEMBER.date()


@pytest.fixture(autouse=True)
def _today():
    """The first of December at noon in UTC, and the clock goes on."""
    with time_machine.travel(FIRST_OF_DECEMBER):
        yield


@pytest.fixture
def december(harbor):
    """Harbor bills from December on."""
    from boxholder.billing.models import BillingSettings

    settings = BillingSettings.objects.of(harbor)
    settings.bill_from = DECEMBER
    settings.save()


def preview(harbor, browser, through: date = DECEMBER):
    """The page after `Preview`, and its run."""
    page = browser.post(desk(harbor, "invoices/runs/new/"), {"through": through.isoformat()}, follow=True)
    return page, BillingRun.objects.order_by("-pk").first()


def words(page) -> str:
    return " ".join(page.text.replace("\N{NO-BREAK SPACE}", " ").split())


def start(harbor, run: BillingRun) -> str:
    return desk(harbor, f"invoices/runs/{run.pk}/start/")


def test_the_preview_shows_every_line_and_issues_nothing(harbor, olivia, log_in, rosa, ben, give_card, december):
    give_card(rosa)

    page, run = preview(harbor, log_in(olivia))

    for said in (
        "Basic, December 2026",
        "Plus, December 2026",
        "Visa •••• 4242",
        "No card yet: the invoice stays open until there is one",
        "Issue 2 invoices and charge 1 card, 19.00 USD?",
        "1 invoice, 29.00 USD, has no card to charge",
        "48.00 USD",
    ):
        assert said in words(page)
    assert run.status == "previewed"
    assert Invoice.objects.count() == 0


def test_a_warning_narrows_the_preview(harbor, olivia, log_in, rosa, ben, give_card, december):
    give_card(rosa)
    browser = log_in(olivia)
    _page, run = preview(harbor, browser)

    page = browser.get(desk(harbor, f"invoices/runs/{run.pk}/?warning=no_card"))

    assert [row.mailbox.pmb for row in page.context["page"].rows] == ["102"]


def test_a_big_preview_comes_page_by_page(harbor, olivia, log_in, dock, basic, december):
    from tests.billing.crowd import rent_out

    rent_out(dock, basic, 120)
    browser = log_in(olivia)
    page, run = preview(harbor, browser)
    read = []
    while True:
        read += [row.mailbox.pmb for row in page.context["page"].rows]
        if not page.context["page"].next_url:
            break
        page = browser.get(desk(harbor, f"invoices/runs/{run.pk}/{page.context['page'].next_url}"))

    assert read == [str(pmb) for pmb in range(10_000, 10_120)]


@pytest.mark.parametrize(
    ("through", "says"), [("", "Choose a day."), ("soon", "Choose a day"), ("2029-01-01", "more than a year ahead")]
)
def test_a_day_that_cannot_be_is_said(harbor, olivia, log_in, through, says):
    page = log_in(olivia).post(desk(harbor, "invoices/runs/new/"), {"through": through})

    assert says in page.text
    assert BillingRun.objects.count() == 0


def test_running_ahead_of_its_date_is_said(harbor, olivia, log_in, rosa, december):
    with time_machine.travel(FIRST_OF_DECEMBER - timedelta(days=9)):
        page, _run = preview(harbor, log_in(olivia))

    assert "9 days before December 1, 2026: started now, it runs ahead of its date." in words(page)
    assert "This is 9 days before December 1, 2026." in words(page)


def test_nothing_due_offers_nothing_to_start(harbor, olivia, log_in, december):
    page, run = preview(harbor, log_in(olivia))

    assert "Nothing is due" in words(page)
    assert start(harbor, run) not in page.text


def test_the_run_issues_and_charges_what_was_previewed(
    simulator, harbor, olivia, log_in, rosa, ben, give_card, december, run_tasks
):
    give_card(rosa)
    browser = log_in(olivia)
    _page, run = preview(harbor, browser)

    page = browser.post(start(harbor, run), follow=True)
    assert "Cards answered" not in words(page)
    assert f"invoices/runs/{run.pk}/progress/" in page.text  # it asks again
    run_tasks()

    page = browser.get(desk(harbor, f"invoices/runs/{run.pk}/"))
    assert "2 invoices over 48.00 USD were issued." in words(page)
    assert "hx-trigger" not in page.text
    tiles = {str(tile["label"]): tile["count"] for tile in page.context["tiles"]}
    assert tiles == {"Issued": 2, "Paid": 1, "No card": 1}
    assert [intent["amount_received"] for intent in simulator.objects("payment_intent")] == [1900]


def test_each_tile_leads_to_its_invoices(harbor, olivia, log_in, rosa, ben, give_card, december, run_tasks):
    give_card(rosa)
    browser = log_in(olivia)
    _page, run = preview(harbor, browser)
    browser.post(start(harbor, run))
    run_tasks()

    for tile in browser.get(desk(harbor, f"invoices/runs/{run.pk}/")).context["tiles"]:
        assert len(browser.get(tile["url"]).context["page"].rows) == tile["count"], tile["label"]


def test_the_progress_is_counted(harbor, olivia, log_in, rosa, ben, give_card, december):
    give_card(rosa)
    browser = log_in(olivia)
    _page, run = preview(harbor, browser)
    browser.post(start(harbor, run))
    progress = desk(harbor, f"invoices/runs/{run.pk}/progress/")

    assert "0 of 2" in words(browser.get(progress))
    runs.carry_on(run.pk, timezone.now())
    page = words(browser.get(progress))
    assert "2 of 2" in page
    assert "0 of 1" in page


def test_without_a_worker_the_page_asks_whether_it_runs(harbor, olivia, log_in, rosa, december):
    browser = log_in(olivia)
    _page, run = preview(harbor, browser)
    browser.post(start(harbor, run))
    assert "Is the worker running?" not in browser.get(desk(harbor, f"invoices/runs/{run.pk}/")).text
    BillingRun.objects.update(started_at=timezone.now() - timedelta(minutes=2))

    assert "Is the worker running?" in browser.get(desk(harbor, f"invoices/runs/{run.pk}/")).text


def test_a_price_changed_since_the_preview_is_held_back(harbor, olivia, log_in, rosa, ben, basic, december, run_tasks):
    browser = log_in(olivia)
    _page, run = preview(harbor, browser)
    basic.price_minor = 3500
    basic.save()

    browser.post(start(harbor, run))
    run_tasks()

    page = browser.get(desk(harbor, f"invoices/runs/{run.pk}/"))
    assert "What is due changed since the preview: 19.00 USD → 35.00 USD. Preview again to bill it." in words(page)
    assert [invoice.renter for invoice in Invoice.objects.all()] == [ben]

    page, _again = preview(harbor, browser)
    assert "Issue 1 invoice, 35.00 USD?" in words(page)


def test_two_tabs_start_one_run(harbor, olivia, log_in, rosa, december, run_tasks):
    browser = log_in(olivia)
    _page, run = preview(harbor, browser)
    browser.post(start(harbor, run))
    run_tasks()

    page = browser.post(start(harbor, run), follow=True)
    run_tasks()

    assert "This run was started already" in page.text
    assert Invoice.objects.count() == 1


def test_an_older_preview_in_another_tab_bills_nothing_twice(harbor, olivia, log_in, rosa, december, run_tasks):
    browser = log_in(olivia)
    _page, older = preview(harbor, browser)
    _page, newer = preview(harbor, browser)
    browser.post(start(harbor, newer))
    run_tasks()
    assert "A run was started since this preview" in browser.get(desk(harbor, f"invoices/runs/{older.pk}/")).text

    browser.post(start(harbor, older))
    run_tasks()

    page = browser.get(desk(harbor, f"invoices/runs/{older.pk}/"))
    assert "It was billed already" in page.text
    assert "No invoice was issued." in page.text
    assert Invoice.objects.count() == 1


def test_stripe_switched_on_since_the_preview(harbor, olivia, log_in, rosa, connected, december):
    StripeIntegration.objects.update(bills_renters=False)
    browser = log_in(olivia)
    page, run = preview(harbor, browser)
    assert "Stripe is off: invoices are issued and stay open until you note a payment by hand." in words(page)
    StripeIntegration.objects.update(bills_renters=True)

    page = browser.post(start(harbor, run), follow=True)

    assert "This preview is out of date" in page.text
    assert start(harbor, run) not in page.text
    run.refresh_from_db()
    assert run.status == "previewed"


def test_what_is_too_little_to_charge_waits(harbor, olivia, log_in, rosa, basic, december):
    basic.price_minor = 30
    basic.save()

    page, _run = preview(harbor, log_in(olivia))

    assert "Waits for the next" in words(page)
    assert "0.30 USD" in words(page)
    assert "/start/" not in page.text


def test_the_card_says_when_it_runs_by_itself(harbor, olivia, log_in, rosa, connected, december):
    with time_machine.travel(FIRST_OF_DECEMBER - timedelta(days=9)):
        browser = log_in(olivia)
        page = browser.get(desk(harbor, "invoices/"))
        assert "Next run: December 1, 2026" in words(page)
        assert page.context["next_run"].by_itself_on == DECEMBER
        assert "In 9 days, by itself." in words(page)

        StripeIntegration.objects.update(bills_renters=False)
        assert "so nothing runs by itself" in browser.get(desk(harbor, "invoices/")).text


def test_past_runs_say_who_and_when(harbor, olivia, log_in, rosa, connected, december, run_tasks):
    runs.run_by_the_clock(harbor, timezone.now())
    run_tasks()
    browser = log_in(olivia)
    _page, run = preview(harbor, browser, through=DECEMBER + timedelta(days=31))
    assert "the clock" in browser.get(desk(harbor, "invoices/runs/")).text

    browser.post(start(harbor, run))
    page = browser.get(desk(harbor, "invoices/runs/"))
    assert page.text.count("Olivia Owens") > browser.get(desk(harbor, "invoices/")).text.count("Olivia Owens")
    assert [r.issued_count for r in page.context["page"].rows] == [0, 1]


# --- Every door's others

DOORS = [("get", ""), ("get", "progress/"), ("post", "start/")]


@pytest.fixture
def run(harbor, rosa, december) -> BillingRun:
    return runs.preview(harbor, through=DECEMBER, by=None, now=timezone.now())


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_strangers_find_no_run(harbor, summit, carl, sam, rosa, log_in, run, method, path):
    for stranger in (carl, sam, rosa):
        assert getattr(log_in(stranger), method)(desk(harbor, f"invoices/runs/{run.pk}/{path}")).status_code == 404
    assert getattr(log_in(sam), method)(desk(summit, f"invoices/runs/{run.pk}/{path}")).status_code == 404
    run.refresh_from_db()
    assert run.status == "previewed"


@pytest.mark.parametrize("path", ["invoices/runs/", "invoices/runs/new/"])
def test_strangers_find_no_runs(harbor, carl, sam, log_in, path):
    for stranger in (carl, sam):
        assert log_in(stranger).get(desk(harbor, path)).status_code == 404


@pytest.mark.parametrize(("method", "path"), [("post", ""), ("post", "progress/"), ("get", "start/")])
def test_the_wrong_method_is_refused(harbor, olivia, log_in, run, method, path):
    assert getattr(log_in(olivia), method)(desk(harbor, f"invoices/runs/{run.pk}/{path}")).status_code == 405


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_a_run_that_is_not_there_is_not_found(harbor, olivia, log_in, method, path):
    assert getattr(log_in(olivia), method)(desk(harbor, f"invoices/runs/999/{path}")).status_code == 404
