"""Which days of a piece count, and why the others do not."""

from datetime import date

import pytest
import time_machine

from boxholder.mail import storage
from boxholder.mail.models import ActionRequest, MailItem
from tests.mail.storage.conftest import on

pytestmark = pytest.mark.django_db


def days(item, today: int) -> list[int]:
    fresh = MailItem.objects.select_related("space", "mailbox").get(pk=item.pk)
    return [day.day for day in storage.days_kept(fresh, on(today).date())]


def test_the_days_stop_when_the_renter_asks_not_when_it_is_done(item, rosa):
    ActionRequest.ask(item, "forward", by=rosa.user, now=on(5), address="4 Elm Road")

    assert days(item, 12) == [1, 2, 3, 4]


def test_a_scan_does_not_stop_them(item, rosa):
    ActionRequest.ask(item, "open_and_scan", by=rosa.user, now=on(2))

    assert days(item, 5) == [1, 2, 3, 4]


def test_cancelled_by_the_renter_it_counts_as_if_never_asked(item, rosa):
    ActionRequest.ask(item, "forward", by=rosa.user, now=on(2)).cancel(by=rosa.user, now=on(4))

    assert days(item, 6) == [1, 2, 3, 4, 5]


def test_cancelled_by_the_mailroom_those_days_are_free(item, rosa, carl):
    asked = ActionRequest.ask(item, "forward", by=rosa.user, now=on(2))
    asked.decline(by=carl, now=on(4), reason="The carrier refuses it")

    assert days(item, 6) == [1, 4, 5]


def test_the_mailroom_cannot_cancel_without_saying_why(item, rosa, carl):
    """It would read as cancelled by the renter, who would pay for those days."""
    asked = ActionRequest.ask(item, "forward", by=rosa.user, now=on(2))

    with pytest.raises(AssertionError):
        asked.decline(by=carl, now=on(4), reason="")


def test_asked_again_after_a_change_of_mind_the_days_between_count(item, rosa):
    ActionRequest.ask(item, "shred", by=rosa.user, now=on(2)).cancel(by=rosa.user, now=on(4))
    ActionRequest.ask(item, "forward", by=rosa.user, now=on(4))

    assert days(item, 9) == [1, 2, 3]


def test_what_has_left_is_counted_to_the_day_before(item, carl):
    with time_machine.travel(on(6)):
        item.return_to_sender(by=carl)

    assert days(item, 10) == [1, 2, 3, 4, 5]


def test_taken_for_gone_by_mistake_those_days_are_free(item, carl):
    with time_machine.travel(on(3)):
        item.return_to_sender(by=carl)
    with time_machine.travel(on(6)):
        item.bring_back(by=carl)

    assert days(item, 9) == [1, 2, 6, 7, 8]


def test_in_the_bin_those_days_are_free(item, carl):
    with time_machine.travel(on(3)):
        item.bin(by=carl, reason="Twice")
    with time_machine.travel(on(5)):
        item.recover(by=carl)

    assert days(item, 8) == [1, 2, 5, 6, 7]


def test_the_mailrooms_time_to_assign_it_is_not_the_renters(item, box_102, carl):
    """Whose it was at first, it was by mistake; who has it now gets a whole day to see it."""
    with time_machine.travel(on(6)):
        item.reassign(box_102, by=carl)

    assert days(item, 9) == [7, 8]


def give_back(item, first: int, then: int, carl, *, by_way_of=None) -> None:
    """Out of Rosa's mailbox on that day of May, to somebody else's or nobody's, and back into it on another."""
    rosas = item.mailbox
    with time_machine.travel(on(first)):
        item.reassign(by_way_of, by=carl) if by_way_of else item.unassign(by=carl)
    with time_machine.travel(on(then)):
        item.reassign(rosas, by=carl)


def test_taken_out_and_put_back_the_same_day_it_counts_as_if_it_had_never_left(item, carl):
    give_back(item, 6, 6, carl)

    assert days(item, 9) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_taken_out_for_days_those_are_free_and_so_is_the_day_to_see_it_again(item, carl):
    give_back(item, 4, 6, carl)

    assert days(item, 9) == [1, 2, 3, 7, 8]


def test_by_way_of_several_other_mailboxes_no_day_it_lay_in_this_one_is_lost(item, box_102, carl):
    give_back(item, 4, 5, carl, by_way_of=box_102)
    give_back(item, 8, 8, carl)
    give_back(item, 9, 9, carl, by_way_of=box_102)

    assert days(item, 11) == [1, 2, 3, 6, 7, 8, 9, 10]


def test_the_days_in_one_mailbox_are_never_anothers(item, box_102, carl):
    give_back(item, 4, 5, carl, by_way_of=box_102)
    with time_machine.travel(on(8)):
        item.reassign(box_102, by=carl)

    # Ben had it from May 4 to 5, and saw it for no whole day.
    assert days(item, 11) == [9, 10]


@pytest.mark.parametrize("act", ["not_ours", "moved"])
def test_gone_by_mistake_and_back_in_the_same_mailbox(item, dock, pier, box_101, carl, act):
    with time_machine.travel(on(4)):
        item.mark_not_ours(by=carl) if act == "not_ours" else item.move_to(pier, by=carl)
    with time_machine.travel(on(6)):
        item.bring_back(by=carl) if act == "not_ours" else item.move_to(dock, by=carl)
        item.assign(box_101, by=carl)

    assert days(item, 9) == [1, 2, 3, 7, 8]


def test_a_clerk_with_an_old_page_open_changes_no_day(item, box_101, carl):
    """What the page knows is from May 1; since then it was out and back on the 6th."""
    seen = MailItem.objects.get(pk=item.pk)
    give_back(item, 4, 6, carl)
    with time_machine.travel(on(8)):
        seen.unassign(by=carl)
        seen.assign(box_101, by=carl)

    assert days(item, 10) == [1, 2, 3, 7, 8, 9]


def test_a_day_is_the_spaces_day(item, pier):
    """At 05:30 UTC on May 5 it is May 5 in New York, and still May 4 in Los Angeles."""
    late = on(5).replace(hour=5, minute=30)
    MailItem.objects.filter(pk=item.pk).update(left_at=late, state="returned")
    assert days(item, 9) == [1, 2, 3, 4]

    MailItem.objects.filter(pk=item.pk).update(space=pier)
    assert days(item, 9) == [1, 2, 3]


def test_the_day_the_clocks_change_is_one_day(item):
    """March 8, 2026 has 23 hours."""
    MailItem.objects.filter(pk=item.pk).update(received_at="2026-03-07T12:00Z", assigned_at="2026-03-07T12:00Z")
    fresh = MailItem.objects.get(pk=item.pk)

    assert [day.day for day in storage.days_kept(fresh, date(2026, 3, 11))] == [7, 8, 9, 10]
