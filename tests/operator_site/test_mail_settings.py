"""How the operator wants its mail handled."""

import pytest

from boxholder.history.models import Event
from boxholder.mail.models import MailSettings
from tests.paths import desk

pytestmark = pytest.mark.django_db


def test_certain_matches_are_assigned_once_the_owner_wants_it(log_in, olivia, harbor):
    page = desk(harbor, "settings/mail/")
    browser = log_in(olivia)

    browser.post(page, {"assigns_certain": "on"})

    assert MailSettings.objects.of(harbor).assigns_certain
    assert "checked" in browser.get(page).content.decode()
    assert Event.objects.get(kind="mail.settings_changed").sentence == "Certain matches assigned automatically: yes"


def test_unticked_it_is_off_again(log_in, olivia, harbor):
    MailSettings.objects.of(harbor).change(assigns_certain=True, by=olivia)

    log_in(olivia).post(desk(harbor, "settings/mail/"))

    assert not MailSettings.objects.of(harbor).assigns_certain


def test_a_clerk_does_not_decide_it(log_in, carl, harbor):
    assert log_in(carl).get(desk(harbor, "settings/mail/")).status_code == 404
