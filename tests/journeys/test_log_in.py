"""Everyone finds their door, and the browser's watch is awake."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import Window


def test_olivia_logs_in_and_stands_at_the_desk(house, window):
    house.log_in(window.page, "olivia@harbor.example")

    assert window.page.url.startswith(f"{house.url}/harbor/desk/")
    window.axe()


def test_rosa_logs_in_on_her_phone(house, phone):
    house.log_in(phone.page, "rosa@example.com")

    assert phone.page.url == f"{house.url}/harbor/mail/"
    phone.axe()


def test_a_wrong_password_is_said_at_the_field(window):
    page = window.page
    page.goto("/harbor/account/login/")
    page.locator("input[type=email]").fill("rosa@example.com")
    page.locator("input[type=password]").fill("not hers at all")
    page.keyboard.press("Enter")

    expect(page.locator(".form-errors, .field__error, [role=alert]").first).to_be_visible()
    window.axe()


def test_a_reset_link_comes_by_e_mail_and_leads_here(house, page):
    page.goto("/harbor/account/password/reset/")
    page.locator("input[type=email]").fill("rosa@example.com")
    page.keyboard.press("Enter")

    link = next(word for word in house.mail("rosa@example.com").get_content().split() if "://" in word)
    assert link.startswith(f"{house.url}/harbor/account/password/reset/")


HARM = {
    "console.error('broken')": "broken",
    "setTimeout(() => { throw new Error('thrown') })": "thrown",
    "document.body.insertAdjacentHTML('beforeend', '<img src=https://example.com/a.png>')": "img-src",
    "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">red</p>')": "style-src",
    "fetch('/static/nowhere.js')": "404",
}


def test_the_watch_would_notice(house, browser):
    for harm, noticed in HARM.items():
        window = Window(browser, house.url, "watch")
        window.page.goto("/harbor/account/login/")
        assert window.problems == []

        window.page.evaluate(harm)
        window.page.wait_for_timeout(300)

        with pytest.raises(AssertionError, match=noticed):
            window.close(failed=False)
