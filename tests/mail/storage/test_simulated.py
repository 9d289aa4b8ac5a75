"""Months of a mailroom, lived through and billed; what is charged is compared with a count made day by day, naively."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boxholder.billing import arrears, runs
from boxholder.billing.models import BillingSettings, Charge, Invoice, InvoiceLine, StorageDay, StorageRule
from boxholder.mail.errors import MailError
from boxholder.mail.models import ActionRequest, MailItem
from tests.billing.crowd import rent_out
from tests.mail.storage.conftest import JANUARY

pytestmark = pytest.mark.django_db

PACIFIC = ZoneInfo("America/Los_Angeles")
FREE, FEE = 3, 50
NOON_OF_MAY_1 = datetime(2026, 5, 1, 12, tzinfo=PACIFIC)


def pacific(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PACIFIC)


# --- The naive count: it knows dates and nothing of the product


@dataclass
class Piece:
    """What was done with a piece, by Pacific dates."""

    arrived: date
    left: date | None = None
    # From the day it was asked for to the day it was over; None where it is not. Those taken back are not in it.
    asked: list[tuple[date, date | None]] = field(default_factory=list)

    def counts(self, day: date) -> bool:
        if day < self.arrived or (self.left is not None and day >= self.left):
            return False
        return not any(first <= day and (last is None or day < last) for first, last in self.asked)

    def paid(self, before: date) -> Iterator[date]:
        day = self.arrived + timedelta(days=FREE)
        while day < before:
            if self.counts(day):
                yield day
            day += timedelta(days=1)


# --- A month, written by hand


@pytest.fixture
def west(pier, basic):
    """PMB 10000 at Pier 7, in Los Angeles, on Basic."""
    rent_out(pier, basic, 1)
    return pier.mailboxes.get()


@pytest.fixture
def lived(harbor, west, carl):
    """Five parcels: their days, and what Harbor has of them."""

    def receive(at: datetime) -> MailItem:
        with time_machine.travel(at, tick=False):
            item = MailItem.receive(west.space, by=carl, type="parcel")
            item.assign(west, by=carl)
        return item

    # Just before and just after midnight in Los Angeles; both are May 1 in New York.
    stays = receive(pacific(4, 30, 23, 30))
    leaves = receive(pacific(5, 1, 0, 30))
    changes_its_mind = receive(pacific(5, 10, 12))
    refused = receive(pacific(5, 12, 12))
    asked = receive(pacific(5, 20, 12))

    with time_machine.travel(pacific(5, 31, 23, 30), tick=False):
        leaves.return_to_sender(by=carl)
    ask(changes_its_mind, pacific(5, 15, 9)).cancel(by=None, now=pacific(6, 3, 9))
    ask(refused, pacific(5, 18, 9)).decline(by=carl, now=pacific(6, 2, 9), reason="The carrier refuses it")
    ask(asked, pacific(5, 31, 23, 45))
    return {
        stays: Piece(date(2026, 4, 30)),
        leaves: Piece(date(2026, 5, 1), left=date(2026, 5, 31)),
        changes_its_mind: Piece(date(2026, 5, 10)),
        refused: Piece(date(2026, 5, 12), asked=[(date(2026, 5, 18), date(2026, 6, 2))]),
        asked: Piece(date(2026, 5, 20), asked=[(date(2026, 5, 31), None)]),
    }


def ask(item: MailItem, at: datetime) -> ActionRequest:
    return ActionRequest.ask(item, "forward", by=None, now=at, address="4 Elm Road")


def bill(harbor, now: datetime) -> None:
    run = runs.preview(harbor, through=runs.today_of(harbor, now), by=None, now=now)
    runs.start(run, by=None, now=now)
    runs.carry_on(run.pk, now)


def test_by_the_day_every_day_is_invoiced_once(harbor, basic, lived):
    StorageRule.objects.create(
        offering=basic, basis="days", free_days_package=FREE, day_fee_package_minor=FEE, changed_at=JANUARY
    )
    BillingSettings.objects.create(operator=harbor, bill_from=date(2026, 5, 1))

    # The first at 00:30 in New York, when it is still May 31 in Los Angeles; the others later that day, and again.
    for at in (pacific(5, 1, 9), pacific(5, 31, 21, 30), pacific(6, 1, 9), pacific(7, 1, 9), pacific(7, 1, 10)):
        bill(harbor, at)

    naive = {str(item.pk): list(piece.paid(date(2026, 7, 1))) for item, piece in lived.items()}
    found: dict[str, list[date]] = {}
    for day in StorageDay.objects.order_by("day"):
        found.setdefault(day.cause_id, []).append(day.day)
    assert found == {pk: days for pk, days in naive.items() if days}
    invoiced = InvoiceLine.objects.filter(charge__kind="storage_days", invoice__in=Invoice.objects.all())
    assert sum(line.amount_minor for line in invoiced) == FEE * sum(map(len, naive.values()))
    assert not Charge.objects.waiting().exists()


def test_by_the_count_each_month_end_is_invoiced_once(harbor, basic, lived):
    StorageRule.objects.create(
        offering=basic, basis="count", threshold_package=2, flat_fee_package_minor=700, changed_at=JANUARY
    )
    BillingSettings.objects.create(operator=harbor, bill_from=date(2026, 5, 1))

    for at in (pacific(5, 1, 9), pacific(5, 31, 21, 30), pacific(6, 1, 9), pacific(7, 1, 9), pacific(7, 1, 10)):
        bill(harbor, at)

    month_ends = [date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)]
    counts = {end: sum(piece.counts(end) for piece in lived.values()) for end in month_ends}
    assert counts == {date(2026, 4, 30): 1, date(2026, 5, 31): 2, date(2026, 6, 30): 3}
    charges = Charge.objects.filter(kind="storage_count", invoiced_at__isnull=False)
    assert [charge.happened_on for charge in charges] == [end for end, count in counts.items() if count > 2]


# --- Whatever happens, whenever it is posted


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "cancel", "decline", "complete", "leave", "arrive", "post", "post"]),
        st.integers(min_value=0, max_value=1),  # which piece
        st.integers(min_value=0, max_value=120),  # hours later
    ),
    min_size=6,
    max_size=20,
)


@dataclass
class Mailroom:
    """Does a step with the product, and writes down for the naive count what it did."""

    mailbox: object
    carl: object
    now: datetime = NOON_OF_MAY_1
    pieces: list[tuple[MailItem, Piece]] = field(default_factory=list)
    posts: bool = True

    @property
    def today(self) -> date:
        return self.now.astimezone(PACIFIC).date()

    def live(self, steps) -> None:
        """Two pieces arrive, and it begins."""
        for step, which, hours in [("arrive", 0, 0), ("arrive", 0, 30), *steps]:
            self.now += timedelta(hours=hours)
            with time_machine.travel(self.now, tick=False):
                if step == "post":
                    self.post()
                elif step == "arrive":
                    self.arrive()
                else:
                    self.act(step, *self.pieces[which % len(self.pieces)])

    def post(self, *, at_last: bool = False) -> None:
        if self.posts or at_last:
            arrears.bring_up_to_date(self.mailbox.operator, before=date.max, now=self.now)

    def arrive(self) -> None:
        item = MailItem.receive(self.mailbox.space, by=self.carl, type="parcel")
        item.assign(self.mailbox, by=self.carl)
        self.pieces.append((item, Piece(self.today)))

    def act(self, step: str, item: MailItem, piece: Piece) -> None:
        item = MailItem.objects.get(pk=item.pk)
        asked = item.requests.pending().first()
        try:
            if step == "ask":
                ask(item, self.now)
                piece.asked.append((self.today, None))
            elif step == "leave" and item.is_here:
                item.return_to_sender(by=self.carl)
                piece.left = self.today
            elif asked and step == "cancel":
                asked.cancel(by=None, now=self.now)
                piece.asked.pop()
            elif asked and step == "decline":
                asked.decline(by=self.carl, now=self.now, reason="It will not go")
                piece.asked[-1] = (piece.asked[-1][0], self.today)
            elif asked and step == "complete":
                item.forward(by=self.carl, to="4 Elm Road")
                piece.asked[-1] = (piece.asked[-1][0], self.today)
                piece.left = self.today
        except MailError:
            pass  # nothing happened: it had left, or something else was asked for


def many(examples: int):
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many(12)
@given(steps=STEPS)
def test_posted_at_any_moments_it_comes_to_what_posting_once_at_the_end_does(west, basic, carl, steps):
    comes_to_the_same(west, basic, carl, steps)


@pytest.mark.deep
@many(200)
@given(steps=STEPS)
def test_however_long_it_is_tried_it_comes_to_the_same(west, basic, carl, steps):
    comes_to_the_same(west, basic, carl, steps)


def comes_to_the_same(west, basic, carl, steps) -> None:
    outcomes = []
    for posts in (True, False):
        with transaction.atomic():
            StorageRule.objects.create(
                offering=basic, basis="days", free_days_package=FREE, day_fee_package_minor=FEE, changed_at=JANUARY
            )
            room = Mailroom(west, carl, posts=posts)
            room.live(steps)
            room.now += timedelta(days=40)
            room.post(at_last=True)
            numbers = {str(item.pk): n for n, (item, _piece) in enumerate(room.pieces)}
            days = sorted((numbers[day.cause_id], day.day) for day in StorageDay.objects.all())
            charged = sum(charge.amount_minor for charge in Charge.objects.filter(kind="storage_days"))
            naive = sorted((n, day) for n, (_item, piece) in enumerate(room.pieces) for day in piece.paid(room.today))
            transaction.set_rollback(True)
        assert days == naive
        assert charged == FEE * len(naive)
        outcomes.append(days)
    assert outcomes[0] == outcomes[1]
