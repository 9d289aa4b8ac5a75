"""Rosa is asked for a card, and whatever she does then ends well."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.house import House
from tests.support.processes import wait_until

ELEMENT = "Secure payment input frame"
BANK = "3D Secure authentication frame"
ADD = "Add Credit Card"


@pytest.fixture
def connected_house(house: House) -> House:
    house.connect()
    return house


def type_card(page: Page, number: str = "4242424242424242") -> None:
    field = page.frame_locator(f"iframe[title='{ELEMENT}']")
    for label, value in {
        "Card number": number, "Expiration date": "12/34", "Security code": "123", "ZIP code": "12207",
    }.items():  # fmt: skip
        field.get_by_label(label).fill(value)


def under_the_mouse(it: Locator) -> Locator:
    """Just after the page was scrolled the mouse is still felt by what stood there before: Stripe's frame."""
    assert wait_until(lambda: it.hover() or it.evaluate("it => it.matches(':hover')"), seconds=60)
    return it


def press_add(page: Page) -> None:
    under_the_mouse(page.get_by_role("button", name=ADD)).click()


def add_card(page: Page, number: str = "4242424242424242") -> None:
    type_card(page, number)
    press_add(page)


def on_file(house: House) -> str:
    return house.shell(
        "print(' '.join(c.last4 + '!' * c.is_default for c in PaymentMethod.objects.usable().order_by('pk')))"
    )


