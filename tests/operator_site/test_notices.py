"""Each of the staff chooses how they are told of new requests."""

import pytest

from boxholder.mail.models import RequestNotices
from tests.paths import desk

pytestmark = pytest.mark.django_db


def test_a_clerk_chooses_for_themself(harbor, carl, olivia, log_in):
    browser, address = log_in(carl), desk(harbor, "e-mails/")
    page = browser.get(address)
    assert page.context["form"]["how"].initial == "off"
    assert "carl@harbor.example" in page.text

    assert browser.post(address, {"how": "digest", "hour": "7"})["Location"] == address

    notices = RequestNotices.objects.get()
    assert (notices.staff.user, notices.how, notices.hour) == (carl, "digest", 7)


def test_nonsense_is_said(harbor, carl, log_in):
    page = log_in(carl).post(desk(harbor, "e-mails/"), {"how": "by pigeon", "hour": "25"})

    assert list(page.context["form"].errors) == ["how", "hour"]


def test_strangers_find_nothing(harbor, sam, rosa, log_in):
    for stranger in (sam, rosa):
        assert log_in(stranger).get(desk(harbor, "e-mails/")).status_code == 404
