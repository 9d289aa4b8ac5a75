"""Carl assigns twenty pieces without touching the mouse."""

import json
import re

from playwright.sync_api import expect

from tests.support.typist import Typist

FILL = """
from tests.support.pile import *
pieces = pile_up(Space.objects.get(name="Dock Street"), [ROSA, BEN, ROSA, BEN, NOBODY, NOBODY] + [ROSA, BEN] * 7)
import json; print(json.dumps([piece.pk for piece in pieces]))
"""
WHOSE = "import json; from boxholder.mail.models import *; "
WHOSE += "print(json.dumps([[item.pk, item.mailbox.pmb if item.mailbox else '', item.type] for item in "
WHOSE += "MailItem.objects.order_by('pk').select_related('mailbox')]))"
# Whether a thumb would meet just this, without scrolling.
IS_IN_REACH = """element => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [y + 2, y + height - 2].every(at => element.contains(document.elementFromPoint(x + width / 2, at)));
}"""
TURNED = "from boxholder.mail.models import *; print(Picture.objects.order_by('item_id').first().quarter_turns)"
OLIVIA_IS_QUICKER = "from boxholder.mail.models import *; MailItem.objects.get(pk={}).assign("
OLIVIA_IS_QUICKER += (
    "Mailbox.objects.get(pmb='103', space__name='Dock Street'), by=User.objects.get(name='Olivia Owens'))"
)


def test_twenty_pieces_by_keyboard(house, window):
    pieces = json.loads(house.shell("; ".join(FILL.strip().splitlines())))
    page = window.page
    house.log_in(page, "carl@harbor.example")
    page.goto("/harbor/desk/mail/assigning/")
    expect(page.get_by_text("20 pieces are left")).to_be_visible()
    window.axe()
    rosa = page.locator("[name=chosen]:checked").first.input_value().split(".")[0]
    carl = Typist(page)

    carl.press("l", "Enter")  # what is proposed is right: two keys
    carl.press("Enter", "u")  # a slip, taken back
    expect(page.get_by_text(f"M-{pieces[1]} is back.")).to_be_visible()
    assert carl.at == pieces[1]
    carl.press("l", "Enter")
    carl.press("l", "1", "0", "2", "Enter")  # a correction
    carl.press("l", "Enter")
    carl.press("l", "/", *"brooks", "Enter")  # nothing was proposed, so it is remembered
    expect(page.get_by_text("Remembered: mail for “Clay House” goes to PMB 102.").first).to_be_visible()
    # The next one comes under that name, too: the machine knows by now.
    expect(page.locator("[data-card]:not([hidden]) [name=chosen]:checked")).to_have_count(1, timeout=20_000)
    carl.press("l", "Enter")
    house.shell(OLIVIA_IS_QUICKER.format(pieces[6]))
    carl.press("Enter")  # somebody was quicker: it comes back, next
    expect(page.get_by_text("Olivia Owens gave it to PMB 103").first).to_be_visible()
    carl.press("l", "Enter", "s")
    window.tolerate("ERR_INTERNET_DISCONNECTED")
    window.context.set_offline(True)
    carl.press("l", "Enter")  # nothing is lost without a connection
    expect(page.get_by_text("One piece is not saved yet.")).to_be_visible()
    window.context.set_offline(False)
    for _ in range(10):
        carl.press("l", "Enter")
    carl.press("l", *f"BX-{rosa}", "Enter")  # a scanner reads a mailbox's sheet: not a PMB of that number
    expect(page.get_by_text("Nothing left to assign")).to_be_visible()
    expect(page.get_by_text(f"M-{pieces[19]} is in PMB 101").first).to_be_visible()

    found = json.loads(house.shell(WHOSE))
    assert [pmb for _pk, pmb, _type in found] == [
        "101", "102", "102", "102", "102", "102", "103", *["102", "101"] * 6, "101"
    ]  # fmt: skip
    assert [kind for pk, _pmb, kind in found if pk != pieces[6]] == ["letter"] * 19
    assert carl.keys <= 60
    print(
        f"{carl.keys} keys; {len(carl.waits)} times from Enter to the next picture: {sorted(map(round, carl.waits))} ms"
    )


def test_many_at_once(house, window):
    fill = FILL.replace("[ROSA, BEN, ROSA, BEN, NOBODY, NOBODY] + [ROSA, BEN] * 7", "[ROSA, BEN, NOBODY]")
    house.shell("; ".join(fill.strip().splitlines()))
    page = window.page
    house.log_in(page, "carl@harbor.example")
    page.goto("/harbor/desk/mail/assigning/grid/")

    page.get_by_label("Tick all on this page").check()
    window.axe()
    # On a phone the bar over the end of the page covers nothing that cannot be scrolled out from under it.
    page.set_viewport_size({"width": 390, "height": 600})
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert page.locator(".piece-tile a").last.evaluate(IS_IN_REACH)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Assign as proposed").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("3 pieces")).to_be_visible()
    expect(dialog.get_by_text("Nothing proposed, stays here: 1")).to_be_visible()
    dialog.get_by_role("button", name="Assign").click()

    expect(page.get_by_text("2 pieces are assigned.")).to_be_visible()
    expect(page.get_by_text("1 piece was not assigned")).to_be_visible()
    expect(page.locator("[data-bulk-item]:checked")).to_have_count(1)


def test_on_a_phone_whose_it_is_is_seen_before_it_is_assigned(house, phone):
    house.shell("; ".join(FILL.replace("[ROSA, BEN, ROSA, BEN, NOBODY, NOBODY]", "[ROSA]").strip().splitlines()))
    page = phone.page
    house.log_in(page, "carl@harbor.example")

    for height, choice in ((844, ".mailbox-choice:has(:checked)"), (667, ".mailbox-choice__who")):
        page.set_viewport_size({"width": 390, "height": height})
        page.goto("/harbor/desk/mail/assigning/")
        for what in ("[data-pane]", choice, "[data-take]"):
            assert page.locator(what).first.evaluate(IS_IN_REACH), f"{what} at {height}"
        pane, picture = (page.locator(each).first.bounding_box() for each in ("[data-pane]", "[data-pane] img"))
        assert 140 <= picture["height"] <= pane["height"]
    phone.fits("assigning")

    page.get_by_role("button", name="Assign").tap()
    expect(page.get_by_text("is in PMB 101").first).to_be_visible()


def test_a_turned_picture_stays_turned_without_a_connection(house, window):
    fill = FILL.replace("[ROSA, BEN, ROSA, BEN, NOBODY, NOBODY] + [ROSA, BEN] * 7", "[ROSA, BEN]")
    house.shell("; ".join(fill.strip().splitlines()))
    page = window.page
    house.log_in(page, "carl@harbor.example")
    page.goto("/harbor/desk/mail/assigning/")
    image = page.locator("[data-pane] img").first
    window.tolerate("ERR_INTERNET_DISCONNECTED")
    window.context.set_offline(True)
    page.get_by_role("button", name="Rotate").click()
    expect(page.get_by_text("One piece is not saved yet.")).to_be_visible()
    window.shot("offline")
    window.context.set_offline(False)
    expect(page.get_by_text("One piece is not saved yet.")).to_be_hidden()
    assert house.shell(TURNED) == "1"

    # Where it cannot be kept, it does not look as if it were.
    window.tolerate("404")
    page.route("**/turn/", lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Rotate").click()
    expect(page.get_by_text("this could not be saved")).to_be_visible()
    expect(image).to_have_attribute("style", re.compile(r"rotate\(90deg\)"))
    window.shot("turned-back")
