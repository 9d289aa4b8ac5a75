"""Two at the same moment: the last free request, a charge on two runs, a day of storage. Each is taken once."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from boxholder.billing import charges, runs
from boxholder.billing.causes import Cause
from boxholder.billing.models import (
    AllowanceUse,
    BillingSettings,
    Charge,
    Invoice,
    RequestRule,
    RunRow,
    StorageDay,
    StorageRule,
    Subscription,
)
from boxholder.billing.money import Money
from boxholder.mail.models import MailItem
from boxholder.mailboxes.models import Mailbox

ROUNDS = 12


@pytest.fixture
def two(actors):
    return actors(2)


@pytest.fixture
def box(harbor, rent) -> Mailbox:
    return rent("101").mailboxes.get()


def test_the_last_free_one_is_taken_once_and_the_other_pays(harbor, box, two):
    RequestRule.objects.create(offering=harbor.offerings.get(), kind="open_and_scan", free_per_month=1, price_minor=300)

    for n in range(ROUNDS):
        month = f"{2027 + n // 12}-{1 + n % 12:02d}-15"
        answers = two.answers([("reserve", box.pk, f"{n}-{side}", month) for side in "ab"])

        assert sorted(answer["did"] for answer in answers) == [False, True]
    assert AllowanceUse.objects.count() == ROUNDS


def test_three_free_ones_go_to_the_first_three_whoever_comes_when(harbor, box, actors):
    RequestRule.objects.create(offering=harbor.offerings.get(), kind="open_and_scan", free_per_month=3, price_minor=300)
    four = actors(4)

    for n in range(5):
        answers = four.answers([("reserve", box.pk, f"{n}-{side}", f"2027-{n + 1:02d}-15") for side in "abcd"])

        assert sorted(answer["did"] for answer in answers) == [False, True, True, True]


@pytest.fixture
def closed(harbor, box) -> Mailbox:
    """Its plan has ended: what it used makes an invoice of its own."""
    BillingSettings.objects.update(bill_from=date(2027, 1, 1))
    Subscription.objects.update(ends_on=date(2026, 12, 31))
    return box


def used(mailbox: Mailbox, n: int) -> Charge:
    with transaction.atomic():
        return charges.post(
            mailbox,
            kind="open_and_scan",
            description="Open & scan",
            amount=Money(300, "USD"),
            happened_on=month(n - 1).date(),
            cause=Cause("mail.actionrequest", str(n)),
        )


def month(n: int) -> datetime:
    return datetime(2027 + n // 12, 1 + n % 12, 1, 15, tzinfo=UTC)


def two_previews(harbor, now: datetime) -> list[int]:
    tabs = [runs.preview(harbor, through=now.date(), by=None, now=now) for _tab in "ab"]
    for run in tabs:
        runs.start(run, by=None, now=now)
    return [run.pk for run in tabs]


def test_a_charge_that_two_runs_list_is_invoiced_once(harbor, closed, two):
    for n in range(1, ROUNDS + 1):
        charge = used(closed, n)

        raised = two.each([("carry_on", run) for run in two_previews(harbor, month(n))], now=month(n).isoformat())

        assert raised == [None, None]
        charge.refresh_from_db()
        assert charge.invoice_line.invoice.total_minor == 300
        assert Invoice.objects.count() == n
    outcomes = list(RunRow.objects.values_list("outcome", flat=True))
    assert (outcomes.count("issued"), outcomes.count("billed_before")) == (ROUNDS, ROUNDS)


def test_waived_as_it_is_invoiced_it_is_one_of_both(harbor, closed, two):
    for n in range(1, ROUNDS + 1):
        charge = used(closed, n)
        run = two_previews(harbor, month(n))[0]
        at = month(n).isoformat()

        two[0].tell("carry_on", run, now=at)
        two[1].tell("waive", charge.pk)

        assert two[0].answer() == {"did": None}
        refused = two[1].answer().get("raised")
        charge.refresh_from_db()
        assert (charge.waived_at is None) == (refused == "ChargeSettled") == (charge.invoiced_at is not None)


def test_a_pieces_days_are_charged_once(harbor, box, two):
    StorageRule.objects.create(
        offering=harbor.offerings.get(), basis="days", free_days_package=3, day_fee_package_minor=50
    )
    arrived = timezone.now()

    for n in range(ROUNDS):
        item = MailItem.receive(box.space, by=None, at=arrived, type="parcel")
        item.assign(box, by=None)
        # One counts two days more than the other.
        moments = [(arrived + timedelta(days=days)).isoformat() for days in (10, 12)]

        answers = two.answers([("post_storage", moment) for moment in moments])

        assert all("did" in answer for answer in answers), n
        assert StorageDay.objects.filter(cause_id=str(item.pk)).count() == 9
        assert sum(charge.quantity for charge in Charge.objects.filter(cause_id=str(item.pk))) == 9


@pytest.fixture
def by_day(harbor, box) -> StorageRule:
    return StorageRule.objects.create(
        offering=harbor.offerings.get(), basis="days", free_days_package=3, day_fee_package_minor=50
    )


def pile(mailbox: Mailbox, how_many: int, *, arrived: datetime) -> None:
    MailItem.objects.bulk_create(
        MailItem(
            operator=mailbox.operator,
            space=mailbox.space,
            mailbox=mailbox,
            type="parcel",
            received_at=arrived,
            assigned_at=arrived,
        )
        for _n in range(how_many)
    )


def test_found_to_be_somebody_elses_as_it_is_posted_it_costs_the_first_nothing(box, rent, by_day, two):
    other = rent("102").mailboxes.get()
    arrived = timezone.now()
    pile(box, 150, arrived=arrived)
    items = list(MailItem.objects.order_by("pk")[:ROUNDS])

    for n, item in enumerate(items):
        at = time.monotonic() + 0.03
        two[0].tell("post_storage", (arrived + timedelta(days=20 + n)).isoformat(), at=at)
        two[1].tell("reassign", item.pk, other.pk, at=at + n * 0.02)

        assert [actor.answer().get("raised") for actor in two] == [None, None]
        owed = Charge.objects.waiting().filter(cause_id=str(item.pk), mailbox=box)
        assert not owed.exists(), n
    assert Charge.objects.waiting().filter(mailbox=box).exists()


def test_while_a_run_posts_the_counter_works_on(harbor, box, rent, by_day, two):
    """Each of thousands of pieces has its month of days to be written down."""
    arrived = timezone.now()
    boxes = [box, *(rent(str(n), None).mailboxes.get() for n in range(102, 110))]
    for mailbox in boxes:
        pile(mailbox, 250, arrived=arrived)

    two[0].tell("post_storage", (arrived + timedelta(days=33)).isoformat())
    seen: set[int] = set()
    while (written := StorageDay.objects.count()) != len(boxes) * 250 * 30:
        if written:
            MailItem.receive(box.space, by=None, type="letter")
        seen.add(written)

    assert two[0].answer() == {"did": None}
    # Some pieces were taken in when some days were there, and others were not yet.
    assert len(seen - {0}) >= 2
    assert MailItem.objects.filter(type="letter").count() >= 2


def test_killed_as_it_posts_every_day_is_charged_once_all_the_same(box, by_day, actors):
    arrived = timezone.now()
    pile(box, 1200, arrived=arrived)
    moment = (arrived + timedelta(days=33)).isoformat()

    [doomed] = actors(1)
    doomed.tell("post_storage", moment)
    while not StorageDay.objects.exists():
        time.sleep(0.005)
    doomed.end()
    assert StorageDay.objects.count() < 1200 * 30
    assert sum(Charge.objects.values_list("quantity", flat=True)) == StorageDay.objects.count()

    assert actors(1).together("post_storage", moment) == [None]

    assert StorageDay.objects.count() == 1200 * 30
    assert sum(Charge.objects.values_list("quantity", flat=True)) == 1200 * 30
