"""Days of storage: counted by the mailroom, each charged once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from boxholder.billing.models import Charge, StorageRule
from boxholder.mail import storage
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.notifications.models import OutboxEmail

pytestmark = pytest.mark.django_db

# At Dock Street it is the morning of that day.
MAY_1 = datetime(2026, 5, 1, 14, tzinfo=UTC)


def on(day: int) -> datetime:
    return MAY_1 + timedelta(days=day - 1)


@pytest.fixture
def by_day(basic):
    """Parcels lie free for three days, then cost 0.50 USD a day."""
    return StorageRule.objects.create(
        offering=basic, basis="days", free_days_package=3, day_fee_package_minor=50, since=date(2026, 1, 1)
    )


@pytest.fixture
def item(parcel):
    MailItem.objects.filter(pk=parcel.pk).update(received_at=MAY_1, assigned_at=MAY_1)
    parcel.refresh_from_db()
    return parcel


def days(item, today: int) -> list[int]:
    fresh = MailItem.objects.select_related("space").get(pk=item.pk)
    return [day.day for day in storage.days_kept(fresh, date(2026, 5, today))]


def charged() -> int:
    return sum(charge.amount_minor for charge in Charge.objects.all())


def test_each_day_is_charged_once_however_often_it_is_counted(item, by_day, dock):
    for day in (3, 4, 5, 6, 6):
        storage.count(dock, on(day))

    # The 1st to the 3rd are free; the 4th and 5th were over on the 6th.
    assert charged() == 100


def test_a_worker_that_was_off_catches_up(item, by_day, dock):
    storage.count(dock, on(20))

    assert charged() == 16 * 50
    assert Charge.objects.count() == 1


def test_the_days_stop_when_the_renter_asks_not_when_it_is_done(item, by_day, dock, rosa, carl):
    ActionRequest.ask(item, "forward", by=rosa.user, now=on(5), address="4 Elm Road")
    storage.count(dock, on(12))

    assert days(item, 12) == [1, 2, 3, 4]
    assert charged() == 50


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


def test_what_has_left_is_counted_to_the_day_before(item, by_day, dock, carl):
    MailItem.objects.filter(pk=item.pk).update(state="returned", left_at=on(6))
    storage.count(dock, on(10))

    assert days(item, 10) == [1, 2, 3, 4, 5]
    assert charged() == 100


def test_the_renter_is_warned_once_before_the_first_cent(item, by_day, dock, rosa):
    for day in (2, 3):
        storage.count(dock, on(day))

    [email] = OutboxEmail.objects.filter(kind="storage_begins")
    assert email.to == rosa.email
    assert "0.50 USD a day" in email.text
    assert charged() == 0


def test_who_has_asked_for_what_ends_it_is_not_warned(item, by_day, dock, rosa):
    ActionRequest.ask(item, "shred", by=rosa.user, now=on(1))
    storage.count(dock, on(2))

    assert not OutboxEmail.objects.filter(kind="storage_begins").exists()


def test_by_the_count_one_flat_fee_for_a_month(item, basic, dock):
    rule = {"offering": basic, "basis": "count", "threshold_package": 0, "flat_fee_package_minor": 700}
    StorageRule.objects.create(**rule, since=date(2026, 1, 1))
    for day in (31, 32, 33):
        storage.count(dock, on(day))

    charge = Charge.objects.get()
    assert (charge.amount_minor, charge.happened_on) == (700, date(2026, 5, 31))
