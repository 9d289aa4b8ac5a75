"""Carl at the desk, who does all that Rosa asks for in the journey of the requests."""

import re
from base64 import b64encode

from playwright.sync_api import Page, expect

from tests.support import photographs
from tests.support.browser import Window


def does_everything(window: Window) -> None:
    page = window.page
    _asks_by_phone(window)
    page.goto("/harbor/desk/requests/")
    window.fits("requests")
    _scans(window)
    _sends(window)
    open_request(page, "M-4")
    window.fits("delivery")
    done(page, "Sent", "Local delivery, M-4")
    _hands_out(window)
    _shreds_both(window)
    for piece, what in (("M-8", "Recycle"), ("M-9", "Return to sender")):
        open_request(page, piece)
        window.fits(what)
        done(page, "Done", f"{what}, {piece}")
    open_request(page, "M-10")
    window.fits("hold")
    done(page, "Set aside", "Hold, M-10")
    open_request(page, "M-11")
    page.get_by_label("Where and when it was deposited").fill("Harbor Bank, slip 7")
    window.fits("cheque")
    done(page, "Done", "Deposit a cheque, M-11")
    _refuses(window)
    page.goto("/harbor/desk/e-mails/")
    window.fits("e-mails")


def _asks_by_phone(window: Window) -> None:
    page = window.page
    page.goto("/harbor/desk/mail/?tab=assigned")
    page.get_by_role("checkbox", name="M-14").check()
    window.shot("bulk")
    page.get_by_role("button", name="Ask for the renter").click()
    window.fits("by-phone")
    page.get_by_role("link", name=re.compile("^Forward")).click()
    page.get_by_label("Another address").fill("Mia Moreno\n9 Kiln Lane\nTroy NY 12180")
    window.fits("by-phone-form")
    page.get_by_role("button", name="Ask for: Forward").click()
    expect(page.get_by_text("Asked for: Forward.")).to_be_visible()


def open_request(page: Page, piece: str) -> None:
    if not page.url.endswith("/desk/requests/"):
        page.goto("/harbor/desk/requests/")
    page.get_by_role("row").filter(has_text=re.compile(rf"{piece}\b")).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=re.compile(rf"{piece}\b"))).to_be_visible()


def done(page: Page, button: str, what: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(f"Done: {what}.")).to_be_visible()


def _scans(window: Window) -> None:
    page = window.page
    open_request(page, "M-1")
    pdf = b64encode(photographs.pdf(2)).decode()
    dropped = page.evaluate_handle(
        """async (pdf) => {
            const bytes = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0));
            const dropped = new DataTransfer();
            dropped.items.add(new File([bytes], "letter.pdf", { type: "application/pdf" }));
            return dropped;
        }""",
        pdf,
    )
    page.get_by_role("main").dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.get_by_text("2 pages added.")).to_be_visible()
    window.fits("scan")
    page.get_by_label("Note for the renter").fill("Two pages, both sides.")
    done(page, "Done", "Open & scan, M-1")


def _sends(window: Window) -> None:
    """Both pieces in one parcel; the other address is another parcel's."""
    page = window.page
    open_request(page, "M-2")
    expect(page.get_by_label("M-3")).to_be_checked()
    expect(page.get_by_label("M-14")).to_have_count(0)
    page.get_by_label("Carrier", exact=True).select_option("UPS")
    page.get_by_label("Tracking number").fill("1Z999AA10123456784")
    page.get_by_label(re.compile("^Postage")).fill("12.40")
    window.fits("parcel")
    done(page, "Sent", "Forward, M-2")
    expect(page.get_by_role("row").filter(has_text=re.compile(r"M-3\b"))).to_have_count(0)


def _hands_out(window: Window) -> None:
    page = window.page
    open_request(page, "M-5")
    window.fits("pickup")
    page.get_by_role("link", name="Hand it out").click()
    sign(page)
    page.get_by_role("button", name="Hand out").click()
    expect(page.get_by_text("Rosa Reyes has collected")).to_be_visible()


def _shreds_both(window: Window) -> None:
    page = window.page
    page.goto("/harbor/desk/requests/?kind=shred")
    for piece in ("M-6", "M-7"):
        page.get_by_role("checkbox", name=f"Tick Shred, {piece}").check()
    window.shot("requests-ticked")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_text("2 requests done.")).to_be_visible()


def _refuses(window: Window) -> None:
    page = window.page
    open_request(page, "M-12")
    page.get_by_role("button", name="Cannot be done").click()
    dialog = page.get_by_role("dialog", name="Cancel this request?")
    dialog.get_by_label("Why it is not done").fill("It came wet through and cannot be read.")
    window.axe("dialog[open]")
    dialog.get_by_role("button", name="Cancel the request").click()
    expect(page.get_by_text("The renter is told why.")).to_be_visible()


def sign(page: Page) -> None:
    pad = page.get_by_role("img", name="Signature")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 70, steps=5)
    page.mouse.up()
