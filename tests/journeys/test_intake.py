"""Mail comes in: twenty files at once, a lost connection, a line and Enter, and a phone that is put away too early."""

import base64

from playwright.sync_api import Page, expect

from tests.support import photographs

DROP = """files => {
    const carried = new DataTransfer();
    for (const { name, type, data } of files) {
        const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
        carried.items.add(new File([bytes], name, { type }));
    }
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def drop(page: Page, files: dict[str, bytes]) -> None:
    page.evaluate(DROP, [
        {"name": name, "type": "image/jpeg", "data": base64.b64encode(data).decode()} for name, data in files.items()
    ])  # fmt: skip


def test_carl_takes_in_what_the_postman_brought(house, window):
    page = window.page
    house.log_in(page, "carl@harbor.example")
    page.goto("/harbor/desk/mail/intake/")
    counts = page.locator("[data-intake-counts]")

    # Twenty files, two of them bad: those are named, the others go in.
    good = {f"IMG_{n}.jpg": photographs.jpeg() for n in range(18)}
    drop(page, good | {"notes.jpg": b"Dear Sir", "torn.jpg": photographs.jpeg(300, 200)[:1500]})
    expect(counts).to_contain_text("Taken in 18", timeout=60_000)
    expect(counts).to_contain_text("Refused 2")
    expect(page.locator("[data-outcome=refused]")).to_have_count(2)
    expect(page.locator("[data-outcome=refused]", has_text="torn.jpg")).to_contain_text("cut off")
    assert house.shell("print(Operator.objects.get(slug='harbor').mail_items.count())") == "18"
    window.axe()

    # The connection goes; what is sent then waits, and arrives by itself. What arrived before is known.
    window.tolerate("ERR_INTERNET_DISCONNECTED")
    window.context.set_offline(True)
    drop(page, {"late.jpg": photographs.jpeg(), "again.jpg": good["IMG_0.jpg"]})
    expect(page.locator("[data-outcome=offline]")).to_have_count(2)
    expect(page.locator("[data-outcome=offline]").first).to_contain_text("sent by itself")
    window.context.set_offline(False)
    expect(counts).to_contain_text("Taken in 19")
    expect(counts).to_contain_text("Here already 1")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    # Logged out meanwhile, in whatever way: logged in again in another tab, nothing has to be chosen anew.
    page.set_viewport_size({"width": 1280, "height": 900})
    window.context.clear_cookies()
    drop(page, {"later.jpg": photographs.jpeg()})
    expect(page.locator("[data-outcome=failed]")).to_contain_text("You are logged out")
    other = window.context.new_page()
    house.log_in(other, "carl@harbor.example")
    other.close()
    page.get_by_role("button", name="Try again").click()
    expect(counts).to_contain_text("Taken in 20")

    # What is too large does not even set out, and is named like the others.
    page.evaluate("document.querySelector('[data-intake]').dataset.mostBytes = 10")
    drop(page, {"huge.jpg": photographs.jpeg()})
    expect(page.locator("[data-outcome=refused]", has_text="huge.jpg")).to_contain_text("Refused")
    page.evaluate("document.querySelector('[data-intake]').dataset.mostBytes = 52428800")

    # A scanner's PDF is taken apart while one looks on.
    drop(page, {"scan.pdf": photographs.pdf(3, blank=(2,))})
    page.get_by_role("link", name="Follow").click()
    expect(page.get_by_text("3 pages were taken apart.")).to_be_visible(timeout=60_000)
    expect(page.locator(".piece-tile")).to_have_count(3)
    window.axe()

    # Two that need no picture, by keyboard alone; the second was a slip.
    page.goto("/harbor/desk/mail/intake/quick/")
    page.keyboard.type("101")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("PMB 101")
    page.keyboard.type("parcel 102")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("PMB 102")
    window.axe()
    # Typed so slowly that the mailbox is suggested: the other words count all the same.
    page.goto("/harbor/desk/mail/intake/quick/")
    page.keyboard.type("log a parcel for 102")
    expect(page.locator(".combobox__list [data-key]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("PMB 102")
    expect(page.get_by_label("Type")).to_have_value("parcel")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast", has_text="unassigned again")).to_be_visible()
    # What is chosen after the suggestion is meant, whatever was typed before it.
    page.goto("/harbor/desk/mail/intake/quick/")
    page.keyboard.type("parcel brooks")
    expect(page.locator(".combobox__list [data-key]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.get_by_label("Type").select_option("letter")
    page.get_by_role("button", name="Log it").click()
    expect(page.locator(".toast")).to_contain_text("PMB 102")
    expect(page.get_by_label("Type")).to_have_value("letter")


def test_what_the_camera_shot_outlives_its_page(house, phone):
    page, context = phone.page, phone.context
    house.log_in(page, "carl@harbor.example")
    page.goto("/harbor/desk/mail/intake/camera/")
    expect(shutter_of(page)).to_be_visible()
    phone.axe()

    phone.tolerate("ERR_INTERNET_DISCONNECTED")
    context.set_offline(True)
    for shot in (1, 2):
        shutter_of(page).click()
        expect(page.locator("[data-camera-counts]")).to_contain_text(f"Shot {shot}")
    expect(page.locator(".shot[data-outcome=offline]")).to_have_count(2)
    page.close()
    context.set_offline(False)

    phone.page = page = context.new_page()
    page.goto("/harbor/desk/mail/intake/")
    expect(page.get_by_role("link", name="Send them")).to_be_visible()
    page.get_by_role("link", name="Send them").click()
    expect(page.locator("[data-camera-counts]")).to_contain_text("Arrived 2")
    assert house.shell("print(Operator.objects.get(slug='harbor').mail_items.count())") == "2"

    page.reload()
    expect(shutter_of(page)).to_be_visible()
    expect(page.locator(".shot")).to_have_count(0)
    page.get_by_role("button", name="Close the viewfinder").click()

    # From the device's own camera: what is refused is named, with the reason, and the rest goes in.
    for name, data in (("torn.jpg", photographs.jpeg(300, 200)[:1500]), ("whole.jpg", photographs.jpeg())):
        file = {"name": name, "mimeType": "image/jpeg", "buffer": data}
        page.locator("[data-camera-input]").set_input_files(file)
    refused = page.locator(".shot[data-outcome=refused]")
    expect(refused).to_contain_text("torn.jpg")
    expect(refused).to_contain_text("cut off")
    expect(page.locator(".shot[data-outcome=taken]")).to_have_count(1)
    phone.axe()


def shutter_of(page: Page):
    return page.get_by_role("button", name="Take the photograph")
