"""Every piece in a real browser: axe finds nothing, 320 px do not scroll sideways, and it works without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.journey,
    pytest.mark.urls("tests.web.specimen_urls"),
    pytest.mark.django_db(transaction=True),
]

# A button inside a field shares the field's box.
TARGETS = (
    ".button:not(.field__box .button), .field__box, .search-field input, "
    ".filter, .tabs__link, .sidebar__link, .menu__toggle"
)


@pytest.fixture
def open_specimen(browser, live_server):
    def open_page(query: str = "", **options) -> Page:
        page = browser.new_context(viewport={"width": 1280, "height": 900}, **options).new_page()
        page.goto(f"{live_server.url}/?{query}")
        return page

    yield open_page
    for context in browser.contexts:
        context.close()


# Colours do not change with the width, nor what is where with the colours: two of the four are enough.
@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (375, "light")])
@pytest.mark.parametrize("frame", ["operator", "renter", "plain"])
def test_axe_finds_nothing(open_specimen, frame, width, scheme):
    page = open_specimen(f"frame={frame}", color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})

    # `preload` would copy the styles into the page, away from the addresses they import from.
    results = Axe().run(page, options={"preload": False})

    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [1280, 640, 320])  # 640 is 1280 at 200 % zoom
@pytest.mark.parametrize("frame", ["operator", "renter", "plain"])
def test_nothing_scrolls_sideways(open_specimen, frame, width):
    page = open_specimen(f"frame={frame}")
    page.set_viewport_size({"width": width, "height": 700})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_touched_is_at_least_44_px_on_the_phone(open_specimen):
    page = open_specimen("quiet", has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 375, "height": 700})

    small = page.locator(TARGETS).evaluate_all(
        "all => all.filter(one => one.checkVisibility() && one.offsetHeight < 44).map(one => one.className)"
    )

    assert small == []


def test_a_confirmation_opens_closes_and_gives_the_focus_back(open_specimen):
    page = open_specimen("quiet")
    page.get_by_role("button", name="Charge 37 cards").click()

    dialog = page.get_by_role("dialog", name="Charge 37 cards, 1,284.00 USD?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent.trim()") == "Charge 37 cards"


def test_without_scripts_the_confirmation_unfolds_in_place(open_specimen):
    page = open_specimen("quiet", java_script_enabled=False)
    page.locator("summary", has_text="Charge 37 cards").click()

    expect(page.get_by_text("Each renter's default card is charged now.")).to_be_visible()


def test_rows_are_ticked_and_counted(open_specimen):
    page = open_specimen("quiet")
    bar = page.locator("[data-bulk-bar]")
    expect(bar).to_be_hidden()

    page.get_by_label("2026-0042").check()
    page.get_by_label("2026-0041").check()

    expect(bar).to_contain_text("2 selected")
    assert page.get_by_label("All", exact=True).evaluate("box => box.indeterminate")


def test_the_keyboard_walks_rows_and_explains_itself(open_specimen):
    page = open_specimen("quiet")
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "2026-0041"

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("New Mailbox")


def test_a_row_opens_in_the_side_panel_and_the_list_stays(open_specimen):
    page = open_specimen("quiet")
    address = page.url

    page.get_by_role("link", name="2026-0042").click()

    expect(page.locator("#side-panel")).to_be_visible()
    assert page.url == address


def test_the_policy_refuses_nothing_of_ours(open_specimen):
    page = open_specimen("quiet")
    refused = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.reload(wait_until="networkidle")

    assert refused == []