def test_a_card_is_asked_for_at_log_in_and_saved(connected_house, window):
    page = window.page
    connected_house.log_in(page, "rosa@example.com")
    expect(page.get_by_role("heading", name="Add a card for your mailbox")).to_be_visible()
    expect(page.get_by_text("19.00 USD").first).to_be_visible()
    expect(page.get_by_text("By choosing Add Credit Card you agree")).to_be_visible()
    type_card(page)
    window.axe()

    press_add(page)

    expect(page.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()
    assert page.url == f"{connected_house.url}/harbor/mail/"
    assert on_file(connected_house) == "4242!"
    page.goto("/harbor/billing/")
    window.axe()


def test_a_declined_card_is_said_and_another_one_works(connected_house, window):
    page = window.page
    connected_house.log_in(page, "rosa@example.com")
    add_card(page, "4000000000000002")

    problem = page.get_by_role("alert").filter(has_text="declined")
    expect(problem).to_contain_text("Nothing was charged")
    window.axe()
    add_card(page)

    expect(page.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()


def test_what_is_missing_is_said_in_the_card_field(connected_house, page):
    connected_house.log_in(page, "rosa@example.com")
    expect(page.get_by_role("button", name=ADD)).to_be_enabled()

    press_add(page)

    expect(page.get_by_role("alert").filter(has_text="card number is incomplete")).to_be_visible()
    assert connected_house.shell("print(CardSetup.objects.get().agreed_at)") == "None"


@pytest.mark.parametrize(("answer", "saved"), [("Complete authentication", True), ("Fail authentication", False)])
def test_the_bank_asks_rosa(connected_house, page, answer, saved):
    connected_house.log_in(page, "rosa@example.com")
    add_card(page, "4000002500003155")

    page.frame_locator(f"iframe[title='{BANK}']").get_by_role("button", name=answer).click()

    if saved:
        expect(page.get_by_text("Visa •••• 3155 is now the card we charge.")).to_be_visible()
    else:
        expect(page.get_by_role("alert").filter(has_text="did not get your confirmation")).to_be_visible()
        add_card(page)
        expect(page.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()


def test_a_reload_in_the_middle_of_the_banks_question_begins_anew(connected_house, page):
    connected_house.log_in(page, "rosa@example.com")
    add_card(page, "4000002500003155")
    expect(page.frame_locator(f"iframe[title='{BANK}']").get_by_role("heading")).to_be_visible()

    page.reload()
    add_card(page)

    expect(page.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()
    assert on_file(connected_house) == "4242!"


def test_later_leads_to_the_mailbox_and_is_asked_again_at_the_next_log_in(connected_house, page):
    connected_house.log_in(page, "rosa@example.com")

    under_the_mouse(page.get_by_role("link", name="Later")).click()
    expect(page.get_by_role("heading", name="Mail", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Mail", exact=True)).to_be_visible()
    page.context.clear_cookies()
    connected_house.log_in(page, "rosa@example.com")

    expect(page.get_by_role("link", name="Later")).to_be_visible()


def test_where_a_card_is_required_mail_stays_readable(connected_house, window):
    page = window.page
    connected_house.shell(
        "s = BillingSettings.objects.of(Operator.objects.get(slug='harbor')); s.card_may_be_put_off = False; s.save()"
    )
    connected_house.log_in(page, "rosa@example.com")
    expect(page.get_by_role("link", name="Later")).to_have_count(0)

    under_the_mouse(page.get_by_role("link", name="Go to my mailbox")).click()

    expect(page.get_by_text("A card is needed")).to_be_visible()
    expect(page.get_by_text("PMB 101").first).to_be_attached()
    window.axe()


def test_two_tabs_save_one_card(connected_house, page):
    connected_house.log_in(page, "rosa@example.com")
    other = page.context.new_page()
    other.goto("/harbor/cards/new/")
    type_card(other, "5555555555554444")
    add_card(page)
    expect(page.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()

    press_add(other)

    expect(other.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()
    assert on_file(connected_house) == "4242!"


def test_a_tab_closed_before_the_answer_loses_nothing(connected_house, window):
    page = window.page
    window.tolerate("ERR_FAILED")
    connected_house.log_in(page, "rosa@example.com")
    page.route("**/cards/forms/*/card/", lambda route: route.abort())
    type_card(page)
    with page.expect_response(re.compile(r"/v1/setup_intents/.*/confirm")):
        press_add(page)
    other = page.context.new_page()
    page.close()

    other.goto("/harbor/cards/new/")

    expect(other.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()
    assert on_file(connected_house) == "4242!"


def test_a_double_click_saves_one_card(connected_house, page):
    connected_house.log_in(page, "rosa@example.com")
    type_card(page)

    under_the_mouse(page.get_by_role("button", name=ADD)).dblclick()

    expect(page.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()
    assert on_file(connected_house) == "4242!"


def test_back_after_the_card_was_saved_shows_a_fresh_form(connected_house, page):
    connected_house.log_in(page, "rosa@example.com")
    add_card(page)
    expect(page.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()

    page.go_back()

    expect(page.get_by_role("heading", name="Add a card")).to_be_visible()
    expect(page.get_by_role("button", name=ADD)).to_be_enabled()


def test_a_blocked_script_is_said_and_can_be_tried_again(connected_house, window):
    page = window.page
    window.tolerate("ERR_FAILED")
    page.route("**/endive/stripe.js", lambda route: route.abort())
    connected_house.log_in(page, "rosa@example.com")
    expect(page.get_by_role("alert").filter(has_text="could not be loaded")).to_be_visible()

    page.unroute("**/endive/stripe.js")
    page.get_by_role("button", name="Try again").click()
    add_card(page)

    expect(page.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()


def test_when_stripe_does_not_answer_the_page_is_there_all_the_same(connected_house, window, simulator):
    page = window.page
    window.tolerate("503 POST")
    simulator.fault("/v1/*", "500", count=0)
    connected_house.log_in(page, "rosa@example.com")
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()
    expect(page.get_by_role("link", name="Later")).to_be_visible()

    simulator.no_faults()
    page.get_by_role("button", name="Try again").click()
    add_card(page)

    expect(page.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible()


def test_without_javascript_the_page_says_what_is_missing(connected_house, open_window):
    window = open_window("no-script", java_script_enabled=False)
    connected_house.log_in(window.page, "rosa@example.com")

    expect(window.page.get_by_text("The card field needs JavaScript")).to_be_visible()
    expect(window.page.get_by_role("button", name=ADD)).to_have_count(0)


def test_a_new_card_pays_what_is_open(connected_house, window):
    page = window.page
    connected_house.shell(
        "from datetime import UTC, datetime; from boxholder.billing import runs; "
        "o = Operator.objects.get(slug='harbor'); s = BillingSettings.objects.of(o); "
        "now = datetime.now(UTC); s.bill_from = now.date().replace(day=1); s.save(); "
        "run = runs.preview(o, through=now.date(), by=None, now=now); runs.start(run, by=None, now=now); "
        "runs.carry_on(run.pk, now)"
    )
    connected_house.log_in(page, "rosa@example.com")
    add_card(page)
    expect(page.get_by_text("1 open invoice")).to_be_visible()
    window.axe()

    page.get_by_role("button", name=re.compile("Pay the open invoice, 19.00.USD, now")).click()

    expect(page.get_by_text("Paid", exact=True)).to_be_visible(timeout=30_000)
    window.axe()


@pytest.mark.parametrize(("scheme", "phone"), [("light", True), ("dark", False)], ids=["phone", "desktop"])
def test_the_pages_are_fit_for_everyone(connected_house, open_window, scheme, phone):
    window = open_window(phone=phone, color_scheme=scheme)
    page = window.page
    connected_house.log_in(page, "rosa@example.com")
    type_card(page)
    window.axe()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press_add(page)
    expect(page.get_by_text("is now the card we charge.")).to_be_visible()
    page.goto("/harbor/billing/")
    window.axe()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    window.shot("billing")
    page.goto("/harbor/cards/new/")
    # A picture larger than the window would distort the frames of others in it.
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 1700})
    type_card(page)
    window.shot("card")


def test_olivia_enters_a_card_for_rosa(connected_house, window):
    page = window.page
    connected_house.log_in(page, "olivia@harbor.example")
    page.goto("/harbor/desk/mailboxes/")
    page.get_by_role("link", name="101").first.click()
    page.get_by_role("link", name="Add a card").click()
    expect(page.get_by_text("Read this to the renter")).to_be_visible()
    type_card(page)
    window.axe()
    press_add(page)
    expect(page.get_by_role("alert").filter(has_text="Say how the renter agreed")).to_be_visible()
    assert on_file(connected_house) == ""

    page.get_by_label("By phone").check()
    page.get_by_label("Note").fill("Called on Monday")
    press_add(page)

    expect(page.get_by_text("Visa •••• 4242 is now the card charged for Rosa Reyes.")).to_be_visible()
    expect(page.get_by_text("who agreed: By phone: Called on Monday")).to_be_visible()
    window.axe()
