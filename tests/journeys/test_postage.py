"""Rosa wants to be asked before postage above ten dollars; Carl asks, she answers on her phone, he sends."""

import re

from playwright.sync_api import Page, expect

from tests.support import photographs
from tests.support.mailroom import done, open_request

DARK = {"color_scheme": "dark"}
CARL, ROSA = "carl@harbor.example", "rosa@example.com"
WAITS = """
from django.utils import timezone
from boxholder.mail.models import ActionRequest, MailItem
carl, rosa = User.objects.get(email="carl@harbor.example"), Renter.objects.get(name="Rosa Reyes")
box = rosa.mailboxes.get()
for sender in ("Clay Supply Co.", "Glaze Works", "Kiln Parts"):
    item = MailItem.receive(box.space, by=carl, type="parcel", sender=sender)
    item.assign(box, by=carl)
    address = "Rosa Reyes\\n4 Elm Road\\nAlbany NY 12207" if sender != "Kiln Parts" else "Mia Moreno\\n9 Kiln Lane"
    ActionRequest.ask(item, "forward", by=rosa.user, now=timezone.now(), address=address)
"""
OWED = """
from boxholder.billing.models import Charge
print(*[str(charge.amount) for charge in Charge.objects.filter(kind="postage")], sep=", ")
"""


