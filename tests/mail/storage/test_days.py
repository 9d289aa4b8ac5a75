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
