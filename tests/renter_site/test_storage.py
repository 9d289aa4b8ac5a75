"""What keeping a piece costs, on its page and on Billing: day by day, and before it is posted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boxholder.billing import arrears
from boxholder.billing.models import Charge, StorageRule
from boxholder.mail import storage
from boxholder.mail.models import ActionRequest, MailItem
from tests.paths import site

DAY = timedelta(days=1)


@pytest.fixture
def by_day(basic):
    """Parcels lie free for three days, then cost 0.50 USD a day."""
    return StorageRule.objects.create(offering=basic, basis="days", free_days_package=3, day_fee_package_minor=50)


@pytest.fixture
def kept(parcel, by_day):
    """Rosa's parcel, there for ten days that are over: seven cost something."""
    came = timezone.now() - 10 * DAY
    MailItem.objects.filter(pk=parcel.pk).update(received_at=came, assigned_at=came)
    parcel.refresh_from_db()
    return parcel


def page(log_in, harbor, rosa, kept):
    return log_in(rosa).get(site(harbor, f"mail/{kept.pk}/"))


def stretches(stored) -> list[tuple[int, str, str]]:
    return [(each.days, each.why, str(each.amount or "")) for each in stored.stretches]


def test_the_piece_says_how_it_stands_and_why_day_by_day(log_in, harbor, rosa, kept):
    answer = page(log_in, harbor, rosa, kept)

    assert stretches(answer.context["stored"]) == [
        (3, "Free: the first 3 days from arrival", ""),
        (7, "Counted", "3.50 USD"),
    ]
    assert "0.50 USD a day" in answer.text
    assert "3.50" in answer.text


def test_posted_or_not_it_says_the_same(log_in, harbor, rosa, kept):
    before = stretches(page(log_in, harbor, rosa, kept).context["stored"])
    arrears.bring_up_to_date(harbor, before=kept.received_on + 6 * DAY, now=timezone.now())

    assert Charge.objects.get().quantity == 3
    assert stretches(page(log_in, harbor, rosa, kept).context["stored"]) == before


def test_what_was_asked_for_and_cancelled_is_told(log_in, harbor, rosa, kept, carl):
    asked = ActionRequest.ask(kept, "forward", by=rosa.user, now=timezone.now() - 5 * DAY)
    asked.decline(by=carl, now=timezone.now() - 3 * DAY, reason="The carrier refuses it")
    ActionRequest.ask(kept, "shred", by=rosa.user, now=timezone.now() - DAY)

    stored = page(log_in, harbor, rosa, kept).context["stored"]

    assert stretches(stored)[1:] == [
        (2, "Counted", "1.00 USD"),
        (2, "Free: the mailroom cancelled Forward", ""),
        (2, "Counted", "1.00 USD"),
        (1, "Free: Shred was asked for", ""),
    ]
    assert "stopped on" in stored.words


def test_a_piece_that_never_costs_anything_says_nothing_of_it(log_in, harbor, rosa, parcel):
    assert 'id="storage"' not in page(log_in, harbor, rosa, parcel).text


def test_by_the_count_it_says_what_counts(log_in, harbor, rosa, kept):
    StorageRule.objects.update(basis="count", threshold_package=2, flat_fee_package_minor=500)

    assert "5.00 USD where more than 2 are here at month end" in page(log_in, harbor, rosa, kept).text


def test_billing_lists_what_runs_and_what_has_run_up(log_in, harbor, rosa, kept):
    answer = log_in(rosa).get(site(harbor, "billing/"))

    [clock] = answer.context["storage"].clocks
    assert (clock.item, clock.is_running, str(clock.so_far)) == (kept, True, "3.50 USD")
    assert [str(total) for total in answer.context["not_invoiced"].totals] == ["3.50 USD"]
    assert f'href="{site(harbor, f"mail/{kept.pk}/")}#storage"' in answer.text


def test_others_see_nothing_of_it(log_in, harbor, ben, kept):
    assert f"Storage of {kept}" not in log_in(ben).get(site(harbor, "billing/")).text


def test_ten_times_as_many_pieces_take_as_many_queries(kept, dock, box_101, carl, rosa, django_assert_max_num_queries):
    for _n in range(20):
        MailItem.receive(dock, by=carl, at=timezone.now() - 10 * DAY, type="parcel").assign(box_101, by=carl)

    with django_assert_max_num_queries(11):
        assert len(storage.in_use([box_101], timezone.now()).clocks) == 21
