"""The counter: two parcels are picked up with a signature, and what was deleted comes back."""

import re

from playwright.sync_api import Page, expect

from tests.support.browser import Window

PARCELS = """
from boxholder.mail import intake
from boxholder.mail.models import MailItem
from tests.support import photographs
from django.core.files.uploadedfile import SimpleUploadedFile
carl, box = User.objects.get(email="carl@harbor.example"), Mailbox.objects.get(operator__slug="harbor", pmb="101")
for n in (1, 2):
    photo = SimpleUploadedFile(f"{n}.jpg", photographs.jpeg(640, 480))
    item = intake.take_in(box.space, photo, by=carl, name=f"{n}.jpg").item
    item.assign(box, by=carl)
    item.change_details(by=carl, type="parcel", sender=f"Clay Supply {n}")
"""

# Opened and scanned for 3.00 USD, and to be shredded; the last is only to be shredded.
MISTAKEN = """
from django.utils import timezone
from boxholder.mail.models import ActionRequest
rosa = box.renter
for kind, price in (("open_and_scan", 300), ("shred", 50)):
    RequestRule.objects.create(offering=Offering.objects.get(name="Basic"), kind=kind, price_minor=price)
for n in (3, 4, 5, 6):
    item = MailItem.receive(box.space, by=carl, type="letter", sender=f"Pier Bank {n}")
    item.assign(box, by=carl)
    ActionRequest.ask(item, "open_and_scan", by=rosa.user, now=timezone.now()).complete(by=carl, now=timezone.now())
    ActionRequest.ask(item, "shred", by=rosa.user, now=timezone.now())
"""


def test_parcels_are_picked_up_with_a_signature_and_a_deleted_one_comes_back(house, window, phone):
    house.shell(PARCELS + MISTAKEN)
    house.log_in(window.page, "carl@harbor.example")
    _look_closely(window.page)
    window.axe()
    window.page.get_by_role("link", name="Picked up").click()

    # On the counter's phone, turned sideways.
    house.log_in(phone.page, "carl@harbor.example")
    phone.page.goto(window.page.url)
    phone.page.set_viewport_size({"width": 844, "height": 390})
    phone.page.get_by_role("checkbox", name=re.compile("M-2")).check()
    _sign(phone.page)
    phone.axe()
    phone.page.get_by_role("button", name="Hand out").click()
    expect(phone.page.get_by_text("Rosa Reyes has collected 2 pieces.")).to_be_visible()

    # The clerk at the desk is too late, and keeps what was typed.
    window.page.get_by_label("Somebody else").check()
    window.page.get_by_label("Another name").fill("Ben Brooks")
    window.page.get_by_role("button", name="Hand out").click()
    expect(window.page.get_by_text("you have done this already")).to_be_visible()

    phone.page.goto("/harbor/desk/mail/pieces/2/")
    expect(phone.page.get_by_role("img", name="Signature of Rosa Reyes")).to_be_visible()
    phone.axe()
    _delete_and_restore(window)

    _reads_what_is_waived(phone)
    window.page.context.clear_cookies()
    house.log_in(window.page, "olivia@harbor.example")
    _reads_how_much_is_waived(window)


