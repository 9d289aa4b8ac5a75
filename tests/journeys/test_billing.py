"""The month, as both sides see it: previewed, run, charged; declined, and put right."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.house import House

OLIVIA, ROSA = "olivia@harbor.example", "rosa@example.com"
BANK = "3D Secure authentication frame"
# Waiting for it waits until the page has loaded whole.
AN_INVOICE = re.compile(r"/invoices/[0-9a-f-]{36}/")


class Month:
    """Harbor's month, in a house that is connected: who has which card, and the run of it."""

    def __init__(self, house: House):
        self.house = house
        # The clock has looked today, so that only the story bills.
        house.shell(
            "from boxholder.billing import runs; from django.utils import timezone; "
            "op = Operator.objects.get(slug='harbor'); bills = BillingSettings.objects.of(op); "
            "looked = {'clock_looked_on': runs.today_of(op, timezone.now())}; "
            "BillingSettings.objects.filter(pk=bills.pk).update(**looked)"
        )
        house.connect()
        # Nobody is asked for a card at log-in: that is another story.
        house.shell("StripeIntegration.objects.update(ask_for_cards_from='2099-01-01')")

    def card(self, email: str, behaviour: str = "ok") -> str:
        card = self.house.shell(
            "from tests.support.on_file import put_on_file; "
            f"print(put_on_file(Renter.objects.get(email={email!r})).stripe_id)"
        )
        self.becomes(card, behaviour)
        return card

    def becomes(self, card: str, behaviour: str) -> None:
        self.house.simulator.behave(card, behaviour)

    def run(self) -> None:
        """Everything due by the first of next month, issued and charged by the worker."""
        self.house.shell(
            "from boxholder.billing import runs; from boxholder.billing.cycle import next_cycle_start; "
            "from django.utils import timezone; now = timezone.now(); op = Operator.objects.get(slug='harbor'); "
            "run = runs.preview(op, through=next_cycle_start(runs.today_of(op, now)), by=None, now=now); "
            "runs.start(run, by=None, now=now)"
        )

    def ledger(self) -> list[tuple[str, int]]:
        return [(each["status"], each["amount_received"]) for each in self.house.simulator.objects("payment_intent")]


@pytest.fixture
def month(house: House) -> Month:
    return Month(house)


def open_invoice(page: Page, who: str) -> None:
    page.goto("/harbor/desk/invoices/")
    page.get_by_role("row").filter(has_text=who).get_by_role("link").first.click()
    page.wait_for_url(AN_INVOICE)


def pay_now(page: Page, button: str = "Pay now") -> None:
    """Once the page's scripts are there: before, the button says that paying needs them."""
    page.wait_for_url(AN_INVOICE)
    page.get_by_role("button", name=button).click()


def answer_the_bank(page: Page, answer: str = "Complete authentication") -> None:
    page.frame_locator(f"iframe[title='{BANK}']").get_by_role("button", name=answer).click()


def test_olivia_previews_the_run_starts_it_and_sees_it_paid(house, month, window):
    month.card(ROSA)
    page = window.page
    house.log_in(page, OLIVIA)
    page.goto("/harbor/desk/invoices/")
    window.shot("list-empty")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Preview: everything due by")).to_be_visible()
    expect(page.get_by_text("it runs ahead of its date")).to_be_visible()
    window.shot("preview")
    window.axe()

    page.get_by_role("button", name="Issue 2 invoices").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Issue 2 invoices and charge 1 card, 19.00")
    window.shot("confirm")
    window.axe()
    dialog.get_by_role("button", name="Issue and charge 1 card").click()

    expect(page.get_by_text("2 invoices over 48.00 USD were issued.")).to_be_visible()
    window.shot("run")
    window.axe()
    page.get_by_role("link", name="Paid").click()
    page.get_by_role("link", name=re.compile(r"\d{4}-00001")).click()
    expect(page.get_by_text("Charged to Visa •••• 4242").first).to_be_visible()
    window.shot("paid")
    window.axe()
    assert month.ledger() == [("succeeded", 1900)]
    page.goto("/harbor/desk/invoices/")
    window.shot("list")
    window.axe()
    page.goto("/harbor/desk/invoices/runs/")
    window.shot("past")


def test_rosas_card_is_declined_and_she_pays_with_her_banks_confirmation(house, month, window):
    card = month.card(ROSA, "insufficient_funds_at_charge")
    month.run()
    link = re.search(r"https?://\S+/billing/invoices/\S+", house.mail(ROSA, about="declined").get_content())[0]
    month.becomes(card, "always_authenticate")
    page = window.page

    page.goto(link)
    page.locator("input[type=email]").fill(ROSA)
    page.locator("input[type=password]").fill("correct horse battery staple")
    page.locator("form[method=post]:has(input[type=password]) button").last.click()

    expect(page.get_by_text("There was not enough money on the card.")).to_be_visible()
    expect(page.get_by_text("Nothing was charged.")).to_be_visible()
    window.shot("declined")
    window.axe()
    pay_now(page)
    answer_the_bank(page)

    expect(page.get_by_text(re.compile("Thank you. .* is paid."))).to_be_visible()
    expect(page.get_by_text(re.compile("charged to Visa •••• 4242")).first).to_be_visible()
    window.shot("paid")
    window.axe()
    page.get_by_role("link", name="Receipt").click()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    window.shot("receipt")
    page.goto("/harbor/billing/invoices/")
    window.shot("list")
    window.axe()
    assert month.ledger() == [("succeeded", 1900)]
    assert house.mail(ROSA, about="receipt")


