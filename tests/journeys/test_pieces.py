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


def test_parcels_are_picked_up_with_a_signature_and_a_deleted_one_comes_back(house, window, phone):
    house.shell(PARCELS)
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
