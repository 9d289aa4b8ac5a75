"""What renters ask for shows at the desk by itself, where somebody looks, and is read out once."""

import re

from playwright.sync_api import Page, expect

ASK = """
from django.utils import timezone
from boxholder.mail.models import ActionRequest, MailItem
carl, box = User.objects.get(email="carl@harbor.example"), Mailbox.objects.get(operator__slug="harbor", pmb="101")
item = MailItem.receive(box.space, by=carl, type="letter", sender="Clay Supply")
item.assign(box, by=carl)
ActionRequest.ask(item, "shred", by=box.renter.user, now=timezone.now())
"""
COMPLETE = """
from django.utils import timezone
from boxholder.mail.models import ActionRequest
ActionRequest.objects.pending().first().complete(by=User.objects.get(email="carl@harbor.example"), now=timezone.now())
"""


def test_what_is_asked_for_shows_by_itself(house, window):
    page = window.page
    page.clock.install()
    house.log_in(page, "carl@harbor.example")
    page.goto("/harbor/desk/mail/")
    expect(_badge(page)).to_have_count(0)

    house.shell(ASK)
    half_a_minute_later(page)
    expect(_badge(page)).to_have_text(re.compile("^1"))
    expect(_said(page)).to_have_text("1 request waiting")

    # Nothing new: the badge is left as it is, and nothing is read out again.
    page.evaluate("document.querySelector('.badge').dataset.same = ''")
    half_a_minute_later(page)
    expect(_said(page)).to_be_empty()
    expect(_badge(page)).to_have_attribute("data-same", "")

    house.shell(COMPLETE)
    half_a_minute_later(page)
    expect(_badge(page)).to_have_count(0)
    expect(_said(page)).to_be_empty()


def test_the_list_says_what_came_and_moves_nothing(house, window):
    page = window.page
    page.clock.install()
    house.log_in(page, "carl@harbor.example")
    house.shell(ASK)
    page.goto("/harbor/desk/requests/?kind=shred")
    row = page.get_by_role("row").last
    before = row.bounding_box()

    house.shell(ASK)
    half_a_minute_later(page)
    show = page.get_by_role("link", name="1 new request – show")
    expect(show).to_be_visible()
    expect(_said(page)).to_contain_text("1 new request")
    assert row.bounding_box() == before
    window.axe()

    show.click()
    expect(page.get_by_role("row")).to_have_count(3)
    assert page.url.endswith("?kind=shred")
    expect(show).to_have_count(0)


def test_who_is_away_is_not_asked_for_and_who_comes_back_sees_it_at_once(house, phone):
    page = phone.page
    page.clock.install()
    house.log_in(page, "carl@harbor.example")
    page.goto("/harbor/desk/mail/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    house.shell(ASK)

    _look_away(page, True)
    page.clock.fast_forward("05:00")
    page.evaluate("0")
    assert asked == []

    _look_away(page, False)
    expect(_badge(page)).to_be_visible()
    phone.axe()


def test_logged_out_it_rests(house, window):
    page = window.page
    page.clock.install()
    house.log_in(page, "carl@harbor.example")
    page.goto("/harbor/desk/mail/")
    window.context.clear_cookies()

    half_a_minute_later(page)

    expect(page.locator("[data-live]")).to_have_count(0)
    expect(page.get_by_role("heading", name="Mail", level=1)).to_be_visible()


def half_a_minute_later(page: Page) -> None:
    with page.expect_response(re.compile("/waiting/")):
        page.clock.fast_forward(30_000)


def _badge(page: Page):
    return page.get_by_role("link", name="Requests").locator(".badge")


def _said(page: Page):
    return page.locator("[data-live-says]")


def _look_away(page: Page, is_away: bool) -> None:
    """A browser without a screen is always looked at: it is told that it is not."""
    page.evaluate(
        "away => { Object.defineProperty(document, 'hidden', { configurable: true, value: away });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        is_away,
    )
