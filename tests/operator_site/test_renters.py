"""The desk's renters: who they are and how they are reached."""

import pytest

from boxholder.mailboxes.models import MailboxInvitation
from tests.paths import desk
from tests.support.post import newest

DETAILS = {"name": "Rosa Reyes", "email": "rosa@example.com", "phone": "+1 212 555 0101"}


def test_renters_are_searched(log_in, harbor, carl, rosa, ben):
    page = log_in(carl).get(desk(harbor, "renters/?q=ceramics"))

    assert [renter.name for renter in page.context["page"]] == ["Rosa Reyes"]


def test_the_profile_leads_to_the_mailboxes(log_in, harbor, carl, rosa, box_101):
    page = log_in(carl).get(desk(harbor, f"renters/{rosa.pk}/")).content.decode()

    assert desk(harbor, f"mailboxes/{box_101.pk}/") in page


def test_details_are_changed_and_the_log_in_stays(log_in, harbor, carl, rosa):
    changed = {**DETAILS, "email": "Office@Reyes.example", "city": "Troy", "country": "US"}
    page = log_in(carl).post(desk(harbor, f"renters/{rosa.pk}/edit/"), changed, follow=True).content.decode()

    rosa.refresh_from_db()
    assert (rosa.email, rosa.city) == ("office@reyes.example", "Troy")
    assert "logs in as rosa@example.com" in page


def test_a_corrected_address_gets_the_invitation(log_in, harbor, carl, ina, box_103):
    MailboxInvitation.objects.prepare(box_103, by=carl).send(by=carl)

    changed = {"name": "Ina Ivanova", "email": "ina@right.example"}
    log_in(carl).post(desk(harbor, f"renters/{ina.pk}/edit/"), changed)

    assert newest("ina@right.example")


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("email", "Ben@Example.com", "Ben Brooks has this e-mail already."),
        ("email", "rosa", "Enter a valid email address."),
        ("name", "", "This field is required."),
        ("country", "XX", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(log_in, harbor, carl, rosa, ben, field, typed, says):
    page = log_in(carl).post(desk(harbor, f"renters/{rosa.pk}/edit/"), {**DETAILS, field: typed})

    assert says in str(page.context["form"].errors[field])
    rosa.refresh_from_db()
    assert rosa.name == "Rosa Reyes"


PATHS = ["renters/", "renters/{pk}/", "renters/{pk}/edit/"]


@pytest.mark.parametrize("path", PATHS)
def test_strangers_find_nothing(log_in, harbor, sam, rosa, path):
    assert log_in(sam).get(desk(harbor, path.format(pk=rosa.pk))).status_code == 404
    assert log_in(rosa).get(desk(harbor, path.format(pk=rosa.pk))).status_code == 404


@pytest.mark.parametrize("path", PATHS[1:])
def test_another_operators_renter_is_not_there(log_in, harbor, carl, rita, path):
    assert log_in(carl).get(desk(harbor, path.format(pk=rita.pk))).status_code == 404


@pytest.mark.parametrize("path", PATHS[:2])
def test_lists_and_profiles_are_only_looked_at(log_in, harbor, carl, rosa, path):
    assert log_in(carl).post(desk(harbor, path.format(pk=rosa.pk))).status_code == 405
