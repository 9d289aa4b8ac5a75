"""The Billing tab: what this month has cost so far, and why."""

import pytest
from django.db import transaction
from django.utils import timezone

from boxholder.billing import allowances, charges
from boxholder.billing.causes import Cause
from boxholder.billing.models import Charge, RequestRule
from tests.paths import site


@pytest.fixture
def three_scans(box_101, basic):
    """One free a month; Rosa had three this month."""
    RequestRule.objects.create(offering=basic, kind="open_and_scan", free_per_month=1, price_minor=300)
    today = box_101.space.today(timezone.now())
    with transaction.atomic():
        for n in range(3):
            cause = Cause("mail.actionrequest", str(n))
            quote = allowances.reserve(box_101, "open_and_scan", today, cause)
            charges.post_request(box_101, quote.facts, description=f"Scan {n}", happened_on=today, cause=cause)


def test_each_charge_is_listed_with_why(log_in, harbor, rosa, three_scans):
    page = log_in(rosa).get(site(harbor, "billing/"))

    assert [str(total) for total in page.context["not_invoiced"].totals] == ["6.00 USD"]
    assert "Free: number 1 of 1" in page.text
    assert "All 1 free ones of" in page.text


def test_a_waived_one_is_said_but_not_why(log_in, harbor, rosa, three_scans, olivia):
    charges.waive(Charge.objects.last(), reason="A secret of the house", by=olivia, now=timezone.now())

    page = log_in(rosa).get(site(harbor, "billing/"))

    assert [str(total) for total in page.context["not_invoiced"].totals] == ["3.00 USD"]
    assert "Waived" in page.text
    assert "A secret of the house" not in page.text


def test_others_see_nothing_of_it(log_in, harbor, ben, three_scans):
    assert "Scan 1" not in log_in(ben).get(site(harbor, "billing/")).text
