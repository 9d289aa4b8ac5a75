"""Where the operator's address leads; the renter's mailboxes, own details, and the operator's colour."""

import pytest

from boxholder.mailboxes.models import Mailbox, MailboxInvitation, Renter
from tests.paths import desk, site

DETAILS = {
    "name": "Rosa M. Reyes", "phone": "+1 212 555 0101",
    "country": "US", "street": "5 Oak Road", "city": "Troy", "region": "NY", "postal_code": "12180",
}  # fmt: skip


def test_rosa_sees_her_address_and_plan(log_in, harbor, box_101):
    page = log_in(box_101.renter).get(site(harbor, "settings/mailboxes/")).content.decode()

    for words in (
        "Rosa Reyes",
        "Reyes Ceramics LLC",
        "12 Dock Street PMB 101",
        "Brooklyn, NY 11201",
        "19.00",
        "Active",
    ):
        assert words in page


def test_nobody_elses_box_is_among_hers(log_in, harbor, box_101, box_102):
    page = log_in(box_101.renter).get(site(harbor, "settings/mailboxes/"))

    assert page.context["mailboxes"] == [box_101]


def test_a_second_mailbox_is_activated_without_a_link(log_in, harbor, rosa, dock, olivia):
    second = Mailbox.objects.create(operator=harbor, space=dock, pmb="200", renter=rosa)
    MailboxInvitation.objects.prepare(second, by=olivia).send(by=olivia)
    browser, button = log_in(rosa), site(harbor, f"mailboxes/{second.pk}/activation/")
    assert button in browser.get(site(harbor, "mail/")).content.decode()

    browser.post(button)

    second.refresh_from_db()
    assert second.is_active
    assert button not in browser.get(site(harbor, "mail/")).content.decode()


def test_a_held_back_mailbox_is_not_activated(log_in, harbor, rosa, dock, olivia):
    second = Mailbox.objects.create(operator=harbor, space=dock, pmb="200", renter=rosa)
    MailboxInvitation.objects.prepare(second, by=olivia)

    log_in(rosa).post(site(harbor, f"mailboxes/{second.pk}/activation/"))

    second.refresh_from_db()
    assert not second.is_active


def test_somebody_elses_mailbox_is_not_there(log_in, harbor, rosa, box_103):
    assert log_in(rosa).post(site(harbor, f"mailboxes/{box_103.pk}/activation/")).status_code == 404
    assert log_in(rosa).get(site(harbor, f"mailboxes/{box_103.pk}/activation/")).status_code == 405


def test_a_renter_without_a_mailbox_is_told_whom_to_ask(log_in, harbor, carl):
    Renter.objects.create(operator=harbor, user=carl, name="Carl Clarke", email="carl@harbor.example")

    for page in ("mail/", "settings/mailboxes/"):
        assert "You have no mailbox here yet" in log_in(carl).get(site(harbor, page)).content.decode()


def test_the_operators_address_leads_renters_to_their_mail(log_in, harbor, rosa):
    assert log_in(rosa).get(site(harbor))["Location"] == site(harbor, "mail/")


def test_the_operators_address_leads_staff_to_the_desk(log_in, harbor, carl):
    assert log_in(carl).get(site(harbor))["Location"] == desk(harbor)


def test_the_operators_address_asks_visitors_to_log_in(client, harbor):
    assert client.get(site(harbor))["Location"].startswith(site(harbor, "account/login/"))


def test_strangers_find_nothing(log_in, harbor, sam, rita):
    for path in ("", "settings/", "home/"):
        for stranger in (sam, rita):
            assert log_in(stranger).get(site(harbor, path)).status_code == 404


def test_details_are_changed(log_in, harbor, rosa):
    assert log_in(rosa).post(site(harbor, "settings/"), DETAILS)["Location"] == site(harbor, "settings/")

    rosa.refresh_from_db()
    assert (rosa.name, rosa.city, rosa.email) == ("Rosa M. Reyes", "Troy", "rosa@example.com")


def test_what_is_wrong_is_said_and_kept(log_in, harbor, rosa):
    page = log_in(rosa).post(site(harbor, "settings/"), {**DETAILS, "region": ""})

    assert list(page.context["form"].errors) == ["region"]
    assert "5 Oak Road" in page.content.decode()


@pytest.mark.parametrize(("path", "method"), [("", "post"), ("settings/", "delete"), ("brand.css", "post")])
def test_the_wrong_method_is_refused(log_in, harbor, rosa, path, method):
    assert getattr(log_in(rosa), method)(site(harbor, path)).status_code == 405


def test_the_stylesheet_brings_the_operators_colour(client, harbor):
    harbor.brand_colour = "#ffff00"
    harbor.save()
    response = client.get(site(harbor, "brand.css"))

    assert response["Content-Type"] == "text/css"
    assert "immutable" in response["Cache-Control"]
    assert response.content.decode().startswith(":root { --accent: light-dark(#707000, #ffff00);")
    assert "brand.css?ffff00" in client.get(site(harbor, "account/login/")).content.decode()
