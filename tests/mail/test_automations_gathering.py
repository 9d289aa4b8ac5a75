"""Recurrent forwarding: pieces gather, and on the day they are asked for together."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from boxholder.billing.models import RequestRule
from boxholder.mail import automations, fulfilment, jobs
from boxholder.mail.automation_words import outcome
from boxholder.mail.models import ActionRequest, Automation, AutomationTurn, MailItem
from boxholder.mailboxes.models import Address, Mailbox

TUESDAY = datetime(2026, 5, 12, 15, tzinfo=UTC)
# Friday begins in New York.
FRIDAY = datetime(2026, 5, 15, 4, tzinfo=UTC)


@pytest.fixture
def home(rosa, box_101):
    return Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)


@pytest.fixture
def weekly(rosa, box_101, home):
    return add(rosa, box_101, home, often="weekly", weekday=4)


def add(rosa, box_101, home, **rules) -> Automation:
    return Automation.objects.add(box_101, by=rosa.user, now=TUESDAY, does="forward", address=home, **rules)


@pytest.fixture
def comes(box_101, carl):
    def one(**facts) -> MailItem:
        item = MailItem.receive(box_101.space, by=carl, **{"type": "letter"} | facts)
        item.assign(box_101, by=carl)
        return item

    return one


def a_worker_sweeps(now, run_tasks) -> None:
    with time_machine.travel(now, tick=False):
        jobs.sweep(now)
        run_tasks()


def turn_of(item) -> AutomationTurn:
    return AutomationTurn.objects.get(item=item)


def waiting(*items) -> list[str]:
    """The kinds that are pending, piece by piece."""
    return [",".join(item.requests.pending().values_list("kind", flat=True)) for item in items]


@pytest.mark.django_db
def test_nothing_is_asked_before_the_day(weekly, comes):
    item = comes()

    assert weekly.next_on == date(2026, 5, 15)
    assert automations.due(FRIDAY - timedelta(seconds=1)) == []
    automations.ask_gathered(weekly.pk, FRIDAY - timedelta(seconds=1))
    assert waiting(item) == [""]
    assert outcome(turn_of(item)) == "Stays until May 15, then it is forwarded by automation"


@pytest.mark.django_db
def test_on_the_day_all_go_into_one_parcel(weekly, comes, carl):
    first, second = comes(), comes(type="parcel")

    assert automations.due(FRIDAY) == [weekly.pk]
    automations.ask_gathered(weekly.pk, FRIDAY)

    assert waiting(first, second) == ["forward", "forward"]
    request = first.requests.get()
    assert [each.item for each in fulfilment.goes_along(request)] == [second]
    weekly.refresh_from_db()
    assert weekly.next_on == date(2026, 5, 22)


@pytest.mark.django_db
def test_asked_twice_for_the_same_day_it_is_asked_once(weekly, comes):
    comes()
    automations.ask_gathered(weekly.pk, FRIDAY)
    late = comes()

    automations.ask_gathered(weekly.pk, FRIDAY + timedelta(hours=8))

    assert ActionRequest.objects.count() == 1
    assert waiting(late) == [""]


@pytest.mark.django_db
def test_what_has_left_or_is_somebody_elses_is_not_asked_for(weekly, comes, carl, rosa, box_102):
    collected, bens, stays = comes(), comes(), comes()
    MailItem.objects.pick_up([collected], who="Rosa Reyes", by=carl)
    bens.reassign(box_102, by=carl)

    automations.ask_gathered(weekly.pk, FRIDAY)

    assert waiting(collected, bens, stays) == ["", "", "forward"]


@pytest.mark.django_db
def test_what_is_asked_for_already_waits_for_the_next_day(weekly, comes, rosa):
    item = comes()
    request = ActionRequest.ask(item, "open_and_scan", by=rosa.user, now=TUESDAY)
    automations.ask_gathered(weekly.pk, FRIDAY)
    assert (waiting(item), turn_of(item).why) == (["open_and_scan"], "pending")

    request.complete(by=None, now=FRIDAY)
    automations.ask_gathered(weekly.pk, FRIDAY + timedelta(weeks=1))

    assert waiting(item) == ["forward"]


@pytest.mark.django_db
def test_only_while_free_the_rest_waits_for_the_next_day(rosa, box_101, home, comes, basic):
    RequestRule.objects.create(offering=basic, kind="forward", free_per_month=1, price_minor=400)
    automation = add(rosa, box_101, home, often="monthly", month_day=20, only_while_free=True)
    first, second = comes(), comes()

    automations.ask_gathered(automation.pk, datetime(2026, 5, 20, 12, tzinfo=UTC))
    assert (waiting(first, second), turn_of(second).why) == (["forward", ""], "not_free")

    automations.ask_gathered(automation.pk, datetime(2026, 6, 20, 12, tzinfo=UTC))
    assert waiting(second) == ["forward"]


@pytest.mark.django_db
def test_what_was_in_the_way_on_the_day_is_tried_again_hours_later(weekly, comes):
    item = comes()
    Mailbox.objects.update(closed_on=FRIDAY.date())
    automations.ask_gathered(weekly.pk, FRIDAY)
    assert (waiting(item), turn_of(item).why) == ([""], "not_asking")
    Mailbox.objects.update(closed_on=None)

    automations.try_again(turn_of(item).pk, FRIDAY + timedelta(hours=1))

    assert waiting(item) == ["forward"]


@pytest.mark.django_db
def test_removed_what_has_gathered_stays(weekly, comes, rosa):
    item = comes()
    weekly.remove(by=rosa.user)

    automations.ask_gathered(weekly.pk, FRIDAY)

    assert waiting(item) == [""]
    assert automations.due(FRIDAY) == []
    assert (turn_of(item).state, turn_of(item).why) == ("left", "removed")


@pytest.mark.django_db
def test_switched_on_again_it_does_not_make_up_for_missed_days(weekly, comes, rosa):
    item = comes()
    weekly.switch(False, by=rosa.user, now=TUESDAY)
    assert automations.due(FRIDAY) == []

    weekly.switch(True, by=rosa.user, now=FRIDAY + timedelta(days=1))

    assert weekly.next_on == date(2026, 5, 22)
    automations.ask_gathered(weekly.pk, FRIDAY + timedelta(weeks=1))
    assert waiting(item) == ["forward"]


@pytest.mark.django_db
def test_another_day_chosen_what_has_gathered_goes_then(weekly, comes, rosa):
    item = comes()
    weekly.change(by=rosa.user, now=TUESDAY, often="monthly", weekday=None, month_day=31)
    assert weekly.next_on == date(2026, 5, 31)

    automations.ask_gathered(weekly.pk, datetime(2026, 5, 31, 12, tzinfo=UTC))

    assert waiting(item) == ["forward"]


@pytest.mark.django_db
def test_what_fits_no_more_stays(weekly, comes, rosa):
    letter, parcel = comes(), comes(type="parcel")
    weekly.change(by=rosa.user, now=TUESDAY, which="types", types=["parcel"])

    automations.ask_gathered(weekly.pk, FRIDAY)

    assert waiting(letter, parcel) == ["", "forward"]
    assert turn_of(letter).why == "fits_no_more"


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["after_the_claim", "after_the_first"])
def test_killed_in_the_middle_the_day_is_still_due(weekly, comes, monkeypatch, line):
    first, second = comes(), comes()
    ask, calls = automations._ask, []

    def dies(turn, now):
        calls.append(turn)
        if line == "after_the_claim" or len(calls) == 2:
            raise SystemExit
        ask(turn, now)

    monkeypatch.setattr(automations, "_ask", dies)
    with pytest.raises(SystemExit):
        automations.ask_gathered(weekly.pk, FRIDAY)
    assert waiting(first, second) == ["", ""]
    monkeypatch.setattr(automations, "_ask", ask)

    assert automations.due(FRIDAY) == [weekly.pk]
    automations.ask_gathered(weekly.pk, FRIDAY)
    assert waiting(first, second) == ["forward", "forward"]
    assert ActionRequest.objects.count() == 2


@pytest.mark.django_db
def test_killed_while_assigning_neither_is_there(weekly, box_101, carl, letter, rosa, monkeypatch):
    weekly.remove(by=rosa.user)
    Automation.objects.add(box_101, by=rosa.user, now=TUESDAY, does="open_and_scan")
    monkeypatch.setattr(ActionRequest, "remember", lambda *_, **__: (_ for _ in ()).throw(SystemExit))

    with pytest.raises(SystemExit):
        letter.assign(box_101, by=carl)

    letter.refresh_from_db()
    assert letter.mailbox is None
    assert not ActionRequest.objects.exists()
    assert not AutomationTurn.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_month_with_its_end_in_it(rosa, box_101, home, carl, dock, run_tasks):
    """A letter each day at noon from 12 May to 1 July, sent on the 31st: of June on its 30th."""
    add(rosa, box_101, home, often="monthly", month_day=31)
    sent: dict[date, int] = {}
    for n in range(51):
        day = date(2026, 5, 12) + timedelta(days=n)
        a_worker_sweeps(datetime.combine(day, time(5), tzinfo=dock.zone), run_tasks)
        if pending := list(ActionRequest.objects.pending()):
            sent[day] = len(pending)
            with time_machine.travel(datetime.combine(day, time(9), tzinfo=dock.zone), tick=False):
                fulfilment.send(pending, by=carl, now=datetime.combine(day, time(9), tzinfo=dock.zone))
        with time_machine.travel(datetime.combine(day, time(12), tzinfo=dock.zone), tick=False):
            MailItem.receive(dock, by=carl, type="letter").assign(box_101, by=carl)

    assert sent == {date(2026, 5, 31): 19, date(2026, 6, 30): 30}
    assert MailItem.objects.here().count() == 2
    assert AutomationTurn.objects.waiting().count() == 2