def _reads_what_is_waived(phone: Window) -> None:
    """A clerk, on a phone: taken out, not ours, and that one undone."""
    page = phone.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/harbor/desk/mail/pieces/3/")
    page.get_by_role("button", name="Take it out of the mailbox").click()
    dialog = page.get_by_role("dialog", name="Take M-3 out of PMB 101?")
    expect(dialog.get_by_text("What is asked for is not done any more, and costs nothing: Shred.")).to_be_visible()
    expect(dialog.get_by_role("listitem")).to_have_text(["Open & scan, M-3"])
    phone.axe("dialog[open]")
    phone.shot("take-out")
    dialog.get_by_role("button", name="Take it out of the mailbox").click()
    expect(page.get_by_text("M-3 is unassigned again.")).to_be_visible()
    said = "Not to do any more: Shred, M-3. Waived with it, on record: Open & scan, M-3."
    expect(page.get_by_text(said)).to_be_visible()
    phone.shot("taken-out")
    page.get_by_role("link", name="Assign").click()
    page.get_by_role("combobox", name="Whose is it?").fill("101")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("listitem").filter(has_text="Open & scan")).to_have_text(["Open & scan, M-3"])
    expect(page.get_by_text("Shred, which was asked for before it was taken out, is to do again.")).to_be_visible()
    phone.shot("put-back")

    page.goto("/harbor/desk/mail/pieces/4/")
    page.get_by_role("button", name="Not ours").click()
    dialog = page.get_by_role("dialog", name="Was M-4 delivered here by mistake?")
    expect(dialog.get_by_role("listitem")).to_have_text(["Open & scan, M-4"])
    phone.shot("not-ours")
    dialog.get_by_role("button", name="Not ours").click()
    expect(page.get_by_text("Waived with it, on record: Open & scan, M-4.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("M-4 is here again, and nobody’s yet.")).to_be_visible()
    phone.fits("not-ours-undone")


def _reads_how_much_is_waived(window: Window) -> None:
    """The owner: given to somebody else and taken back, and moved."""
    page = window.page
    page.goto("/harbor/desk/mail/pieces/5/")
    page.get_by_role("link", name="Reassign").click()
    page.get_by_role("combobox", name="Whose is it?").fill("102")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("and costs nothing: Shred.")).to_be_visible()
    expect(page.get_by_text("Open & scan, M-5: 3.00 USD")).to_be_visible()
    window.fits("reassign")
    page.get_by_role("button", name="Give it to PMB 102").click()
    expect(page.get_by_text("Waived with it, on record: Open & scan, M-5, 3.00 USD.")).to_be_visible()
    window.fits("reassigned")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("M-5 is in PMB 101")).to_be_visible()
    said = "Owed again, as it is back: Open & scan, M-5, 3.00 USD. To do again, as it is back: Shred, M-5."
    expect(page.get_by_text(said)).to_be_visible()
    window.shot("undone")

    page.goto("/harbor/desk/mail/pieces/6/")
    page.get_by_role("link", name="Move to another space").click()
    expect(page.get_by_text("Open & scan, M-6: 3.00 USD")).to_be_visible()
    window.fits("move")
    page.get_by_role("button", name="Move M-6").click()
    expect(page.get_by_text("M-6 is at Pier 7 now, and nobody’s there yet.")).to_be_visible()
    expect(page.get_by_text("Open & scan, M-6, 3.00 USD.")).to_be_visible()


def _delete_and_restore(window: Window) -> None:
    page = window.page
    page.goto("/harbor/desk/mail/pieces/1/")
    page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete M-1?")
    expect(dialog.get_by_text("Reyes Ceramics LLC loses it at once.")).to_be_visible()
    dialog.get_by_label("Why?").fill("Photographed twice")
    window.axe("dialog[open]")
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("It can be restored until")).to_be_visible()
    window.axe()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("M-1 is restored.")).to_be_visible()


def _look_closely(page: Page) -> None:
    page.goto("/harbor/desk/mail/pieces/1/")
    stage = page.get_by_role("group", name="Picture: + and − zoom, arrows move")
    picture = stage.locator("img").first
    stage.focus()
    page.keyboard.press("+")
    expect(picture).to_have_css("transform", re.compile(r"matrix\(1\.5"))
    page.keyboard.press("ArrowRight")
    expect(picture).to_have_css("transform", re.compile(r"matrix\(1\.5, 0, 0, 1\.5, -60"))
    page.keyboard.press("0")
    expect(picture).to_have_js_property("naturalWidth", 640)
    page.get_by_role("button", name="Turn right").click()
    expect(picture).to_have_js_property("naturalWidth", 480)


def _sign(page: Page) -> None:
    pad = page.locator("[data-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 40 + step * 20, box["y"] + 60 + (step % 2) * 30)
    page.mouse.up()
    expect(pad.locator("path")).to_have_attribute("d", re.compile("^M.*L"))
