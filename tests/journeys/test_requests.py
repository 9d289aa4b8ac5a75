"""Rosa asks for everything that can be asked, Carl does it, and the next invoice can be followed back to each piece."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.test_billing import AN_INVOICE, OLIVIA, ROSA, Month
from tests.support import photographs
from tests.support.browser import Window
from tests.support.mailroom import does_everything, done, open_request, sign

CARL, MIA = "carl@harbor.example", "mia@example.com"
# The pieces are known by their numbers. The fifth came in an earlier month: a parcel is kept for ten days free.
ARRIVED = """
from datetime import timedelta
from django.utils import timezone
from boxholder.mail.models import MailItem
from tests.cast import make_mia
carl, rosa = User.objects.get(email="carl@harbor.example"), Renter.objects.get(name="Rosa Reyes")
box, basic = rosa.mailboxes.get(), Offering.objects.get(name="Basic")
make_mia(rosa)
Address.objects.add(box, name="Rosa Reyes", street="4 Elm Road", city="Albany", postal_code="12207", by=None)
for kind, free, price in [
    ("open_and_scan", 0, 300), ("forward", 0, 250), ("local_delivery", 0, 400), ("shred", 1, 50),
    ("return_to_sender", 0, 100), ("deposit_cheque", 0, 500),
]:
    RequestRule.objects.create(offering=basic, kind=kind, free_per_month=free, price_minor=price)
bills = BillingSettings.objects.of(box.operator)
BillingSettings.objects.filter(pk=bills.pk).update(bill_from=box.space.today(timezone.now()).replace(day=1))
StorageRule.objects.create(offering=basic, basis="days", day_fee_package_minor=50)
for days, type, sender in [
    (1, "letter", "Water Board"), (1, "parcel", "Clay Supply Co."), (1, "padded_envelope", "Glaze Works"),
    (1, "legal", "County Court"), (45, "parcel", "Kiln Parts"), (1, "letter", "Card Offers"),
    (1, "letter", "More Card Offers"), (1, "magazine", "Ceramics Monthly"), (1, "letter", "Lost Lender"),
    (1, "large_envelope", "Art School"), (1, "cheque", "Gallery North"), (1, "letter", "Wet Letter"),
    (1, "letter", "Second Thoughts"), (1, "parcel", "Wheel & Co."),
]:
    at = timezone.now() - timedelta(days=days)
    item = MailItem.receive(box.space, by=carl, at=at, type=type, sender=sender)
    item.assign(box, by=carl)
    MailItem.objects.filter(pk=item.pk).update(assigned_at=at)
"""
ASKED = """
from boxholder.mail.models import ActionRequest
for number, kind in [(1, "open_and_scan"), (5, "onsite_pickup")]:
    ActionRequest.ask(MailItem.objects.get(pk=number), kind, by=rosa.user, now=timezone.now())
"""
DAYS = """
from datetime import timedelta
from django.utils import timezone
from boxholder.billing.cycle import next_cycle_start
today = Space.objects.get(name="Dock Street").today(timezone.now())
print(today + timedelta(days=9), next_cycle_start(today))
"""


def test_everything_is_asked_for_done_and_billed(house, window, phone, open_window):
    """Rosa on her phone, Carl at the desk; then Olivia's invoice, and back from it to the piece."""
    month = Month(house)
    month.card(ROSA)
    house.shell(ARRIVED)
    house.log_in(phone.page, ROSA)
    house.log_in(window.page, CARL)

    hold_until, next_month = house.shell(DAYS).split()
    _rosa_asks(phone, hold_until=hold_until)
    mia = open_window("mia", phone=True).page
    house.log_in(mia, MIA)
    mia.goto("/harbor/requests/")
    expect(mia.get_by_role("link", name="Local delivery")).to_be_visible()

    does_everything(window)
    _rosa_reads_what_came_of_it(phone)

    window.page.context.clear_cookies()
    house.log_in(window.page, OLIVIA)
    _olivia_bills(window, due_by=next_month)
    _rosa_follows_it_back(phone)
    assert month.ledger()[0][0] == "succeeded"


