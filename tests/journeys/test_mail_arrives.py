"""Rosa is told that mail has come, and looks at it on her phone; then it turns out to be Ben's."""

import re

from playwright.sync_api import expect

ARRIVES = """
from django.core.files.base import ContentFile
from django.utils import timezone
from boxholder.mail import intake
from boxholder.mail.models import NewMailNotice
from tests.support.photographs import jpeg
dock, carl = Space.objects.get(name="Dock Street"), User.objects.get(email="carl@harbor.example")
item = intake.take_in(dock, ContentFile(jpeg(900, 600)), by=carl, name="letter.jpg").item
item.change_details(by=carl, type="letter", sender="Brooklyn Water Board")
item.assign(Mailbox.objects.get(space=dock, pmb="101"), by=carl)
NewMailNotice.objects.update(due_at=timezone.now())
"""
IS_BENS = """
from boxholder.mail.models import MailItem
item, carl = MailItem.objects.get(), User.objects.get(email="carl@harbor.example")
item.reassign(Mailbox.objects.get(space=item.space, pmb="102"), by=carl)
"""


def run(house, code: str) -> None:
    house.shell("; ".join(code.strip().splitlines()))


def is_drawn(image) -> bool:
    return image.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")


def test_rosa_reads_her_mail_and_loses_what_is_not_hers(house, phone):
    page = phone.page
    run(house, ARRIVES)
    mail = house.mail("rosa@example.com", about="New mail")
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    link = re.search(r"\S+/harbor/mail/\d+/", text)[0]
    picture = re.search(r'src="(\S+/harbor/mail/pictures/\S+?)"', html)[1]

    # The e-mail, as the demo shows it: in a frame where nothing runs.
    page.goto("/demo/e-mails/?q=rosa")
    page.get_by_role("link", name="New mail for PMB 101").click()
    letter = page.frame_locator("iframe")
    expect(letter.get_by_text("Letter from Brooklyn Water Board")).to_be_visible()
    assert is_drawn(letter.locator("img"))

    # Its link leads to the piece, once she has logged in.
    page.goto(link)
    page.locator("input[type=email]").fill("rosa@example.com")
    page.locator("input[type=password]").fill("correct horse battery staple")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Letter from Brooklyn Water Board")).to_be_visible()
    assert page.url == link
    phone.axe()
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    # She looks closely, and keeps a copy.
    page.get_by_role("link", name="Photograph 1 of 1").click()
    close_up = page.get_by_role("dialog", name="Letter from Brooklyn Water Board")
    expect(close_up.get_by_role("button", name="Close")).to_be_visible()
    phone.axe()
    before = close_up.locator("img").bounding_box()["width"]
    close_up.get_by_role("button", name="Larger").click()
    assert close_up.locator("img").bounding_box()["width"] > before
    page.keyboard.press("Escape")
    expect(close_up).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download", exact=True).click()
    assert download.value.suggested_filename == "letter.jpg"

    page.get_by_role("link", name="Mail", exact=True).first.click()
    expect(page.get_by_role("link", name="Brooklyn Water Board")).to_be_visible()
    phone.axe()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    # Carl notices that it was Ben's.
    run(house, IS_BENS)

    assert page.goto(link).status == 404
    assert page.request.get(picture).status == 404
    page.goto("/harbor/mail/")
    expect(page.get_by_text("No mail yet")).to_be_visible()
