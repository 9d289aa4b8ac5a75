"""At assignment automations ask as the renter would: once per piece and mailbox, or they say why not."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from boxholder.billing.allowances import quote
from boxholder.billing.models import Charge, RequestRule
from boxholder.history.models import Event
from boxholder.mail import automations
from boxholder.mail.automation_words import price, sentence
from boxholder.mail.instructions import instructions_for
from boxholder.mail.models import ActionRequest, Automation, AutomationTurn, MailItem
from boxholder.mailboxes.models import Address, Mailbox

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 12, 15, tzinfo=UTC)
Does, Which = Automation.Does, Automation.Which


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def home(rosa, box_101):
    return Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)


@pytest.fixture
def automate(rosa, box_101):
    """Rosa adds an automation."""
    return lambda does=Does.OPEN_AND_SCAN, **rules: Automation.objects.add(
        box_101, by=rosa.user, now=NOW, does=does, **rules
    )


@pytest.fixture
def comes(box_101, carl):
    """A piece comes, and Carl assigns it."""

    def one(box=box_101, **facts) -> MailItem:
        item = MailItem.receive(box.space, by=carl, **{"type": "letter", "sender": "Brooklyn Water Board"} | facts)
        item.assign(box, by=carl)
        return item

    return one


@pytest.fixture
def scans(basic):
    """Basic has one free scan a month, then 3.00 USD."""
    return RequestRule.objects.create(offering=basic, kind="open_and_scan", free_per_month=1, price_minor=300)


def asked(item) -> list[tuple[str, str]]:
    return [(request.kind, request.status) for request in item.requests.order_by("pk")]


def turn_of(item) -> AutomationTurn:
    return AutomationTurn.objects.get(item=item)


def left(box) -> int:
    return quote(box, "open_and_scan", NOW.date()).left


# --- What is asked


def test_every_piece_is_asked_for_as_the_renter_would(automate, comes, scans, box_101):
    automate()
    free, paid = comes(), comes()

    assert asked(free) == asked(paid) == [("open_and_scan", "pending")]
    assert [item.requests.get().price.minor for item in (free, paid)] == [0, 300]
    assert left(box_101) == 0
    paid.requests.get().complete(by=None, now=NOW)
    assert Charge.objects.get().amount_minor == 300


def test_the_request_says_that_no_person_asked(automate, comes):
    automation, item = automate(), comes()

    request = item.requests.get()
    assert (request.automation, request.asked_by) == (automation, None)
    assert "Open & scan asked for by automation: free" in [event.sentence for event in Event.objects.about(item)]


def test_the_first_that_fits_takes_it(automate, comes):
    automate(Does.SHRED, which=Which.SENDER, sender="casino, raffle")
    automate(Does.OPEN_AND_SCAN, which=Which.TYPES, types=["letter", "legal"])
    automate(Does.KEEP)

    assert asked(comes(sender="Grand Casino Club")) == [("shred", "pending")]
    assert asked(comes()) == [("open_and_scan", "pending")]
    magazine = comes(type="magazine")
    assert asked(magazine) == []
    assert turn_of(magazine).why == "kept"


def test_moved_up_it_comes_first(automate, comes, rosa, box_101):
    keep, scan = automate(Does.KEEP), automate()
    scan.move_up(by=rosa.user)

    assert asked(comes()) == [("open_and_scan", "pending")]
    assert list(box_101.automations.all()) == [scan, keep]


def test_held_for_some_days_it_says_until_when(automate, comes):
    automate(Does.HOLD, hold_days=14)

    assert comes().requests.get().hold_until == date(2026, 5, 26)


def test_forwarded_it_takes_the_address_and_the_carrier(automate, comes, home):
    automate(Does.FORWARD, address=home, carrier="UPS")

    request = comes(type="parcel").requests.get()
    assert (request.address, request.carrier) == (home.text, "UPS")


def test_switched_off_or_removed_it_takes_nothing(automate, comes, rosa):
    off, removed = automate(), automate()
    off.switch(False, by=rosa.user, now=NOW)
    removed.remove(by=rosa.user)

    item = comes()
    assert asked(item) == []
    assert not AutomationTurn.objects.exists()
    off.switch(True, by=rosa.user, now=NOW)
    assert asked(comes()) == [("open_and_scan", "pending")]


def test_another_mailboxes_automation_is_not_asked(automate, comes, box_102):
    automate()

    assert asked(comes(box_102)) == []


# --- Once


def test_undone_and_assigned_again_there_is_one_request_in_force(automate, comes, carl, box_101, scans):
    automate()
    item = comes()
    item.unassign(by=carl)
    assert left(box_101) == 1

    item.assign(box_101, by=carl)

    assert asked(item) == [("open_and_scan", "cancelled"), ("open_and_scan", "pending")]
    assert left(box_101) == 0
    item.requests.get(status="pending").complete(by=carl, now=NOW)
    assert not Charge.objects.exclude(amount_minor=0).exists()


def test_what_was_done_is_not_asked_again(automate, comes, carl, box_101, box_102):
    automate()
    item = comes()
    item.requests.get().complete(by=carl, now=NOW)
    item.reassign(box_102, by=carl)

    item.reassign(box_101, by=carl)

    assert asked(item) == [("open_and_scan", "completed")]


def test_what_the_renter_cancelled_is_not_asked_again(automate, comes, rosa, carl, box_101):
    automate()
    item = comes()
    item.requests.get().cancel(by=rosa.user, now=NOW)
    item.unassign(by=carl)

    item.assign(box_101, by=carl)

    assert asked(item) == [("open_and_scan", "cancelled")]


def test_reassigned_the_other_mailbox_has_its_own(automate, comes, carl, box_101, box_102, ben):
    automate()
    Automation.objects.add(box_102, by=ben.user, now=NOW, does=Does.SHRED)
    item = comes()

    item.reassign(box_102, by=carl)

    assert asked(item) == [("open_and_scan", "cancelled"), ("shred", "pending")]


# --- What is in the way


def block_by_closing(box, **_):
    Mailbox.objects.filter(pk=box.pk).update(closed_on=NOW.date())


def block_by_plan(box, basic, **_):
    RequestRule.objects.update_or_create(offering=basic, kind="open_and_scan", defaults={"is_allowed": False})


@pytest.mark.parametrize(
    ("block", "why"), [(block_by_closing, "not_asking"), (block_by_plan, "not_offered")], ids=["closed", "plan"]
)
def test_what_cannot_be_asked_stays_and_says_why_and_is_tried_again(block, why, automate, comes, basic, box_101):
    automate()
    block(box=box_101, basic=basic)
    item = comes()

    turn = turn_of(item)
    assert (asked(item), turn.state, turn.why, item.is_here) == ([], "waiting", why, True)
    assert f"Not asked for by automation (Open & scan it): {turn.get_why_display()}" in instructions_for(item, box_101)

    Mailbox.objects.update(closed_on=None)
    RequestRule.objects.update(is_allowed=True)
    automations.try_again(turn.pk, NOW)
    assert asked(item) == []  # not yet
    automations.try_again(turn.pk, NOW + timedelta(hours=1))
    assert asked(item) == [("open_and_scan", "pending")]


def test_without_the_card_the_operator_asks_for_nothing_is_asked(automate, comes, connected, harbor):
    from boxholder.billing.models import BillingSettings

    automate()
    settings = BillingSettings.objects.of(harbor)
    BillingSettings.objects.filter(pk=settings.pk).update(card_may_be_put_off=False)
    item = comes()

    assert (asked(item), turn_of(item).why) == ([], "card_needed")


def test_after_two_weeks_it_is_left_to_the_renter(automate, comes, box_101):
    automate()
    Mailbox.objects.update(closed_on=NOW.date())
    turn = turn_of(comes())
    automations.try_again(turn.pk, NOW + timedelta(days=14, hours=1))
    Mailbox.objects.update(closed_on=None)

    automations.try_again(turn.pk, NOW + timedelta(days=15))

    turn.refresh_from_db()
    assert (turn.state, turn.try_at) == ("left", None)
    assert not ActionRequest.objects.exists()


def test_only_while_free_asks_for_nothing_that_costs(automate, comes, scans):
    automate(only_while_free=True)
    free, costs = comes(), comes()

    assert asked(free) == [("open_and_scan", "pending")]
    assert (asked(costs), turn_of(costs).state, turn_of(costs).why) == ([], "left", "not_free")


def test_what_somebody_asked_for_meanwhile_is_not_asked_again(automate, comes, box_101, rosa):
    automate()
    Mailbox.objects.update(closed_on=NOW.date())
    item = comes()
    Mailbox.objects.update(closed_on=None)
    ActionRequest.ask(item, "open_and_scan", by=rosa.user, now=NOW).complete(by=None, now=NOW)

    automations.try_again(turn_of(item).pk, NOW + timedelta(hours=2))

    assert asked(item) == [("open_and_scan", "completed")]
    assert turn_of(item).why == "taken_in_hand"


def test_a_parcel_is_not_shredded(automate, comes):
    automate(Does.SHRED)
    item = comes(type="parcel")

    assert (asked(item), turn_of(item).why) == ([], "does_not_fit")


def test_without_its_address_it_waits_for_another(automate, comes, home, rosa, box_101):
    automation = automate(Does.FORWARD, address=home)
    home.remove(by=rosa.user)
    item = comes()
    assert (asked(item), turn_of(item).why) == ([], "lacks_address")

    studio = Address.objects.add(box_101, name="Studio", street="9 Kiln Lane", city="Troy", by=rosa.user)
    Automation.objects.get(pk=automation.pk).change(by=rosa.user, now=NOW, address=studio)
    automations.try_again(turn_of(item).pk, NOW)

    assert item.requests.get().address == studio.text


# --- Words


def test_the_sentence_and_the_price_are_plain(automate, scans, home, basic):
    RequestRule.objects.create(offering=basic, kind="forward", price_minor=400)
    scan = automate(which=Which.TYPES, types=["letter", "magazine"])
    send = automate(Does.FORWARD, address=home, often="weekly", weekday=4, which=Which.SENDER, sender="Clay, Kiln")

    assert sentence(scan) == "Every letter or magazine is opened and scanned."
    assert price(scan, NOW) == "free, 1 of 1 left until May 31, then 3.00 USD each"
    assert sentence(send) == "Everything from “Clay” or “Kiln” is forwarded to Rosa Reyes, Albany, every Friday."
    assert price(send, NOW) == "4.00 USD each; postage on top"


def test_the_clerk_is_told_what_will_be_done(automate, letter, box_101):
    automate()

    assert instructions_for(letter, box_101) == ["Will be opened and scanned by automation"]


def test_changes_are_told_with_the_mailbox(automate, rosa, box_101):
    automation = automate()
    automation.change(by=rosa.user, now=NOW, which=Which.TYPES, types=["letter"])
    automation.remove(by=rosa.user)

    assert [event.sentence for event in Event.objects.about(box_101)] == [
        "Automation added: Every piece is opened and scanned.",
        "Automation changed from “Every piece is opened and scanned.” to “Every letter is opened and scanned.”",
        "Automation removed: Every letter is opened and scanned.",
    ]
