"""From the link in the e-mail to an active mailbox."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from boxholder.accounts.models import User
from boxholder.mailboxes.models import MailboxInvitation
from boxholder.notifications.models import OutboxEmail
from tests.paths import site
from tests.support.post import invitation_path

PERSON = {"name": "Ina Ivanova", "phone": "+1 212 555 0103"}
HOME = {"country": "US", "street": "1 Main St", "city": "Troy", "region": "NY", "postal_code": "12180"}
PASSWORD = "a few words in a row"


@pytest.fixture
def invitation(box_103, olivia):
    invitation = MailboxInvitation.objects.prepare(box_103, by=olivia)
    invitation.send(by=olivia)
    return invitation


@pytest.fixture
def link(invitation):
    return invitation_path("ina@example.com")


def fill_in(browser, link) -> None:
    browser.post(link, PERSON)
    browser.post(f"{link}address/", HOME)


def test_three_steps_end_in_the_mailbox(client, harbor, link, box_103):
    assert "Step 1 of 3" in client.get(link).content.decode()
    assert client.post(link, PERSON)["Location"] == f"{link}address/"
    assert client.post(f"{link}address/", HOME)["Location"] == f"{link}password/"
    assert client.post(f"{link}password/", {"password": PASSWORD})["Location"] == site(harbor)

    box_103.refresh_from_db()
    assert box_103.is_active
    assert box_103.renter.city == "Troy"
    assert "Your mailbox is active" in client.get(site(harbor), follow=True).content.decode()


def test_going_back_loses_nothing(client, link):
    fill_in(client, link)

    assert 'value="+1 212 555 0103"' in client.get(link).content.decode()
    assert 'value="1 Main St"' in client.get(f"{link}address/").content.decode()


@pytest.mark.parametrize("step", ["address/", "password/"])
def test_no_step_is_skipped(client, link, step):
    assert client.get(f"{link}{step}").status_code == 302
    assert client.post(f"{link}{step}", {"password": PASSWORD, **HOME}).status_code == 302
    assert not User.objects.by_email("ina@example.com")


@pytest.mark.parametrize(
    ("step", "typed", "field"),
    [
        ("", {**PERSON, "phone": "12"}, "phone"),
        ("", {**PERSON, "name": ""}, "name"),
        ("address/", {**HOME, "postal_code": ""}, "postal_code"),
        ("address/", {**HOME, "country": ""}, "country"),
        ("password/", {"password": "short"}, "password"),
        ("password/", {"password": "inaivanova"}, "password"),  # her own name
        ("password/", {"password": "1234567890"}, "password"),  # a common one
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, link, step, typed, field):
    fill_in(client, link)

    assert field in client.post(f"{link}{step}", typed).context["form"].errors
    assert not User.objects.by_email("ina@example.com")


def test_an_address_abroad_needs_no_region(client, link):
    client.post(link, PERSON)

    abroad = {"country": "IE", "street": "1 Main St", "city": "Galway", "region": "", "postal_code": ""}
    assert client.post(f"{link}address/", abroad)["Location"] == f"{link}password/"


def test_a_second_tab_finds_it_done(harbor, link):
    one, other = Client(), Client()
    for tab in (one, other):
        fill_in(tab, link)
    one.post(f"{link}password/", {"password": PASSWORD})

    other.post(f"{link}password/", {"password": "another few words"})

    assert User.objects.by_email("ina@example.com").check_password(PASSWORD)
    assert OutboxEmail.objects.filter(kind="mailbox_activated").count() == 1
    assert "active already" in other.get(link).content.decode()
    assert one.get(link)["Location"] == site(harbor)


def test_an_expired_link_offers_a_new_one_once(client, harbor, link, invitation):
    MailboxInvitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "Ask for a new link" in client.get(link).content.decode()

    assert client.post(f"{link}renewal/")["Location"] == site(harbor, "invitations/renewed/")

    assert client.post(f"{link}renewal/").status_code == 404
    assert client.get(link).status_code == 404
    assert client.get(invitation_path("ina@example.com")).status_code == 200
    assert OutboxEmail.objects.filter(kind="mailbox_invitation").count() == 2
    assert client.get(site(harbor, "invitations/renewed/")).status_code == 200


def test_a_link_that_works_sends_no_other(client, link):
    client.post(f"{link}renewal/")

    assert OutboxEmail.objects.filter(kind="mailbox_invitation").count() == 1


def test_a_revoked_one_names_whom_to_ask(client, link, invitation, olivia):
    invitation.revoke(by=olivia)

    page = client.get(link).content.decode()
    assert "was taken back" in page
    assert "hello@harbor.example" in page


def test_who_has_a_log_in_uses_it(client, log_in, harbor, link, box_103):
    ina = User.objects.create_user("ina@example.com", "her own password")
    page = client.get(link).content.decode()
    assert "You have a log-in here already" in page
    assert client.post(f"{link}acceptance/")["Location"] == f"{site(harbor, 'account/login/')}?next={link}"

    assert log_in(ina).post(f"{link}acceptance/")["Location"] == site(harbor)

    box_103.refresh_from_db()
    ina.refresh_from_db()
    assert box_103.renter.user == ina
    assert ina.check_password("her own password")


@pytest.mark.parametrize("step", ["", "address/", "password/"])
def test_a_log_in_is_never_given_a_new_password(client, link, step):
    fill_in(client, link)
    ina = User.objects.create_user("ina@example.com", "her own password")

    client.post(f"{link}{step}", {**PERSON, **HOME, "password": PASSWORD})

    ina.refresh_from_db()
    assert ina.check_password("her own password")


def test_somebody_else_is_asked_to_log_out(log_in, rosa, link, box_103):
    browser = log_in(rosa)
    assert "This invitation is for another person" in browser.get(link).content.decode()

    browser.post(f"{link}acceptance/")

    box_103.refresh_from_db()
    assert not box_103.is_active


STEPS = ["", "address/", "password/", "acceptance/", "renewal/"]


@pytest.mark.parametrize("step", STEPS)
def test_a_guessed_link_finds_nothing(client, harbor, step):
    assert client.post(site(harbor, f"invitations/guess/{step}")).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_another_operator_does_not_know_the_link(client, harbor, summit, link, step):
    assert client.post(link.replace("/harbor/", "/summit/") + step).status_code == 404


@pytest.mark.parametrize(("step", "method"), [("", "delete"), ("acceptance/", "get"), ("renewal/", "get")])
def test_the_wrong_method_is_refused(client, link, step, method):
    assert getattr(client, method)(link + step).status_code == 405
