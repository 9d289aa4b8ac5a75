"""The README's story, lived through on `make run` itself: its processes, its data, its values to paste.

The pictures in docs/screenshots/ are taken here: BOXHOLDER_SCREENSHOTS=1 renews them.
"""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_cards import add_card
from tests.support.browser import ROOT, Window
from tests.support.processes import Environment, free_port, wait_until

PASSWORD = "harbor-demo-2026"
PICTURES = ROOT / "docs" / "screenshots"


class Demo:
    """`boxholder demo`, as `make run` starts it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.ports = {"BOXHOLDER_PORT": str(free_port()), "STRIPE_SIMULATOR_PORT": str(free_port())}
        self.url = f"http://localhost:{self.ports['BOXHOLDER_PORT']}"
        self.said = folder / "said.txt"

    def start(self) -> "Demo":
        variables = Environment(self.folder / "data", **self.ports).variables
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "boxholder", "demo"], cwd=ROOT, env=variables, stdout=said, stderr=said
            )
        assert wait_until(self._is_up, seconds=120), self.said.read_text()
        return self

    def _is_up(self) -> bool:
        assert self.process.poll() is None, self.said.read_text()
        return "Ctrl-C stops everything" in self.said.read_text()

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(60) == 0


@pytest.fixture
def demo(tmp_path):
    demo = Demo(tmp_path).start()
    yield demo
    if demo.process.poll() is None:
        demo.interrupt()


@pytest.fixture
def window_of(demo, browser):
    """`window_of("rosa")`: her own browser, logged in and watched."""
    windows = []

    def open(who: str, **options) -> Window:
        window = Window(browser, demo.url, f"story-{who}", **options)
        window.context.set_default_timeout(60_000)
        windows.append(window)
        return window

    yield open
    for window in windows:
        window.close(failed=False)


def log_in(page: Page, email: str, path: str = "/harbor/") -> None:
    page.goto(f"/harbor/account/login/?next={path}")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/harbor/(?!account)"))


def picture(window: Window, name: str) -> None:
    window.shot(name)
    if os.environ.get("BOXHOLDER_SCREENSHOTS"):
        PICTURES.mkdir(exist_ok=True)
        window.page.screenshot(path=PICTURES / f"{name}.png")


def connect(window: Window) -> None:
    """The three values, copied from the demo's page into the form."""
    page = window.page
    page.goto("/demo/")
    values = dict(
        zip(
            page.locator("dl").first.locator("dt").all_inner_texts(),
            page.locator("dl").first.locator("code").all_inner_texts(),
            strict=True,
        )
    )
    log_in(page, "olivia@harbor.example", "/harbor/desk/")
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Integrations").click()
    page.get_by_role("link", name=re.compile("Manage")).click()
    for label, value in values.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Bill mailbox renters with Stripe?").check()
    page.get_by_role("button", name="Save Changes").click()
    expect(page.get_by_text("Connected, in test mode")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Billing renters").first).to_be_visible()
    picture(window, "stripe")


def run_the_month(window: Window) -> None:
    page = window.page
    page.goto("/harbor/desk/invoices/")
    page.get_by_role("button", name="Preview").click()
    picture(window, "preview")
    page.get_by_role("button", name=re.compile(r"Issue \d+ invoices")).first.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Issue and charge 2 cards")).click()
    expect(page.get_by_text(re.compile(r"\d+ invoices over .* were issued"))).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name=re.compile("Declined"))).to_be_visible(timeout=60_000)
    picture(window, "run")


def test_the_story_of_the_readme(demo, window_of):
    olivia, rosa, ben = window_of("olivia"), window_of("rosa", phone=True), window_of("ben")
    connect(olivia)

    log_in(rosa.page, "rosa@example.com")
    expect(rosa.page.get_by_role("button", name="Add Credit Card")).to_be_enabled(timeout=60_000)
    add_card(rosa.page)
    expect(rosa.page.get_by_text("Visa •••• 4242 is now the card we charge.")).to_be_visible(timeout=60_000)
    picture(rosa, "renter")
    rosa.page.goto("/harbor/mail/")
    expect(rosa.page.get_by_text(re.compile("may the postage be 18.40.USD"))).to_be_visible()
    log_in(ben.page, "ben@example.com")
    picture(ben, "card")
    add_card(ben.page, "4000000000000341")
    expect(ben.page.get_by_text("is now the card we charge.")).to_be_visible(timeout=60_000)

    run_the_month(olivia)
    olivia.page.get_by_role("link", name=re.compile("Paid")).first.click()
    olivia.page.get_by_role("row").filter(has_text="Rosa Reyes").get_by_role("link").first.click()
    expect(olivia.page.get_by_text("Charged to Visa •••• 4242").first).to_be_visible()
    picture(olivia, "invoice")

    ben_recovers(ben)
    switch_off(olivia)
    chen = window_of("chen")
    log_in(chen.page, "chen@example.com")
    expect(chen.page.get_by_role("button", name="Add Credit Card")).not_to_be_visible()

    told = demo_mail(olivia.page)
    assert {"rosa@example.com", "ben@example.com", "hello@harbor.example"} <= told

    demo.interrupt()
    demo.start()
    rosa.page.goto("/harbor/billing/invoices/")
    expect(rosa.page.get_by_text("Paid").first).to_be_visible()


def ben_recovers(ben: Window) -> None:
    page = ben.page
    page.goto("/harbor/billing/invoices/")
    page.get_by_role("link", name=re.compile(r"\d{4}-\d{5}")).first.click()
    expect(page.get_by_text("Nothing was charged").first).to_be_visible()
    picture(ben, "declined")
    page.goto("/harbor/cards/new/")
    add_card(page, "5555555555554444")
    expect(page.get_by_text("Mastercard •••• 4444 is now the card we charge.")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name=re.compile("^Pay ")).first.click()
    expect(page.get_by_text(re.compile("is paid|paid", re.IGNORECASE)).first).to_be_visible(timeout=60_000)


def switch_off(olivia: Window) -> None:
    page = olivia.page
    page.goto("/harbor/desk/settings/integrations/stripe/")
    page.get_by_label("Bill mailbox renters with Stripe?").uncheck()
    page.get_by_role("button", name="Save Changes").click()
    expect(page.get_by_text(re.compile("Nobody is asked|nobody is asked")).first).to_be_visible()
    picture(olivia, "switch-off")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_text(re.compile("billing off|not billed", re.IGNORECASE)).first).to_be_visible()


def demo_mail(page: Page) -> set[str]:
    page.goto("/demo/e-mails/")
    return set(page.locator("td[data-label=To]").all_inner_texts())