def test_rosa_is_asked_before_it_costs_more_than_she_set(house, window, phone):
    house.shell(WAITS)
    house.log_in(phone.page, ROSA)
    house.log_in(window.page, CARL)
    _rosa_sets(phone, "10")

    page = window.page
    open_request(page, "M-1")
    _fill(page, postage="14.20")
    page.get_by_role("button", name="Sent", exact=True).click()
    expect(page.get_by_text("The renter wants to be asked before postage above 10.00 USD").first).to_be_visible()
    window.fits("told")
    _photograph(page)
    page.get_by_role("button", name="Ask the renter").click()
    expect(page.get_by_text("The renter is asked about 14.20 USD.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=re.compile(r"M-[12]\b"))).to_have_count(0)
    window.fits("list")
    page.get_by_role("link", name="Waiting for the renter").click()
    window.fits("waiting-list")
    page.get_by_role("row").filter(has_text=re.compile(r"M-1\b")).get_by_role("link").first.click()
    window.fits("waiting")

    _rosa_says(phone, "No, do not send", "It is not sent for 14.20 USD.", "no")
    open_request(page, "M-1")
    expect(page.get_by_label("Tracking number")).to_have_value("1Z999AA10123456784")
    window.fits("refused")
    page.get_by_label(re.compile("^Postage")).fill("12.40")
    page.get_by_role("button", name="Ask the renter").click()
    expect(page.get_by_text("The renter is asked about 12.40 USD.")).to_be_visible()

    _rosa_says(phone, re.compile("Yes, pay 12.40.USD"), "It is sent for 12.40 USD at most.", "yes")
    page.reload()
    open_request(page, "M-1")
    window.fits("agreed")
    page.get_by_label(re.compile("^Postage")).fill("12.41")
    page.get_by_role("button", name="Sent", exact=True).click()
    expect(page.get_by_text("The renter agreed to 12.40 USD, and to no more.").first).to_be_visible()
    window.fits("not-more")
    page.get_by_label(re.compile("^Postage")).fill("12.40")
    done(page, "Sent", "Forward, M-1")
    assert house.shell(OWED).strip() == "12.40 USD"
    _by_phone(window, phone, "M-3", postage="15.00")

    page.goto("/harbor/desk/mailboxes/")
    page.get_by_role("link", name="101").first.click()
    expect(page.get_by_text("The renter is asked first above")).to_be_visible()
    window.fits("mailbox")
    phone.page.goto("/harbor/requests/?state=done")
    phone.page.get_by_role("link", name="Forward").first.click()
    expect(phone.page.get_by_role("heading", name="Parcel", exact=True)).to_be_visible()
    phone.fits("sent")


def test_the_same_in_the_dark_and_on_the_other_size(house, open_window):
    house.shell(WAITS)
    rosa, carl = open_window("rosa", **DARK), open_window("carl", phone=True, **DARK)
    house.log_in(rosa.page, ROSA)
    house.log_in(carl.page, CARL)
    _rosa_sets(rosa, "0")

    page = carl.page
    open_request(page, "M-3")
    _fill(page, postage="3.10")
    page.get_by_role("button", name="Sent", exact=True).click()
    expect(page.get_by_text("The renter wants to be asked before there is any postage.").first).to_be_visible()
    carl.fits("told")
    page.get_by_role("button", name="Ask the renter").click()
    page.get_by_role("link", name="Waiting for the renter").click()
    carl.fits("waiting-list")
    page.get_by_role("row").filter(has_text=re.compile(r"M-3\b")).get_by_role("link").first.click()
    carl.fits("waiting")

    _rosa_says(rosa, re.compile("Yes, pay 3.10.USD"), "It is sent for 3.10 USD at most.", "yes")
    open_request(page, "M-3")
    carl.fits("agreed")
    done(page, "Sent", "Forward, M-3")
    assert house.shell(OWED).strip() == "3.10 USD"

    _by_phone(carl, rosa, "M-1", postage="4.20")
    rosa.page.goto("/harbor/requests/")
    rosa.page.get_by_role("listitem").filter(has_text="Glaze Works").get_by_role("link").first.click()
    rosa.page.get_by_role("button", name="Cancel the request").click()
    expect(rosa.page.get_by_text("Cancelled. Nothing is charged for it.")).to_be_visible()
    page.goto("/harbor/desk/requests/")
    open_request(page, "M-1")
    expect(page.get_by_label("Tracking number")).to_have_value("1Z999AA10123456784")
    expect(page.get_by_text("shows M-2, too, which does not go along")).to_be_visible()
    expect(page.get_by_text("was for a parcel with M-2, and is over.")).to_be_visible()
    carl.fits("dropped-out")


def _rosa_sets(window, amount: str) -> None:
    page = window.page
    page.goto("/harbor/settings/addresses/")
    page.get_by_label("Ask me before postage above").fill(amount)
    page.get_by_role("button", name="Save Changes").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    window.fits("set")


def _by_phone(carl, rosa, piece: str, *, postage: str) -> None:
    """Rosa says yes on the telephone; Carl notes it, and she sees who did, how much and when."""
    page = carl.page
    open_request(page, piece)
    _photograph(page)
    _fill(page, postage=postage)
    page.get_by_role("button", name="Ask the renter").click()
    page.get_by_role("link", name="Waiting for the renter").click()
    page.get_by_role("row").filter(has_text=re.compile(rf"{piece}\b")).get_by_role("link").first.click()
    carl.fits("to-be-noted")
    page.get_by_role("button", name="Yes by phone").click()
    expect(page.get_by_role("heading", name=re.compile(f"Note a yes to {postage}.USD"))).to_be_visible()
    carl.fits("note")
    page.get_by_role("button", name=re.compile(f"Note the yes to {postage}.USD")).click()
    expect(page.get_by_text(f"Noted: by phone the renter agreed to {postage} USD")).to_be_visible()
    carl.fits("noted")
    rosa.page.goto("/harbor/requests/")
    rosa.page.get_by_role("link", name="Forward").first.click()
    expect(rosa.page.get_by_text("noted by Carl Clarke").first).to_be_visible()
    rosa.fits("noted")


def _fill(page: Page, *, postage: str) -> None:
    page.get_by_label("Carrier", exact=True).select_option("UPS")
    page.get_by_label("Service").fill("Ground")
    page.get_by_label("Tracking number").fill("1Z999AA10123456784")
    page.get_by_label("Weight").fill("2 lb 3 oz")
    page.get_by_label(re.compile("^Postage")).fill(postage)


def _photograph(page: Page) -> None:
    box = {"name": "box.jpg", "mimeType": "image/jpeg", "buffer": photographs.jpeg(600, 420)}
    page.get_by_label("Photo of how it is packed").set_input_files([box])


def _rosa_says(window, button, told: str, shot: str) -> None:
    """She finds it above her mail."""
    page = window.page
    page.goto("/harbor/requests/")
    window.fits(f"requests-{shot}")
    page.goto("/harbor/mail/")
    window.fits(f"mail-{shot}")
    expect(page.get_by_text("may the postage be")).to_be_visible()
    page.get_by_role("link", name="Answer").click()
    expect(page.get_by_role("button", name=button)).to_be_visible()
    window.fits(f"asked-{shot}")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(told)).to_be_visible()
    window.fits(f"said-{shot}")
