"""Storage: by the day, each of a piece's days once; by the count, once a month. No rule reaches back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from boxholder.billing import arrears, rules, storage
from boxholder.billing.arrears import Owed
from boxholder.billing.causes import Cause
from boxholder.billing.charge_words import explain
from boxholder.billing.models import Charge, StorageDay, StorageRule, Subscription
from boxholder.billing.money import Money
from boxholder.billing.storage_clock import clock_of
from boxholder.billing.storage_price import paid_days, price_of_count, price_of_days
from boxholder.billing.storage_tariff import Tariff
from boxholder.mailboxes.models import Mailbox

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


def tariff(mailbox) -> Tariff:
    fresh = Mailbox.objects.select_related("space").get(pk=mailbox.pk)
    return Tariff.of([fresh])[mailbox.pk]


def owed(mailbox, counted, **given) -> list[Owed]:
    facts = {"cause": PIECE, "what": "letter M-1042", "category": "correspondence", "arrived_on": ARRIVED}
    charged = storage.charged_days(PIECE.label, [PIECE.id]).get(PIECE.id, set())
    return storage.owed_for_days(tariff(mailbox), storage.Kept(days=counted, **facts | given), charged=charged)


def keep(mailbox, counted, **given) -> list[Charge]:
    before = set(Charge.objects.values_list("pk", flat=True))
    with transaction.atomic():
        storage.post(owed(mailbox, counted, **given), now=NOW)
    return list(Charge.objects.exclude(pk__in=before))


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


def test_each_month_has_a_charge_of_its_own(box_101, by_day):
    said = [each.description for each in owed(box_101, days(ARRIVED, date(2026, 8, 1)))]

    assert said == [
        "Storage of letter M-1042, June 3 to June 30",
        "Storage of letter M-1042, July 1 to July 31",
        "Storage of letter M-1042, August 1",
    ]


def test_passed_again_only_the_new_days_are_charged(box_101, by_day):
    keep(box_101, days(ARRIVED, date(2026, 6, 12)))

    assert keep(box_101, days(ARRIVED, date(2026, 6, 12))) == []
    (more,) = keep(box_101, days(ARRIVED, date(2026, 6, 14)))
    assert (more.quantity, more.amount_minor) == (2, 100)


def test_a_piece_that_changes_the_mailbox_pays_a_day_once(box_101, box_102, plus, by_day):
    StorageRule.objects.create(offering=plus, basis="days", day_fee_correspondence_minor=50)
    keep(box_101, days(ARRIVED, date(2026, 6, 5)))

    (charge,) = keep(box_102, days(ARRIVED, date(2026, 6, 6)))

    assert (charge.mailbox, charge.quantity) == (box_102, 1)


def test_the_database_takes_a_day_once(box_101, by_day):
    (charge,) = keep(box_101, days(ARRIVED, date(2026, 6, 3)))

    with pytest.raises(IntegrityError), transaction.atomic():
        StorageDay.objects.create(charge=charge, cause_label=PIECE.label, cause_id=PIECE.id, day=date(2026, 6, 3))


def test_what_two_have_worked_out_is_posted_once(box_101, by_day):
    first, second = (owed(box_101, days(ARRIVED, date(2026, 6, last))) for last in (12, 14))
    with transaction.atomic():
        storage.post(first, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        storage.post(second, now=NOW)

    assert StorageDay.objects.count() == Charge.objects.get().quantity == 10


def test_what_is_free_posts_nothing(box_101, box_102, by_day):
    assert keep(box_101, days(ARRIVED, date(2026, 6, 2))) == []
    assert keep(box_101, days(ARRIVED, date(2026, 6, 20)), category="package") == []  # its fee is 0.00
    assert keep(box_102, days(ARRIVED, date(2026, 6, 20))) == []  # Plus says nothing about storage
    assert not Charge.objects.exists()


def test_before_the_mailbox_can_be_used_nothing_is_charged(box_101, box_103, by_day):
    assert owed(box_103, days(ARRIVED, date(2026, 6, 20))) == []

    Mailbox.objects.filter(pk=box_101.pk).update(activated_at=datetime(2026, 6, 10, 15, tzinfo=UTC))
    (after,) = owed(box_101, days(ARRIVED, date(2026, 6, 20)))
    assert after.days[0] == date(2026, 6, 10)


def test_days_between_two_plans_and_after_the_last_are_free(box_101, basic, by_day):
    Subscription.objects.update(ends_on=date(2026, 6, 5))
    again = Subscription.objects.create(mailbox=box_101, offering=basic)
    Subscription.objects.filter(pk=again.pk).update(created_at=datetime(2026, 6, 10, 15, tzinfo=UTC))

    (charge,) = keep(box_101, days(ARRIVED, date(2026, 6, 11)))

    assert [day.day.day for day in charge.storage_days.all()] == [3, 4, 10, 11]


def test_another_plan_in_the_middle_of_a_month_prices_its_own_days(box_101, plus, by_day):
    StorageRule.objects.create(offering=plus, basis="days", free_days_correspondence=1, day_fee_correspondence_minor=75)
    Subscription.objects.update(ends_on=date(2026, 6, 6))
    dearer = Subscription.objects.create(mailbox=box_101, offering=plus)
    Subscription.objects.filter(pk=dearer.pk).update(created_at=datetime(2026, 6, 6, 15, tzinfo=UTC))

    first, second = owed(box_101, days(ARRIVED, date(2026, 6, 7)))

    assert (first.quantity, first.amount.minor) == (3, 150)
    assert (second.quantity, second.amount.minor) == (2, 150)


def test_a_new_rule_does_not_reach_back(box_101, basic, by_day, olivia, monkeypatch):
    """Until its day the old one is charged; nothing that was free becomes due."""
    monkeypatch.setattr(arrears, "_posters", {})
    asked = []

    def post(operator, before, now, mailboxes):
        asked.append(list(mailboxes))
        keep(box_101, days(ARRIVED, date(2026, 6, 19)))

    arrears.register(post)
    dearer = StorageRule(basis="days", free_days_correspondence=10, day_fee_correspondence_minor=200)

    rules.change(basic, requests=[], storage=dearer, by=olivia, now=NOW)
    (new,) = keep(box_101, days(ARRIVED, date(2026, 6, 21)))

    old = Charge.objects.exclude(pk=new.pk).get()
    assert asked == [[box_101]]
    assert (old.quantity, old.unit_price_minor, old.happened_on) == (17, 50, date(2026, 6, 19))
    assert (new.quantity, new.unit_price_minor) == (2, 200)


# --- By the count


def counted(mailbox, category: str, month_end: date, pieces: int) -> Owed | None:
    names = [f"M-{n}" for n in range(pieces)]
    return storage.owed_for_count(tariff(mailbox), category, month_end=month_end, pieces=names)


def test_the_flat_fee_is_owed_above_the_threshold(box_101, by_count):
    june = counted(box_101, "package", date(2026, 6, 30), 3)

    assert june
    assert (june.amount, june.happened_on, june.part) == (Money(500, "USD"), date(2026, 6, 30), "2026-06:package")
    assert explain(june) == ["3 pieces at month end, 2 were free", "M-0, M-1, M-2"]
    assert counted(box_101, "package", date(2026, 6, 30), 2) is None
    assert counted(box_101, "correspondence", date(2026, 6, 30), 999) is None


def test_the_database_takes_a_month_and_category_once(box_101, by_count):
    for outcome in ("posted", "refused"):
        june = counted(box_101, "package", date(2026, 6, 30), 3)
        assert june
        if outcome == "posted":
            storage.post([june], now=NOW)
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                storage.post([june], now=NOW)

    assert storage.charged_counts([box_101]) == {(box_101.pk, "2026-06:package")}


def test_a_mailbox_may_have_a_threshold_of_its_own(box_101, by_count, olivia):
    rules.set_thresholds(box_101, correspondence=None, package=3, by=olivia, now=NOW)

    assert counted(box_101, "package", date(2026, 6, 30), 3) is None
    assert counted(box_101, "package", date(2026, 6, 30), 4)


def test_by_the_day_no_count_is_charged_and_the_other_way_round(box_101, by_day):
    by_day.flat_fee_package_minor, by_day.threshold_package = 500, 0
    by_day.save()
    assert counted(box_101, "package", date(2026, 6, 30), 9) is None

    StorageRule.objects.update(basis="count")
    assert owed(box_101, days(ARRIVED, date(2026, 6, 20))) == []


# --- Before it costs


def test_the_clock_says_until_when_it_is_free(box_101, by_day):
    terms = {"arrived_on": ARRIVED, "counts_from": ARRIVED, "today": date(2026, 5, 20)}
    clock = clock_of(tariff(box_101), "correspondence", **terms)

    assert clock
    assert clock.words(date(2026, 6, 2)) == "free until June 2, then 0.50 USD a day"
    assert clock.words(date(2026, 6, 3)) == "0.50 USD a day"
    assert clock_of(tariff(box_101), "package", **terms) is None


def test_the_tariffs_of_many_mailboxes_take_three_queries(box_101, box_102, box_103, by_day, django_assert_num_queries):
    boxes = list(Mailbox.objects.select_related("space"))
    with django_assert_num_queries(3):
        found = Tariff.of(boxes)
        bases = [found[box.pk].rule_on(NOW.date()).basis for box in (box_101, box_102, box_103)]

    assert bases == ["days", "none", "days"]


@pytest.mark.parametrize("arrived", [date(2026, 4, 1), ARRIVED, date(2026, 6, 12), date(2026, 7, 30)])
@pytest.mark.parametrize("without", [set(), {date(2026, 6, 14), date(2026, 6, 20), date(2026, 7, 1)}])
def test_worked_out_in_stretches_it_is_what_each_day_costs(box_101, plus, by_day, arrived, without):
    """On Basic until June 9; from the 15th on Plus, whose own rule holds from the 21st."""
    Subscription.objects.filter(mailbox=box_101).update(ends_on=date(2026, 6, 10))
    later = Subscription.objects.create(mailbox=box_101, offering=plus)
    Subscription.objects.filter(pk=later.pk).update(created_at=datetime(2026, 6, 15, 15, tzinfo=UTC))
    StorageRule.objects.create(
        offering=plus,
        basis="days",
        free_days_correspondence=12,
        day_fee_correspondence_minor=75,
        changed_at=datetime(2026, 6, 21, 15, tzinfo=UTC),
    )
    found, every = tariff(box_101), sorted(set(days(arrived, date(2026, 8, 31))) - without)
    terms = {"category": "correspondence", "arrived_on": arrived}

    stretches = [(day, rule.pk) for some, rule in found.paid(every, **terms) for day in some]

    prices = [(day, found.price_of(day, **terms).rule) for day in every]
    assert stretches == [(day, rule.pk) for day, rule in prices if rule]
    assert stretches


def test_days_with_some_missing_in_between_are_charged_once_too(box_101, by_day):
    counted = days(date(2026, 6, 3), date(2026, 6, 12))
    keep(box_101, counted[:3] + counted[5:])

    assert [charge.quantity for charge in keep(box_101, counted)] == [2]
    assert keep(box_101, counted) == []
