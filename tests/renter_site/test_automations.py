"""Settings → Automations: said once in plain sentences, with the price beside each before it is saved."""

from datetime import date

import pytest
from django.utils import timezone

from boxholder.billing.models import RequestRule
from boxholder.mail.models import ActionRequest, Automation, AutomationTurn, MailItem
from boxholder.mailboxes.models import Address, Mailbox
from tests.paths import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(harbor):
    return lambda rest="": site(harbor, f"settings/automations/{rest}")


@pytest.fixture
def scans(basic):
    return RequestRule.objects.create(offering=basic, kind="open_and_scan", free_per_month=5, price_minor=300)


@pytest.fixture
def home(rosa, box_101):
    return Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)


@pytest.fixture
def save(rosa, log_in, pages):
    """Rosa fills in the form; the page that answers."""
    return lambda does, **data: log_in(rosa).post(pages(f"new/?does={does}"), data, follow=True)


@pytest.fixture
def scanning(box_101, rosa):
    return Automation.objects.add(box_101, does="open_and_scan", by=rosa.user, now=timezone.now())


def words(answer) -> str:
    return answer.content.decode()


def test_with_none_the_usual_ones_are_offered_with_their_price(rosa, log_in, pages, scans):
    page = words(log_in(rosa).get(pages()))

    assert "Nothing happens by itself yet" in page
    for does in ("open_and_scan", "forward", "keep"):
        assert f"does={does}" in page
    assert "free, 5 of 5 left until" in page
    assert "then 3.00 USD each" in page


def test_the_price_stands_there_before_it_is_saved(rosa, log_in, pages, scans):
    assert "then 3.00 USD each" in words(log_in(rosa).get(pages("new/?does=open_and_scan")))
    assert not Automation.objects.exists()


def test_a_price_that_changed_meanwhile_is_looked_at_before_it_is_agreed_to(save, scans):
    RequestRule.objects.update(price_minor=900)

    page = words(save("open_and_scan", which="everything", each="3.00 USD"))

    assert "The price changed while you were looking." in page
    assert 'name="each" value="9.00 USD"' in page
    assert not Automation.objects.exists()


def test_risen_since_the_page_says_so_until_it_is_saved_again(rosa, log_in, pages, scans, scanning):
    browser = log_in(rosa)
    assert "Waits for you" not in words(browser.get(pages()))
    RequestRule.objects.update(price_minor=900)

    page = words(browser.get(pages()))
    assert "Waits for you" in page
    assert "when this was saved, each cost 3.00 USD" in page
    assert "by that you agree to the new price" in words(browser.get(pages(f"{scanning.pk}/")))

    browser.post(pages(f"{scanning.pk}/"), {"which": "everything", "each": "9.00 USD"})
    assert "Waits for you" not in words(browser.get(pages()))
    assert Automation.objects.get().agreed_minor == 900


def test_what_the_plan_does_not_have_is_not_offered(rosa, log_in, pages, scans):
    RequestRule.objects.update(is_allowed=False)

    page = words(log_in(rosa).get(pages("new/")))
    assert "does=open_and_scan" not in page
    assert "not part of Basic" in page


def test_saved_it_stands_in_the_list_as_a_sentence(save, scans, rosa):
    page = words(save("open_and_scan", which="types", types=["letter", "legal"], only_while_free="on"))

    assert "Every letter or envelope with legal papers is opened and scanned." in page
    assert "then it is not asked for" in page
    automation = Automation.objects.get()
    assert (automation.only_while_free, automation.made_by) == (True, rosa.user)


def test_recurrent_forwarding_says_when_it_is_due(save, home):
    page = words(save("forward", which="everything", address=home.pk, carrier="UPS", often="monthly", month_day="31"))

    assert "Every piece is forwarded to Rosa Reyes, Albany with UPS, on day 31 of each month." in page
    assert "0 pieces wait for it" in page
    automation = Automation.objects.get()
    assert (automation.weekday, automation.next_on.day >= 28) == (None, True)


def test_what_an_earlier_automation_would_take_is_not_offered(save, rosa, log_in, pages, box_101, carl):
    for kind in ("letter", "parcel"):
        MailItem.receive(box_101.space, by=carl, type=kind).assign(box_101, by=carl)
    assert "Also the 2 pieces that are here now" in words(log_in(rosa).get(pages("new/?does=forward")))

    save("keep", which="types", types=["letter"])

    assert "Also the 1 piece that is here now" in words(log_in(rosa).get(pages("new/?does=forward")))


