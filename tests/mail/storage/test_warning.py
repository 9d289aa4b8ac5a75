"""The e-mail before the first cent: once a piece, one a mailbox and day."""

import logging

import pytest
import time_machine

from boxholder.billing.models import StorageRule
from boxholder.mail import emails, storage
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.notifications.models import OutboxEmail
from tests.mail.storage.conftest import on

pytestmark = pytest.mark.django_db


def told() -> list[OutboxEmail]:
    return list(OutboxEmail.objects.filter(kind="storage_begins"))


def test_the_renter_is_warned_once_before_the_first_cent(item, by_day, dock, rosa):
    for day in (2, 3):
        storage.look(dock, on(day))

    [email] = told()
    assert email.to == rosa.email
    assert "From May 4 on" in email.subject
    assert "0.50 USD a day" in email.text


def test_several_that_begin_together_are_one_email(arrive, by_day, dock):
    pieces = [arrive(1), arrive(1), arrive(2)]

    storage.look(dock, on(2))
    arrive(5)
    storage.look(dock, on(6))

    first, second = sorted(told(), key=lambda email: email.subject)
    assert "keeping 3 pieces of mail" in first.subject
    assert all(str(piece) in first.text for piece in pieces)
    assert "keeping this costs something" in second.subject


def test_one_that_was_warned_of_before_hides_no_other(arrive, by_day, dock, box_101, box_102, carl):
    """It went to another mailbox and back, as a slip is undone, and is warned of anew with what came since."""
    item = arrive(1)
    storage.look(dock, on(2))
    with time_machine.travel(on(3)):
        item.reassign(box_102, by=carl)
        item.reassign(box_101, by=carl)
    other = arrive(3)

    storage.look(dock, on(3))

    assert any(str(other) in email.text for email in told())


def test_long_before_nobody_is_bothered(arrive, by_day, dock):
    StorageRule.objects.update(free_days_package=10)
    arrive(1)

    for day in range(1, 8):
        storage.look(dock, on(day))
    assert not told()

    storage.look(dock, on(8))
    assert len(told()) == 1


def test_after_the_worker_was_off_it_is_said_all_the_same(item, by_day, dock):
    storage.look(dock, on(20))

    assert len(told()) == 1


def test_who_has_asked_for_what_ends_it_is_not_warned_until_it_was_cancelled(item, by_day, dock, rosa, carl):
    asked = ActionRequest.ask(item, "shred", by=rosa.user, now=on(1))
    storage.look(dock, on(2))
    assert not told()

    asked.decline(by=carl, now=on(3), reason="The shredder is broken")
    storage.look(dock, on(4))
    assert len(told()) == 1


def test_whose_it_really_is_is_warned_too(item, by_day, dock, plus, box_102, ben, carl):
    StorageRule.objects.create(offering=plus, basis="days", free_days_package=3, day_fee_package_minor=75)
    storage.look(dock, on(2))
    with time_machine.travel(on(6)):
        item.reassign(box_102, by=carl)

    storage.look(dock, on(7))

    [email] = [email for email in told() if email.to == ben.email]
    assert "From May 7 on" in email.subject


def test_a_mailbox_that_fails_stops_no_other_is_logged_and_tried_again(
    item, arrive, by_day, plus, dock, box_101, box_102, rosa, ben, monkeypatch, caplog
):
    StorageRule.objects.create(offering=plus, basis="days", free_days_package=3, day_fee_package_minor=75)
    arrive(1, box_102)
    write = emails.storage_begins

    def fail_for_rosa(mailbox, soon):
        if mailbox == box_101:
            raise OSError("Broken on purpose")
        write(mailbox, soon)

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(emails, "storage_begins", fail_for_rosa)
        storage.look(dock, on(2))
    assert f"Mailbox {box_101.pk}" in caplog.text
    assert [email.to for email in told()] == [ben.email]
    assert not MailItem.objects.get(pk=item.pk).storage_warned_at

    assert storage.due_spaces(on(2)) == []
    an_hour_later = on(2).replace(hour=15)
    assert storage.due_spaces(an_hour_later) == [dock]
    storage.look(dock, an_hour_later)
    assert {email.to for email in told()} == {ben.email, rosa.email}


def test_many_spaces_are_asked_about_in_one_query(dock, pier, django_assert_num_queries):
    storage.look(dock, on(2))

    with django_assert_num_queries(1):
        assert storage.due_spaces(on(2)) == [pier]
    # At 05:30 UTC it is the next day in New York only.
    storage.look(pier, on(2))
    assert storage.due_spaces(on(3).replace(hour=5)) == [dock]
