"""A mailbox's own storage thresholds."""

import pytest

from boxholder.billing.models import StorageRule, StorageThreshold
from boxholder.history.models import Event
from tests.paths import desk


@pytest.fixture
def page(harbor, box_101, basic):
    StorageRule.objects.create(offering=basic, basis="count", threshold_package=5, flat_fee_package_minor=500)
    return desk(harbor, f"mailboxes/{box_101.pk}/storage/")


def test_they_are_set_shown_and_taken_back(log_in, harbor, olivia, box_101, page):
    browser = log_in(olivia)
    assert "The offering says 5." in browser.get(page).text

    shown = browser.post(page, {"package": "7", "correspondence": ""}, follow=True).text
    assert "Own thresholds: correspondence –, packages 7" in shown
    assert Event.objects.about(box_101).get().kind == "mailbox.storage_thresholds_set"

    browser.post(page, {"package": "", "correspondence": ""})
    assert StorageThreshold.objects.values_list("package", flat=True).get() is None


def test_nonsense_is_said_and_kept(log_in, olivia, page):
    answer = log_in(olivia).post(page, {"package": "-1"})

    assert "greater than or equal to 0" in str(answer.context["form"].errors["package"])
    assert answer.context["form"]["package"].value() == "-1"
    assert not StorageThreshold.objects.exists()
