"""A mailbox is closed, and opened again; what is billed, and what is not."""

from datetime import UTC, date, datetime

import pytest

from boxholder.billing.deactivation import deactivate, reactivate
from boxholder.billing.due import find_due
from boxholder.billing.enrolment import enrol
from boxholder.billing.models import BillingSettings, Offering, Subscription
from boxholder.history.models import Event
from boxholder.mailboxes.errors import PmbTaken
from boxholder.mailboxes.models import Mailbox, MailboxInvitation

pytestmark = pytest.mark.django_db


def at(month: int, day: int, hour: int = 15) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def billed_since_march(harbor, rosa):
    settings = BillingSettings.objects.of(harbor)
    settings.bill_from = date(2026, 3, 1)
    settings.save()


def due(harbor, through: date) -> list[tuple[str, str, int]]:
    """What would be invoiced: first day, first day after it, cents."""
    return [
        (line["start"], line["end"], line["amount_minor"])
        for batch in find_due(harbor, through=through, today=through)
        for row in batch
        for line in row.lines
    ]


def test_it_is_closed_and_its_plan_ends(box_101, carl):
    deactivate(box_101, by=carl, now=at(5, 10))

    assert box_101.status == "closed"
    assert box_101.closed_on == date(2026, 5, 10)
    assert box_101.subscriptions.get().ends_on == date(2026, 5, 10)
    assert [event.sentence for event in Event.objects.about(box_101)] == ["Closed"]


def test_the_day_is_the_spaces(box_101, carl):
    deactivate(box_101, by=carl, now=at(5, 10, hour=2))  # the evening before, in New York

    assert box_101.closed_on == date(2026, 5, 9)


def test_said_twice_is_once(box_101, carl, olivia):
    deactivate(box_101, by=carl, now=at(5, 10))
    deactivate(box_101, by=olivia, now=at(5, 12))

    assert box_101.closed_on == date(2026, 5, 10)
    assert Event.objects.about(box_101).count() == 1


def test_days_that_are_not_invoiced_are_billed_to_the_day_and_no_further(harbor, box_101, billed_since_march, carl):
    deactivate(box_101, by=carl, now=at(4, 11))

    assert due(harbor, date(2026, 8, 1)) == [("2026-03-01", "2026-04-01", 1900), ("2026-04-01", "2026-04-11", 633)]


def test_opened_again_the_same_day_it_is_as_if_nothing_had_been(harbor, box_101, billed_since_march, carl):
    deactivate(box_101, by=carl, now=at(4, 11))
    reactivate(box_101, by=carl, now=at(4, 11, hour=18))

    assert box_101.is_active
    assert Subscription.objects.get(mailbox=box_101).ends_on is None
    assert due(harbor, date(2026, 4, 1)) == [("2026-03-01", "2026-04-01", 1900), ("2026-04-01", "2026-05-01", 1900)]
    assert [event.sentence for event in Event.objects.about(box_101)] == ["Closed", "Opened again"]


def test_the_days_it_was_closed_are_not_billed(harbor, box_101, billed_since_march, carl):
    deactivate(box_101, by=carl, now=at(4, 11))
    reactivate(box_101, by=carl, now=at(6, 16))

    assert due(harbor, date(2026, 7, 1)) == [
        ("2026-03-01", "2026-04-01", 1900),
        ("2026-04-01", "2026-04-11", 633),
        ("2026-06-16", "2026-07-01", 950),
        ("2026-07-01", "2026-08-01", 1900),
    ]


def test_what_was_invoiced_before_it_was_closed_is_not_invoiced_again(harbor, box_101, bill, billed_since_march, carl):
    bill(at(4, 1))
    deactivate(box_101, by=carl, now=at(4, 11))
    reactivate(box_101, by=carl, now=at(4, 20))

    assert due(harbor, date(2026, 5, 1)) == [("2026-05-01", "2026-06-01", 1900)]


def test_it_comes_back_on_its_offering_although_that_is_archived(box_101, basic, carl):
    deactivate(box_101, by=carl, now=at(4, 11))
    Offering.objects.filter(pk=basic.pk).update(archived_at=at(4, 12))
    reactivate(box_101, by=carl, now=at(6, 16))

    assert box_101.subscriptions.get(ends_on=None).offering == basic


def test_a_number_that_went_to_somebody_else_is_theirs(box_101, dock, plus, carl):
    deactivate(box_101, by=carl, now=at(1, 5))
    enrol(space=dock, pmb="101", offering=plus, name="Nina New", email="nina@example.com", by=carl)

    with pytest.raises(PmbTaken):
        reactivate(box_101, by=carl, now=at(11, 1))

    assert Mailbox.objects.get(pk=box_101.pk).status == "closed"


def test_an_invitation_stops_working_and_works_again(box_103, carl):
    MailboxInvitation.objects.prepare(box_103, by=carl)
    deactivate(box_103, by=carl, now=at(5, 10))
    assert not MailboxInvitation.objects.sendable().exists()

    reactivate(box_103, by=carl, now=at(5, 10))
    assert box_103.status == "invited"
    assert MailboxInvitation.objects.sendable().exists()


def test_what_is_left_of_both_times_comes_on_one_invoice(harbor, box_101, bill, billed_since_march, carl):
    deactivate(box_101, by=carl, now=at(4, 11))
    reactivate(box_101, by=carl, now=at(6, 16))
    bill(at(7, 1))

    invoice = box_101.invoices.get()
    assert [line.amount_minor for line in invoice.lines.all()] == [1900, 633, 950, 1900]
