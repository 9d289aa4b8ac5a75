"""Rosa says on her phone what is to be done with her mail; Carl, at the desk, sees it done as he assigns."""

from playwright.sync_api import Page, expect

ARRIVES = """
from boxholder.mail.models import MailItem
dock, carl = Space.objects.get(name="Dock Street"), User.objects.get(email="carl@harbor.example")
basic, box = Offering.objects.get(name="Basic"), Mailbox.objects.get(space=dock, pmb="101")
RequestRule.objects.create(offering=basic, kind="open_and_scan", free_per_month=1, price_minor=300)
MailItem.receive(dock, by=carl, type="letter", sender="Brooklyn Water Board")
MailItem.receive(dock, by=carl, type="parcel", sender="Clay Supply Co.")
Address.objects.add(box, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=None)
"""
ITS_DAY_COMES = """
from django.utils import timezone
from boxholder.mail.models import Automation
gathers = Automation.objects.select_related("mailbox__space").get(often="weekly")
Automation.objects.filter(pk=gathers.pk).update(next_on=gathers.mailbox.space.today(timezone.now()))
"""


def test_said_once_it_is_done_as_mail_is_assigned(house, window, phone):
    house.shell(ARRIVES)
    house.log_in(phone.page, "rosa@example.com")
    _rosa_says_it_once(phone)

    house.log_in(window.page, "carl@harbor.example")
    _carl_assigns(window)

    page = phone.page
    page.goto("/harbor/mail/1/")
    expect(page.get_by_text("By your automation: Every letter is opened and scanned.")).to_be_visible()
    expect(page.get_by_text("Open & scan asked for by your automation")).to_be_visible()
    phone.axe()
    page.goto("/harbor/mail/2/")
    expect(page.get_by_text("then it is forwarded by automation")).to_be_visible()

    house.shell(ITS_DAY_COMES)
    _is_asked_for_by_the_worker(page)
    _rosa_removes_the_address(phone)

    window.page.goto("/harbor/desk/mailboxes/")
    window.page.get_by_role("link", name="101").first.click()
    expect(window.page.get_by_text("Paused: its address was removed")).to_be_visible()
    window.axe()


def _rosa_says_it_once(phone) -> None:
    page = phone.page
    page.goto("/harbor/settings/automations/")
    expect(page.get_by_text("Nothing happens by itself yet")).to_be_visible()
    phone.axe()
    page.get_by_role("link", name="Open & scan it").click()
    expect(page.get_by_text("then 3.00 USD each")).to_be_visible()
    expect(page.get_by_label("Letter")).to_be_hidden()
    page.get_by_label("Certain types").check()
    page.get_by_label("Letter").check()
    phone.axe()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("heading", name="Every letter is opened and scanned.")).to_be_visible()

    page.get_by_role("link", name="Add an automation").click()
    phone.axe()
    page.get_by_role("link", name="Forward it").click()
    page.get_by_label("Every week").check()
    page.get_by_label("Weekday").select_option("Friday")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("heading", name="every Friday")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 390, "height": 844})
    phone.axe()
    phone.shot("list")
    _rosa_moves_what_takes_everything(phone)


def _rosa_moves_what_takes_everything(phone) -> None:
    """To the top, and back: what is below it is said to have no turn."""
    page = phone.page
    page.get_by_role("button", name="Move up").click()
    letters = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Every letter"))
    expect(letters.get_by_text("It never has its turn: “Every piece is forwarded")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("“Every letter is opened and scanned.” It never")).to_be_visible()
    phone.fits("overtaken")
    page.get_by_role("link", name="Add an automation").click()
    expect(page.get_by_text("A new one stands below it and never has its turn")).to_be_visible()
    phone.fits("comes-last")
    page.goto("/harbor/settings/automations/")
    letters.get_by_role("button", name="Move up").click()
    expect(page.get_by_text("It never has its turn")).to_have_count(0)


def _carl_assigns(window) -> None:
    page = window.page
    for piece, told in ((1, "Will be opened and scanned by automation"), (2, "then it is forwarded by automation")):
        page.goto(f"/harbor/desk/mail/pieces/{piece}/mailbox/?mailbox=101")
        expect(page.get_by_text(told)).to_be_visible()
        page.get_by_role("button", name="PMB 101").last.click()
        page.wait_for_url(f"**/pieces/{piece}/")
    page.goto("/harbor/desk/mail/pieces/1/")
    expect(page.get_by_text("The renter’s automation asks: Open & scan")).to_be_visible()
    window.axe()
    page.get_by_role("link", name="Open the request").click()
    expect(page.get_by_text("By automation: Every letter is opened and scanned.")).to_be_visible()
    window.axe()
    window.shot("request")


def _is_asked_for_by_the_worker(page: Page) -> None:
    for _n in range(20):
        page.goto("/harbor/mail/2/")
        if page.get_by_text("Forward asked for by your automation").is_visible():
            return
        page.wait_for_timeout(500)
    raise AssertionError("the worker has not asked for what has gathered")


def _rosa_removes_the_address(phone) -> None:
    page = phone.page
    page.goto("/harbor/settings/addresses/")
    page.get_by_role("button", name="Remove").click()
    dialog = page.get_by_role("dialog", name="Remove this address?")
    expect(dialog.get_by_text("These automations forward to it.")).to_be_visible()
    phone.axe("dialog[open]")
    dialog.get_by_role("button", name="Remove").click()
    page.goto("/harbor/settings/automations/")
    expect(page.get_by_text("Its address was taken out of the address book")).to_be_visible()
    phone.axe()
