"""May 2026 at Dock Street: a parcel of Rosa's, and what keeping it costs."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from boxholder.billing import arrears
from boxholder.billing.models import StorageRule
from boxholder.mail.models import MailItem

JANUARY = datetime(2026, 1, 1, 15, tzinfo=UTC)
# At Dock Street it is the morning of that day.
MAY_1 = datetime(2026, 5, 1, 14, tzinfo=UTC)


def on(day: int) -> datetime:
    """That day of May; the 32nd is June 1."""
    return MAY_1 + timedelta(days=day - 1)


@pytest.fixture
def by_day(basic):
    """Parcels lie free for three days, then cost 0.50 USD a day."""
    return StorageRule.objects.create(
        offering=basic, basis="days", free_days_package=3, day_fee_package_minor=50, changed_at=JANUARY
    )


@pytest.fixture
def by_count(basic):
    """One parcel may be there at month end; more cost 7.00 USD."""
    return StorageRule.objects.create(
        offering=basic, basis="count", threshold_package=1, flat_fee_package_minor=700, changed_at=JANUARY
    )


@pytest.fixture
def arrive(dock, box_101, carl):
    """`arrive(4)`: a parcel for Rosa on May 4."""

    def receive(day: int, mailbox=box_101, **facts) -> MailItem:
        with time_machine.travel(on(day), tick=False):
            item = MailItem.receive(mailbox.space, by=carl, **{"type": "parcel"} | facts)
            item.assign(mailbox, by=carl)
        return item

    return receive


@pytest.fixture
def item(arrive):
    """Rosa's parcel, there since May 1."""
    return arrive(1)


@pytest.fixture
def post(harbor):
    """`post(12)`: on May 12 billing asks for all that is over; `before` where it asks for less."""

    def ask(day: int, before: date = date.max) -> None:
        arrears.bring_up_to_date(harbor, before=before, now=on(day))

    return ask
