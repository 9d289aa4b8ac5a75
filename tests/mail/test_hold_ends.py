"""A hold ends: who reads the mailbox is told the day before, once, and the desk has it in its list when it is over."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from boxholder.billing.deactivation import deactivate
from boxholder.mail import hold_ends, jobs
from boxholder.mail.models import ActionRequest, MailItem, NoticePreference
from boxholder.notifications.models import OutboxEmail

pytestmark = pytest.mark.django_db

Kind, How = NoticePreference.Kind, NoticePreference.How
MAY_8 = date(2026, 5, 8)


def at(day: int, hour: int = 9) -> datetime:
    """That hour of May, at Dock Street."""
    return datetime(2026, 5, day, hour, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def hold(rosa, box_101, carl):
    """`hold(8)`: a new parcel of Rosa's that is set aside until May 8."""

    def until(day: int, item: MailItem | None = None) -> ActionRequest:
        with time_machine.travel(at(1), tick=False):
            if item is None:
                item = MailItem.receive(box_101.space, by=carl, type="parcel")
                item.assign(box_101, by=carl)
            asked = ActionRequest.ask(item, "hold", by=rosa.user, now=at(1), hold_until=date(2026, 5, day))
            asked.complete(by=carl, now=at(1))
        return asked

    return until


def tell(now: datetime) -> None:
    for mailbox in hold_ends.due_mailboxes(now):
        hold_ends.tell(mailbox, now)


def told() -> list[OutboxEmail]:
    return list(OutboxEmail.objects.filter(kind="hold_ends"))


def test_told_the_day_before_in_the_morning_and_once(hold, rosa):
    asked = hold(8)
    for day, hour in ((6, 9), (7, 7)):
        tell(at(day, hour))
    assert not told()

    for day, hour in ((7, 8), (7, 9), (8, 9), (9, 9)):
        tell(at(day, hour))

    [email] = told()
    assert email.to == rosa.email
    assert email.subject == "Held until May 8: Parcel"
    assert f"Parcel ({asked.item.reference}): May 8, 2026" in email.text


def test_what_ends_together_is_one_email(hold):
    both = [hold(8), hold(8)]

    tell(at(7))

    [email] = told()
    assert email.subject == "Held until May 8: 2 pieces of mail"
    assert all(asked.item.reference in email.text for asked in both)


def test_a_worker_that_was_off_tells_late_and_not_after_two_weeks(hold):
    hold(1), hold(8)

    tell(at(16))

    [email] = told()
    assert email.subject == "No longer held: Parcel"


def test_who_wants_no_such_email_gets_none_though_others_do(hold, box_101, rosa, mia):
    NoticePreference.objects.choose(rosa.user, box_101.operator, Kind.HOLD_ENDS, How.OFF)
    hold(8)

    tell(at(7))

    assert [email.to for email in told()] == [mia.email]


@pytest.mark.parametrize("what", ["left", "given to another", "deleted", "something is asked for", "mailbox closed"])
def test_where_it_does_not_matter_any_more_nobody_is_told(hold, box_101, box_102, carl, rosa, what):
    item = hold(8).item
    with time_machine.travel(at(5)):
        {
            "left": lambda: item.return_to_sender(by=carl),
            "given to another": lambda: item.reassign(box_102, by=carl),
            "deleted": lambda: item.bin(by=carl, reason="A flyer"),
            "something is asked for": lambda: ActionRequest.ask(item, "shred", by=rosa.user, now=at(5)),
            "mailbox closed": lambda: deactivate(box_101, by=carl, now=at(5)),
        }[what]()

    with time_machine.travel(at(7)):
        tell(at(7))

    assert not told()


def test_what_was_asked_for_and_cancelled_leaves_the_hold_to_tell_of(hold, rosa):
    asked = ActionRequest.ask(hold(8).item, "shred", by=rosa.user, now=at(5))
    tell(at(7))
    asked.cancel(by=rosa.user, now=at(7, 10))

    tell(at(7, 11))

    assert len(told()) == 1


def test_held_longer_it_is_the_later_day_that_counts(hold, dock):
    item = hold(8).item
    hold(20, item)

    tell(at(7))
    assert not told()
    assert not ActionRequest.objects.over([dock], at(9)).exists()

    tell(at(19))
    assert [email.subject for email in told()] == ["Held until May 20: Parcel"]


def test_asked_for_anew_it_is_the_day_said_last_that_counts_everywhere(hold, dock, carl):
    item = hold(20).item
    shorter = hold(8, item)

    tell(at(7))

    assert [email.subject for email in told()] == ["Held until May 8: Parcel"]
    with time_machine.travel(at(7)):
        assert item.held_until == MAY_8
    with time_machine.travel(at(9)):
        assert (item.held_until, item.held_to) == (None, MAY_8)
        shorter.put_among_the_rest(by=carl, now=at(9))
        assert (MailItem.objects.get().held_until, MailItem.objects.get().held_to) == (None, None)
    with time_machine.travel(at(21)):
        assert MailItem.objects.get().held_to is None
    assert not ActionRequest.objects.over([dock], at(21)).exists()


def test_what_another_mailbox_asked_meanwhile_does_not_end_the_hold(hold, box_101, box_102, ben, carl, dock):
    asked = hold(8)
    with time_machine.travel(at(2)):
        asked.item.reassign(box_102, by=carl)
        theirs = ActionRequest.ask(asked.item, "hold", by=ben.user, now=at(2), hold_until=date(2026, 5, 20))
        theirs.complete(by=carl, now=at(2))
        asked.item.reassign(box_101, by=carl)

    tell(at(7))

    assert [email.subject for email in told()] == ["Held until May 8: Parcel"]
    assert ActionRequest.objects.over([dock], at(9)).get() == asked


def test_it_is_over_after_its_last_day_in_the_space(hold, dock, carl):
    asked = hold(8)
    assert not ActionRequest.objects.over([dock], at(8, 23)).exists()
    assert ActionRequest.objects.over([dock], at(9, 0)).get() == asked

    for _twice in range(2):
        asked.put_among_the_rest(by=carl, now=at(9))
    assert not ActionRequest.objects.over([dock], at(9)).exists()


def test_the_piece_says_to_which_day_it_was_held(hold, carl):
    asked = hold(8)
    with time_machine.travel(at(8)):
        assert (asked.item.held_until, asked.item.held_to) == (MAY_8, None)
    with time_machine.travel(at(9)):
        assert (asked.item.held_until, asked.item.held_to) == (None, MAY_8)
        asked.put_among_the_rest(by=carl, now=at(9))
        assert MailItem.objects.get().held_to is None


def test_long_over_and_gone_nobody_looks_for_it(hold, carl):
    gone, stays = hold(8), hold(8)
    with time_machine.travel(at(9)):
        gone.item.return_to_sender(by=carl)

    hold_ends.let_go(at(20))
    assert ActionRequest.objects.held().count() == 2
    hold_ends.let_go(at(24))

    assert ActionRequest.objects.held().get() == stays


def test_the_worker_tells(hold, run_tasks):
    hold(8)

    with time_machine.travel(at(7)):
        jobs.sweep(at(7))
        run_tasks()

    assert len(told()) == 1