def test_what_is_here_already_goes_along_only_where_rosa_says_so(save, home, rosa, log_in, pages, box_101, carl):
    old, asked = (MailItem.receive(box_101.space, by=carl, type="letter") for _n in range(2))
    for item in (old, asked):
        item.assign(box_101, by=carl)
    ActionRequest.ask(asked, "open_and_scan", by=rosa.user, now=timezone.now())
    assert "Also the 1 piece that is here now" in words(log_in(rosa).get(pages("new/?does=forward")))

    recurrent = {"which": "everything", "address": home.pk, "often": "weekly", "weekday": "4"}
    assert "0 pieces wait for it" in words(save("forward", **recurrent))
    Automation.objects.get().remove(by=rosa.user)
    assert "1 piece waits for it" in words(save("forward", **recurrent, with_those_here="on"))
    assert [turn.item for turn in AutomationTurn.objects.waiting()] == [old]


@pytest.mark.parametrize(
    ("does", "data", "said"),
    [
        ("open_and_scan", {"which": "types"}, "Types: This field is required."),
        ("open_and_scan", {"which": "sender", "sender": " , "}, "Words in the sender: Write a word"),
        ("forward", {"which": "everything", "often": "each"}, "Where to: This field is required."),
        ("forward", {"which": "everything", "often": "weekly"}, "Weekday: This field is required."),
        ("forward", {"which": "everything", "often": "monthly", "month_day": "32"}, "Day of the month: Ensure"),
        ("hold", {"which": "everything", "hold_days": "0"}, "For how many days: Ensure"),
        ("shred", {"which": "sender", "sender": "Casino"}, "I know that nobody can undo this: This field is required."),
        ("shred", {"which": "everything", "understood": "on"}, "Which pieces: Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_and_nothing_saved(save, does, data, said):
    assert said in words(save(does, **data))
    assert not Automation.objects.exists()


def test_what_belongs_to_another_choice_is_not_kept(save):
    save("open_and_scan", which="everything", types=["letter"], sender="Clay")

    automation = Automation.objects.get()
    assert (automation.types, automation.sender) == ([], "")


def test_one_that_never_has_its_turn_says_so(rosa, log_in, pages, scanning, save):
    browser, why = log_in(rosa), "It never has its turn: “Every piece is opened and scanned.” stands above it"
    for before in ("new/", "new/?does=keep"):
        page = words(browser.get(pages(before)))
        assert "“Every piece is opened and scanned.” takes every piece first. A new one stands below it" in page

    # Made, it is said at once; then it stands there.
    assert words(save("keep", which="types", types=["letter"])).count(why) == 2
    assert words(browser.get(pages())).count(why) == 1

    keep = Automation.objects.get(does="keep")
    assert why not in words(browser.post(pages(f"{keep.pk}/place/"), follow=True))


def test_what_is_overtaken_by_a_change_a_move_or_a_switch_is_told(rosa, log_in, pages, scanning, save):
    browser, told = (
        log_in(rosa),
        "“Every letter is kept at the office until something is asked for.” It never has its turn",
    )
    browser.post(pages(f"{scanning.pk}/"), {"which": "types", "types": ["parcel"]})
    save("keep", which="types", types=["letter"])
    scan = {"which": "everything"}

    assert told in words(browser.post(pages(f"{scanning.pk}/"), scan, follow=True))
    browser.post(pages(f"{scanning.pk}/switch/"))
    assert told in words(browser.post(pages(f"{scanning.pk}/switch/"), {"is_on": "1"}, follow=True))
    keep = Automation.objects.get(does="keep")
    assert told not in words(browser.post(pages(f"{keep.pk}/place/"), follow=True))
    assert told in words(browser.post(pages(f"{scanning.pk}/place/"), follow=True))


def test_changed_moved_switched_and_removed(rosa, log_in, pages, scanning, save):
    browser = log_in(rosa)
    save("keep", which="everything")
    keep = Automation.objects.get(does="keep")

    browser.post(pages(f"{scanning.pk}/"), {"which": "types", "types": ["letter"]})
    browser.post(pages(f"{keep.pk}/place/"))
    browser.post(pages(f"{keep.pk}/switch/"))
    page = words(browser.get(pages()))
    assert page.index("is kept at the office") < page.index("Every letter is opened and scanned.")
    assert "Off</span>" in page.replace("\n", "")
    browser.post(pages(f"{keep.pk}/switch/"), {"is_on": "1"})
    keep.refresh_from_db()
    assert keep.is_on

    browser.post(pages(f"{scanning.pk}/removal/"))
    assert list(Automation.objects.kept()) == [keep]
    assert browser.get(pages(f"{scanning.pk}/")).status_code == 404


def test_an_address_in_use_is_removed_knowingly_and_the_automation_rests(rosa, log_in, harbor, pages, home, save):
    save("forward", which="everything", address=home.pk, often="weekly", weekday="4")
    browser, book = log_in(rosa), site(harbor, "settings/addresses/")
    assert "These automations forward to it." in words(browser.get(book))

    browser.post(f"{book}{home.pk}/removal/")

    page = words(browser.get(pages()))
    assert "Paused" in page
    assert "Its address was taken out of the address book" in page


def test_why_nothing_was_asked_is_said_where_one_looks(rosa, log_in, harbor, pages, scanning, box_101, carl):
    RequestRule.objects.create(offering=box_101.subscriptions.get().offering, kind="open_and_scan", is_allowed=False)
    item = MailItem.receive(box_101.space, by=carl, type="letter", sender="Water Board")
    item.assign(box_101, by=carl)

    assert "The plan does not include it." in words(log_in(rosa).get(site(harbor, f"mail/{item.pk}/")))
    assert "Letter from Water Board</a> The plan does not include it." in words(log_in(rosa).get(pages()))


def test_the_piece_says_that_the_automation_asked(rosa, log_in, harbor, scanning, box_101, carl):
    item = MailItem.receive(box_101.space, by=carl, type="letter")
    item.assign(box_101, by=carl)

    page = words(log_in(rosa).get(site(harbor, f"mail/{item.pk}/")))
    assert "By your automation: Every piece is opened and scanned." in page
    assert "Open &amp; scan asked for by your automation" in page


def test_of_two_mailboxes_each_has_its_own(rosa, log_in, pages, scanning, box_101):
    second = Mailbox.objects.create(
        operator=box_101.operator, space=box_101.space, pmb="150", renter=rosa, activated_at=box_101.activated_at
    )
    browser = log_in(rosa)
    browser.post(pages(f"new/?mailbox={second.pk}&does=keep"), {"which": "everything"})

    assert [each.does for each in second.automations.all()] == ["keep"]
    assert [each.does for each in box_101.automations.all()] == ["open_and_scan"]


def test_a_manager_keeps_them_a_recipient_does_not(rosa, mia, log_in, pages, scanning, box_101):
    assert log_in(mia).get(pages(f"{scanning.pk}/")).status_code == 200

    box_101.people.update(role="recipient")
    assert log_in(mia).get(pages(f"{scanning.pk}/")).status_code == 404
    assert log_in(mia).post(pages(f"{scanning.pk}/removal/")).status_code == 404


def test_somebody_elses_are_not_found(ben, sam, log_in, pages, scanning, box_101):
    for stranger in (ben, sam):
        assert log_in(stranger).get(pages(f"{scanning.pk}/")).status_code == 404
        assert log_in(stranger).post(pages(f"{scanning.pk}/switch/")).status_code == 404
    assert log_in(ben).get(pages(f"new/?mailbox={box_101.pk}&does=keep")).status_code == 404


def test_what_is_gone_or_sent_wrongly_is_refused(rosa, log_in, pages, scanning):
    assert log_in(rosa).get(pages(f"{scanning.pk}/removal/")).status_code == 405
    assert log_in(rosa).get(pages("999999/")).status_code == 404


@pytest.mark.parametrize("nonsense", ["²", "9" * 30, "-1", "x"], ids=["superscript", "huge", "negative", "word"])
def test_a_mailbox_that_is_no_number_breaks_nothing(nonsense, rosa, log_in, pages, box_101):
    assert log_in(rosa).get(pages(f"new/?mailbox={nonsense}&does=keep")).status_code == 200


def test_the_next_day_is_the_spaces_own(save, home, box_101):
    import time_machine

    with time_machine.travel("2026-06-01T02:00:00Z", tick=False):  # still 31 May in New York
        save("forward", which="everything", address=home.pk, often="monthly", month_day="1")

    assert Automation.objects.get().next_on == date(2026, 6, 1)
