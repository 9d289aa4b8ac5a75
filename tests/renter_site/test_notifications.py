"""How a renter is told, in their own hands."""

import pytest

from boxholder.mail.models import NoticePreference
from tests.cast import make_mia
from tests.paths import site

pytestmark = pytest.mark.django_db

NEW_MAIL = NoticePreference.Kind.NEW_MAIL
AT_ONCE = {kind.value: "at_once" for kind in NoticePreference.Kind}


def test_who_chose_nothing_is_told_at_once(log_in, rosa, harbor):
    page = log_in(rosa).get(site(harbor, "settings/notifications/"))

    assert page.context["form"]["new_mail"].initial == "at_once"
    assert "rosa@example.com" in page.text


def test_it_is_switched_off_and_on_again(log_in, rosa, harbor):
    browser = log_in(rosa)
    for how in ("off", "at_once"):
        answer = browser.post(site(harbor, "settings/notifications/"), AT_ONCE | {"new_mail": how})

        assert answer["Location"] == site(harbor, "settings/notifications/")
        assert NoticePreference.objects.of(rosa.user, harbor, NEW_MAIL) == how


def test_another_renter_is_not_touched(log_in, rosa, ben, harbor):
    log_in(rosa).post(site(harbor, "settings/notifications/"), AT_ONCE | {"new_mail": "off"})

    assert NoticePreference.objects.of(ben.user, harbor, NEW_MAIL) == "at_once"


def test_nonsense_is_said_beside_the_question(log_in, rosa, harbor):
    page = log_in(rosa).post(site(harbor, "settings/notifications/"), AT_ONCE | {"new_mail": "by pigeon"})

    assert list(page.context["form"].errors) == ["new_mail"]


@pytest.mark.parametrize(("role", "storage"), [("manager", "at_once"), ("recipient", "off")])
def test_who_shares_a_mailbox_chooses_for_themself(log_in, rosa, harbor, role, storage):
    browser, address = log_in(make_mia(rosa, role)), site(harbor, "settings/notifications/")
    page = browser.get(address)
    assert [page.context["form"][kind].initial for kind in ("new_mail", "storage")] == ["at_once", storage]
    assert "mia@example.com" in page.text

    browser.post(address, AT_ONCE | {"new_mail": "off"})

    assert NoticePreference.objects.of(rosa.user, harbor, NEW_MAIL) == "at_once"
    assert browser.get(address).context["form"]["new_mail"].initial == "off"


def test_strangers_find_nothing(log_in, sam, rita, harbor):
    for stranger in (sam, rita):
        assert log_in(stranger).get(site(harbor, "settings/notifications/")).status_code == 404
