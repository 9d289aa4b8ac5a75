"""What keeping a piece costs, for who sees money at the counter: on the piece, the mailbox and the charge."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boxholder.billing import arrears
from boxholder.billing.models import Charge, StorageRule
from boxholder.mail.models import MailItem
from tests.paths import desk

DAY = timedelta(days=1)


@pytest.fixture
def kept(parcel, basic):
    """Rosa's parcel, there for ten days that are over: free for three, then 0.50 USD a day."""
    StorageRule.objects.create(offering=basic, basis="days", free_days_package=3, day_fee_package_minor=50)
    came = timezone.now() - 10 * DAY
    MailItem.objects.filter(pk=parcel.pk).update(received_at=came, assigned_at=came)
    parcel.refresh_from_db()
    return parcel


@pytest.fixture
def posted(harbor, kept) -> list[Charge]:
    arrears.bring_up_to_date(harbor, before=kept.received_on + 20 * DAY, now=timezone.now())
    return list(Charge.objects.all())


def test_the_piece_explains_it_to_who_sees_money_only(log_in, harbor, olivia, carl, kept):
    address = desk(harbor, f"mail/pieces/{kept.pk}/")

    assert "3.50" in log_in(olivia).get(address).text
    assert "USD" not in log_in(carl).get(address).text


def test_the_mailbox_counts_what_is_there_and_agrees_with_what_is_owed(log_in, harbor, olivia, kept, box_101):
    answer = log_in(olivia).get(desk(harbor, f"mailboxes/{box_101.pk}/"))

    in_use, owed = answer.context["storage"], answer.context["not_invoiced"]
    assert (in_use.correspondence, in_use.packages, in_use.running) == (0, 1, 1)
    assert in_use.totals == owed.totals
    assert "So far" in answer.text


def test_a_clerk_sees_how_many_and_not_what_they_cost(log_in, harbor, carl, kept, box_101):
    shown = log_in(carl).get(desk(harbor, f"mailboxes/{box_101.pk}/")).text

    assert "1 package" in shown
    assert "USD" not in shown


def test_the_charge_opens_to_the_explanation(log_in, harbor, olivia, posted, box_101):
    answer = log_in(olivia).get(desk(harbor, f"mailboxes/{box_101.pk}/charges/{posted[0].pk}/"))

    assert str(answer.context["stored"].so_far) == "3.50 USD"
    assert "Free: the first 3 days from arrival" in answer.text
    assert "#storage" in answer.context["charge"].cause_url


def test_of_a_piece_that_is_somebody_elses_by_now_only_the_days_are_told(
    log_in, harbor, olivia, carl, posted, kept, box_101, box_102
):
    kept.reassign(box_102, by=carl)

    answer = log_in(olivia).get(desk(harbor, f"mailboxes/{box_101.pk}/charges/{posted[0].pk}/"))

    assert answer.context["stored"] is None
    assert len(answer.context["days"]) == posted[0].quantity
    assert "Waived" in answer.text
