"""Storage: by the day, each of a piece's days once; by the count, once a month. No rule reaches back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from boxholder.billing import arrears, rules, storage
from boxholder.billing.causes import Cause
from boxholder.billing.charge_words import explain
from boxholder.billing.models import Charge, StorageDay, StorageRule, Subscription
from boxholder.billing.money import Money
from boxholder.billing.storage_clock import clock_of, storage_rules
from boxholder.billing.storage_price import paid_days, price_of_count, price_of_days

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 20, 15, tzinfo=UTC)
ARRIVED = date(2026, 5, 4)
PIECE = Cause("mail.mailitem", "1042")
FEE = Money(50, "USD")


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.fixture
def by_day(basic):
    """30 days free for letters, then 0.50 USD a day."""
    return StorageRule.objects.create(offering=basic, basis="days", day_fee_correspondence_minor=50)


@pytest.fixture
def by_count(basic):
    """More than two packages at month end: 5.00 USD."""
    return StorageRule.objects.create(offering=basic, basis="count", threshold_package=2, flat_fee_package_minor=500)


def keep(mailbox, counted, **given) -> list[Charge]:
    facts = {"what": "letter M-1042", "category": "correspondence", "arrived_on": ARRIVED, "now": NOW}
    return storage.charge_days(mailbox, PIECE, days=counted, **facts | given)


# --- The price


@pytest.mark.parametrize(
    ("last", "minor"),
    [
        (date(2026, 6, 2), 0),  # the 30th day: arrival is the first
        (date(2026, 6, 3), 50),
        (date(2026, 6, 12), 500),
    ],
)
def test_days_are_free_first_counted_from_arrival(last, minor):
    assert price_of_days(days(ARRIVED, last), arrived_on=ARRIVED, free_days=30, fee=FEE) == Money(minor, "USD")


def test_a_day_left_out_is_free_and_makes_no_later_one_free():
    counted = [date(2026, 6, 2), date(2026, 6, 3), date(2026, 6, 7), date(2026, 6, 7)]

    assert paid_days(counted, arrived_on=ARRIVED, free_days=30) == [date(2026, 6, 3), date(2026, 6, 7)]


@pytest.mark.parametrize(("pieces", "minor"), [(0, 0), (2, 0), (3, 50), (300, 50)])
def test_above_the_threshold_one_flat_fee(pieces, minor):
    assert price_of_count(pieces, threshold=2, fee=FEE) == Money(minor, "USD")


# --- By the day


def test_the_days_that_cost_become_one_charge_that_says_why(box_101, by_day):
    (charge,) = keep(box_101, days(ARRIVED, date(2026, 6, 12)))

    assert (charge.amount, charge.quantity, charge.happened_on) == (Money(500, "USD"), 10, date(2026, 6, 12))
    assert charge.description == "Storage of letter M-1042, June 3 to June 12"
    assert explain(charge) == ["10 × 0.50 USD", "Arrived May 4, 2026; the first 30 days were free"]
    assert [each.day for each in charge.storage_days.all()] == days(date(2026, 6, 3), date(2026, 6, 12))


def test_passed_again_only_the_new_days_are_charged(box_101, by_day):
    keep(box_101, days(ARRIVED, date(2026, 6, 12)))

    assert keep(box_101, days(ARRIVED, date(2026, 6, 12))) == []
    (more,) = keep(box_101, days(ARRIVED, date(2026, 6, 14)))
    assert (more.quantity, more.amount_minor) == (2, 100)


def test_a_piece_that_changes_the_mailbox_pays_a_day_once(box_101, box_103, by_day):
    keep(box_101, days(ARRIVED, date(2026, 6, 5)))

    (charge,) = keep(box_103, days(ARRIVED, date(2026, 6, 6)))

    assert (charge.mailbox, charge.quantity) == (box_103, 1)


def test_the_database_takes_a_day_once(box_101, by_day):
    (charge,) = keep(box_101, days(ARRIVED, date(2026, 6, 3)))

    with pytest.raises(IntegrityError), transaction.atomic():
        StorageDay.objects.create(charge=charge, cause_label=PIECE.label, cause_id=PIECE.id, day=date(2026, 6, 3))


def test_what_is_free_posts_nothing(box_101, box_102, by_day):
    assert keep(box_101, days(ARRIVED, date(2026, 6, 2))) == []
    assert keep(box_101, days(ARRIVED, date(2026, 6, 20)), category="package") == []  # its fee is 0.00
    assert keep(box_102, days(ARRIVED, date(2026, 6, 20))) == []  # Plus says nothing about storage
    assert not Charge.objects.exists()


def test_days_between_two_plans_and_after_the_last_are_free(box_101, basic, by_day):
    Subscription.objects.update(ends_on=date(2026, 6, 5))
    again = Subscription.objects.create(mailbox=box_101, offering=basic)
    Subscription.objects.filter(pk=again.pk).update(created_at=datetime(2026, 6, 10, 15, tzinfo=UTC))

    (charge,) = keep(box_101, days(ARRIVED, date(2026, 6, 11)))

    assert [day.day.day for day in charge.storage_days.all()] == [3, 4, 10, 11]


def test_a_new_rule_does_not_reach_back(box_101, basic, by_day, olivia, monkeypatch):
    """Until its day the old one is charged; nothing that was free becomes due."""
    monkeypatch.setattr(arrears, "_posters", [])
    arrears.register(lambda operator, before, now: keep(box_101, days(ARRIVED, before - timedelta(days=1))))
    dearer = StorageRule(basis="days", free_days_correspondence=10, day_fee_correspondence_minor=200)

    rules.change(basic, requests=[], storage=dearer, by=olivia, now=NOW)
    (new,) = keep(box_101, days(ARRIVED, date(2026, 6, 21)))

    old = Charge.objects.exclude(pk=new.pk).get()
    assert (old.quantity, old.unit_price_minor, old.happened_on) == (17, 50, date(2026, 6, 19))
    assert (new.quantity, new.unit_price_minor) == (2, 200)


# --- By the count


def test_the_flat_fee_is_charged_once_a_month_and_category(box_101, by_count):
    for _again in range(2):
        storage.charge_count(box_101, "package", month_end=date(2026, 6, 30), pieces=3, now=NOW)
    storage.charge_count(box_101, "package", month_end=date(2026, 7, 1), pieces=3, now=NOW)
    storage.charge_count(box_101, "correspondence", month_end=date(2026, 6, 30), pieces=999, now=NOW)

    assert [(charge.amount_minor, charge.happened_on) for charge in Charge.objects.all()] == [
        (500, date(2026, 6, 30)),
        (500, date(2026, 7, 31)),
    ]
    assert explain(Charge.objects.first()) == ["3 pieces at month end, 2 were free"]


def test_a_mailbox_may_have_a_threshold_of_its_own(box_101, by_count, olivia):
    rules.set_thresholds(box_101, correspondence=None, package=3, by=olivia)

    assert storage.charge_count(box_101, "package", month_end=date(2026, 6, 30), pieces=3, now=NOW) is None
    assert storage.charge_count(box_101, "package", month_end=date(2026, 6, 30), pieces=4, now=NOW)


def test_by_the_day_no_count_is_charged_and_the_other_way_round(box_101, by_day):
    by_day.flat_fee_package_minor, by_day.threshold_package = 500, 0
    by_day.save()
    assert storage.charge_count(box_101, "package", month_end=date(2026, 6, 30), pieces=9, now=NOW) is None

    StorageRule.objects.update(basis="count")
    assert keep(box_101, days(ARRIVED, date(2026, 6, 20))) == []


# --- Before it costs


def test_the_clock_says_until_when_it_is_free(box_101, by_day):
    rule = storage_rules([box_101], date(2026, 5, 20))[box_101.pk]
    clock = clock_of(rule, "correspondence", arrived_on=ARRIVED)

    assert clock.words(date(2026, 6, 2)) == "free until June 2, then 0.50 USD a day"
    assert clock.words(date(2026, 6, 3)) == "0.50 USD a day"
    assert clock_of(rule, "package", arrived_on=ARRIVED) is None


def test_the_rules_of_many_mailboxes_take_two_queries(box_101, box_102, box_103, by_day, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = storage_rules([box_101, box_102, box_103], NOW.date())

    assert [found[box.pk].basis for box in (box_101, box_102, box_103)] == ["days", "none", "days"]