def test_carl_at_the_counter_with_a_phone(house, phone):
    house.shell(ARRIVED + ASKED)
    house.log_in(phone.page, CARL)
    page = phone.page
    _puts_on_a_shelf(phone, "M-1", "M-5", shelf="B-7")
    page.goto("/harbor/desk/requests/")
    phone.fits("list")
    open_request(page, "M-1")
    page.get_by_label("PDF or pictures").set_input_files(
        [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": photographs.jpeg(420, 594)} for n in (1, 2)]
    )
    expect(page.get_by_text("2 pages added.")).to_be_visible()
    phone.fits("scan")
    page.get_by_role("button", name="Turn page 1").click()
    page.get_by_role("button", name="Page 1 one later").click()
    done(page, "Done", "Open & scan, M-1")

    open_request(page, "M-5")
    phone.fits("pickup")
    page.get_by_role("link", name="Hand it out").click()
    sign(page)
    phone.fits("hand-out")
    page.get_by_role("button", name="Hand out").click()
    expect(page.get_by_text("Rosa Reyes has collected")).to_be_visible()
    page.goto("/harbor/desk/requests/")
    expect(page.get_by_text("Nothing to do")).to_be_visible()


def _puts_on_a_shelf(phone: Window, *pieces: str, shelf: str) -> None:
    """Of what is done to the ticked ones the phone shows a row; the rest unfolds above it."""
    page = phone.page
    page.goto("/harbor/desk/mail/?tab=assigned")
    for piece in pieces:
        page.get_by_role("checkbox", name=piece, exact=True).check()
    bar, more = (
        page.locator("[data-bulk-bar]"),
        page.locator("summary[aria-label='What else is done to the ticked ones']"),
    )
    assert bar.evaluate("bar => bar.offsetHeight") <= 64
    put = bar.get_by_role("button", name="Put on a shelf")
    expect(put).to_be_hidden()

    more.press("Enter")
    expect(put).to_be_visible()
    phone.fits("bulk")
    put.press("Enter")
    dialog = page.get_by_role("dialog", name="Put on a shelf")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    # Back to where they were: the dialog lay above what is unfolded.
    expect(put).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(put).to_be_hidden()

    more.click()
    put.click()
    dialog.get_by_label("Shelf").fill(shelf)
    dialog.get_by_role("button", name="Put there").click()
    expect(page.get_by_text(f"2 pieces are on shelf {shelf}.")).to_be_visible()


def test_adding_the_scan_that_was_missing_completes_nothing(house, window):
    """Refused for want of a scan, Carl adds it there: his note stays, and only his click says that it is done."""
    house.shell(ARRIVED + ASKED)
    house.log_in(window.page, CARL)
    page = window.page
    open_request(page, "M-1")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Add the scan first.")).to_be_visible()

    page.get_by_label("Note for the renter").fill("Two pages.")
    pages = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": photographs.jpeg(420, 594)} for n in (1, 2)]
    page.get_by_label("PDF or pictures").set_input_files(pages)
    expect(page.get_by_text("2 pages added.")).to_be_visible()
    page.get_by_role("button", name="Turn page 1").click()
    page.get_by_role("button", name="Page 1 one later").click()
    # The second page lies on its side now, and is drawn so.
    expect(page.get_by_role("img", name="Page 2")).to_have_js_property("naturalWidth", 400)
    expect(page.get_by_role("img", name="Page 1")).to_have_js_property("naturalWidth", 283)

    stands = "from boxholder.mail.models import ActionRequest as A; print(A.objects.get(item_id=1).{})".format
    assert house.shell(stands("status")) == "pending"
    done(page, "Done", "Open & scan, M-1")
    assert house.shell(stands("answer")) == "Two pages."


# --- Rosa asks


def _rosa_asks(phone: Window, *, hold_until: str) -> None:
    page = phone.page
    page.goto("/harbor/mail/1/")
    phone.fits("piece")
    _ask(page, 1, "Open & scan", "3.00 USD", pause=lambda: phone.fits("ask"))
    phone.fits("asked")
    _ask_together(phone, ["Clay Supply Co.", "Glaze Works"], "Forward", "5.00 USD")
    phone.fits("requests")
    _ask(page, 4, "Local delivery", "4.00 USD")
    _ask(page, 5, "Onsite pickup", "free")
    _ask_together(phone, ["from Card Offers", "More Card Offers"], "Shred", "0.50 USD")
    _ask(page, 8, "Recycle", "free")
    _ask(page, 9, "Return to sender", "1.00 USD")
    _ask(page, 10, "Hold", "free", pause=lambda: page.get_by_label("Hold until").fill(hold_until))
    _ask(page, 11, "Deposit a cheque", "5.00 USD")
    _ask(page, 12, "Open & scan", "3.00 USD")
    _ask(page, 13, "Open & scan", "3.00 USD")
    page.get_by_role("button", name="Cancel the request").click()
    expect(page.get_by_text("Cancelled. Nothing is charged for it.")).to_be_visible()
    for address in ("people/", "people/new/", "addresses/", "addresses/new/", "notifications/", "automations/"):
        page.goto(f"/harbor/settings/{address}")
        phone.fits(address.replace("/", "-"))


def _ask(page: Page, piece: int, what: str, price: str, *, pause=lambda: None) -> None:
    page.goto(f"/harbor/mail/{piece}/")
    choice = page.get_by_role("link", name=re.compile(f"^{what}"))
    expect(choice).to_contain_text(price)
    choice.click()
    _tap(page, what, price, pause=pause)
    expect(page.get_by_text(f"Asked for: {what}.")).to_be_visible()


def _ask_together(phone: Window, pieces: list[str], what: str, price: str) -> None:
    page = phone.page
    page.goto("/harbor/mail/")
    for piece in pieces:
        page.get_by_role("checkbox", name=re.compile(f"{re.escape(piece)}$")).check()
    phone.shot("bulk")
    page.get_by_role("button", name="What shall we do?").click()
    expect(page.get_by_text("With 2 pieces together")).to_be_visible()
    phone.fits("choose")
    page.get_by_role("link", name=re.compile(f"^{what}")).click()
    _tap(page, what, price)
    expect(page.get_by_text(f"Asked for 2 times: {what}.")).to_be_visible()


def _tap(page: Page, what: str, price: str, *, pause=lambda: None) -> None:
    """The price is on the screen before the button is touched."""
    button = page.get_by_role("button", name=f"Ask for: {what}")
    expect(button).to_be_visible()
    expect(page.get_by_role("main").get_by_text(re.compile(rf"^{price}")).first).to_be_visible()
    pause()
    button.click()


# --- What came of it


def _rosa_reads_what_came_of_it(phone: Window) -> None:
    page = phone.page
    page.goto("/harbor/requests/")
    _row(page, "Wheel & Co.").get_by_role("link").first.click()
    expect(page.get_by_text("9 Kiln Lane")).to_be_visible()
    page.goto("/harbor/requests/?state=done")
    expect(_row(page, "Wet Letter")).to_contain_text("It came wet through and cannot be read.")
    expect(_row(page, "Second Thoughts")).to_contain_text("Cancelled")
    phone.fits("requests-done")
    for piece, told in {
        "Glaze Works": "1Z999AA10123456784",
        "Gallery North": "Harbor Bank, slip 7",
        "Kiln Parts": "Rosa Reyes",
    }.items():
        page.goto("/harbor/requests/?state=done")
        _row(page, piece).get_by_role("link").first.click()
        expect(page.get_by_text(told).first).to_be_visible()
    page.goto("/harbor/mail/1/")
    expect(page.get_by_role("heading", name="What was inside")).to_be_visible()
    phone.fits("scanned")
    scan = page.request.get(page.get_by_role("link", name="All 2 pages as PDF").get_attribute("href") or "")
    assert scan.body().startswith(b"%PDF")
    page.goto("/harbor/billing/")
    expect(page.get_by_role("heading", name="Not invoiced yet")).to_be_visible()
    phone.fits("billing")


def _row(page: Page, words: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=words)


# --- The invoice

OWED = {
    "Open & scan, M-1": "3.00", "Forward, M-2": "2.50", "Forward, M-3": "2.50", "Postage, M-2": "12.40",
    "Local delivery, M-4": "4.00", "Shred, M-": "0.50", "Return to sender, M-9": "1.00",
    "Deposit a cheque, M-11": "5.00", "Storage of": "",
}  # fmt: skip


def _olivia_bills(window: Window, *, due_by: str) -> None:
    page = window.page
    page.goto("/harbor/desk/invoices/runs/new/")
    page.get_by_label("Bill everything due by").fill(due_by)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name=re.compile(r"Issue \d+ invoices")).click()
    page.get_by_role("dialog").get_by_role("button", name="Issue and charge 1 card").click()
    expect(page.get_by_role("link", name=re.compile("Paid"))).to_be_visible()

    page.goto("/harbor/desk/invoices/")
    page.get_by_role("row").filter(has_text="Rosa Reyes").get_by_role("link").first.click()
    page.wait_for_url(AN_INVOICE)
    for what, amount in OWED.items():
        expect(page.get_by_role("row").filter(has_text=what).filter(has_text=amount)).to_have_count(1)
    expect(page.get_by_role("row").filter(has_text=re.compile("M-12|M-13"))).to_have_count(0)
    window.fits("invoice")
    page.get_by_role("link", name="Deposit a cheque, M-11").click()
    window.fits("charge")
    page.get_by_role("link", name="Request", exact=True).click()
    expect(page.get_by_text("Harbor Bank, slip 7").first).to_be_visible()
    page.get_by_role("link", name="M-11", exact=True).click()
    page.wait_for_url("**/mail/pieces/11/")


def _rosa_follows_it_back(phone: Window) -> None:
    page = phone.page
    page.goto("/harbor/billing/invoices/")
    page.get_by_role("link", name=re.compile(r"\d{4}-\d{5}")).first.click()
    page.wait_for_url(AN_INVOICE)
    for what, amount in OWED.items():
        expect(page.get_by_role("row").filter(has_text=what).filter(has_text=amount)).to_have_count(1)
    phone.fits("invoice")
    page.get_by_role("link", name="Forward, M-2").click()
    expect(page.get_by_role("heading", name="Charged")).to_be_visible()
    expect(page.get_by_text("Postage, M-2").first).to_be_visible()
    phone.fits("charged")
    page.get_by_role("link", name="Parcel from Clay Supply Co.").first.click()
    expect(page.get_by_role("heading", name="Parcel from Clay Supply Co.")).to_be_visible()