@pytest.mark.parametrize("answer", ["Fail authentication", "Cancel authentication"])
def test_the_banks_question_is_not_answered(house, month, page, answer):
    month.card(ROSA, "always_authenticate")
    month.run()
    house.mail(ROSA, about="confirm")
    house.log_in(page, ROSA)
    page.goto("/harbor/billing/invoices/")
    page.get_by_role("link", name=re.compile(r"\d{4}-00001")).click()
    expect(page.get_by_text("Your bank wants you to confirm this payment.")).to_be_visible()

    pay_now(page)
    answer_the_bank(page, answer)

    expect(page.get_by_text(re.compile("nothing was charged", re.IGNORECASE)).first).to_be_visible()
    pay_now(page)
    answer_the_bank(page)
    expect(page.get_by_text(re.compile("Thank you. .* is paid."))).to_be_visible()
    assert month.ledger() == [("succeeded", 1900)]


def test_the_tab_is_closed_at_the_banks_question_and_taken_up_again(house, month, window):
    month.card(ROSA, "always_authenticate")
    month.run()
    house.mail(ROSA, about="confirm")
    page = window.page
    house.log_in(page, ROSA)
    page.goto("/harbor/billing/invoices/")
    page.get_by_role("link", name=re.compile(r"\d{4}-00001")).click()
    pay_now(page)
    expect(page.frame_locator(f"iframe[title='{BANK}']").get_by_role("heading")).to_be_visible()

    page.reload()
    expect(page.get_by_text("You began to pay")).to_be_visible()
    window.shot("taken-up")
    pay_now(page, "Go on paying")
    answer_the_bank(page)

    expect(page.get_by_text(re.compile("Thank you. .* is paid."))).to_be_visible()
    assert month.ledger() == [("succeeded", 1900)]


def test_olivia_tries_again(house, month, window):
    card = month.card(ROSA, "insufficient_funds_at_charge")
    month.run()
    house.mail(OLIVIA.replace("olivia", "hello"), about="Not paid")
    page = window.page
    house.log_in(page, OLIVIA)
    open_invoice(page, "Rosa Reyes")
    expect(page.get_by_text("There was not enough money on the card.").first).to_be_visible()
    window.shot("declined")
    window.axe()
    month.becomes(card, "ok")

    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("dialog")).to_contain_text("Charge 19.00 USD to Visa •••• 4242?")
    page.get_by_role("dialog").get_by_role("button", name="Try again").click()

    expect(page.get_by_text("Charged to Visa •••• 4242").first).to_be_visible()
    assert month.ledger() == [("succeeded", 1900)]


def test_olivia_voids_an_invoice(house, month, window):
    month.card(ROSA, "insufficient_funds_at_charge")
    month.run()
    house.mail(ROSA, about="declined")
    page = window.page
    house.log_in(page, OLIVIA)
    open_invoice(page, "Rosa Reyes")

    page.get_by_role("button", name="Void").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("Billed by mistake")
    window.shot("dialog")
    window.axe()
    dialog.get_by_role("button", name="Void").click()

    expect(page.get_by_text("Voided by Olivia Owens").first).to_be_visible()
    window.shot("voided")
    assert month.ledger() == [("canceled", 0)]


def test_every_page_fits_a_phone(house, month, phone):
    """375 and 320 px wide, light and dark: nothing is scrolled sideways, and axe finds nothing."""
    month.card(ROSA, "insufficient_funds_at_charge")
    month.run()
    house.mail(ROSA, about="declined")
    page = phone.page
    for who, addresses in {OLIVIA: ["desk/invoices/", "desk/invoices/runs/"], ROSA: ["billing/invoices/"]}.items():
        page.context.clear_cookies()
        house.log_in(page, who)
        for address in addresses:
            page.goto(f"/harbor/{address}")
            _fits(phone, address.replace("/", "-"))
            listed = page.url
            page.locator("a.row-link").last.click()
            page.wait_for_url(lambda url, listed=listed: url != listed)
            _fits(phone, f"{address}one".replace("/", "-"))
    page.context.clear_cookies()
    house.log_in(page, OLIVIA)
    page.goto("/harbor/desk/invoices/runs/new/")
    page.get_by_label("Bill everything due by").fill("2027-01-01")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Preview: everything due by")).to_be_visible()
    _fits(phone, "preview")


def _fits(phone, what: str) -> None:
    page = phone.page
    for width in (320, 375):
        page.set_viewport_size({"width": width, "height": 812})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} px wide at {width}"
    phone.shot(what)
    phone.axe()
    page.emulate_media(color_scheme="dark")
    phone.shot(f"{what}-dark")
    phone.axe()
    page.emulate_media(color_scheme="light")
