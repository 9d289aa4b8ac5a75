"""Log-in, forgotten passwords, and what strangers meet."""

import re

import pytest
from django.test import Client
from django.utils.http import urlencode

from boxholder.accounts.models import User
from boxholder.notifications.models import OutboxEmail
from tests.cast import PASSWORD
from tests.paths import desk, site
from tests.support.post import newest, path_in


def log_in_by_form(client, operator, email, password=PASSWORD, **further):
    return client.post(site(operator, "account/login/"), {"login": email, "password": password, **further})


def without_csrf(response) -> str:
    return re.sub(r'"X-CSRFToken": "\w+"', "", response.content.decode())


def test_staff_come_to_the_desk(client, harbor, olivia):
    response = log_in_by_form(client, harbor, "Olivia@Harbor.example")

    assert response["Location"] == site(harbor, "home/")
    assert client.get(site(harbor, "home/"))["Location"] == desk(harbor)


def test_renters_come_to_their_mailbox(client, harbor, rosa):
    log_in_by_form(client, harbor, "rosa@example.com")

    assert client.get(site(harbor, "home/"))["Location"] == site(harbor)


def test_a_wrong_password_says_so_and_keeps_the_address(client, harbor, rosa):
    response = log_in_by_form(client, harbor, "rosa@example.com", "not her password")

    assert response.status_code == 200
    assert 'value="rosa@example.com"' in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_too_many_wrong_passwords_rest(client, harbor, rosa):
    for _attempt in range(5):
        log_in_by_form(client, harbor, "rosa@example.com", "not her password")

    assert "Too many" in log_in_by_form(client, harbor, "rosa@example.com").content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("referer", "leads_to"),
    [
        ("http://testserver/harbor/desk/team/?q=carl", "/harbor/desk/team/?q=carl"),
        ("http://testserver/summit/desk/", "/harbor/home/"),
        ("https://evil.example/harbor/", "/harbor/home/"),
        ("", "/harbor/home/"),
    ],
)
def test_logged_out_meanwhile_a_form_leads_back_to_where_it_was(client, harbor, referer, leads_to):
    sent = client.post(desk(harbor, "requests/1/beginning/"), headers={"Referer": referer})

    assert sent["Location"] == f"{site(harbor, 'account/login/')}?{urlencode({'next': leads_to}).replace('%2F', '/')}"
    assert "nothing was saved" in client.get(sent["Location"]).content.decode()


def test_who_comes_to_where_a_form_is_sent_reads_that_nothing_was_changed(client, harbor, olivia):
    client.force_login(olivia)

    page = client.get(desk(harbor, "requests/1/beginning/"))

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "Nothing was changed by coming here" in page.content.decode()


def test_log_in_leads_on_to_the_page_that_was_asked_for(client, harbor, olivia):
    asked = client.get(desk(harbor, "renters/"))

    assert asked["Location"] == f"{site(harbor, 'account/login/')}?next={desk(harbor, 'renters/')}"
    assert log_in_by_form(client, harbor, "olivia@harbor.example", next=desk(harbor, "renters/"))["Location"] == desk(
        harbor, "renters/"
    )


def test_log_in_leads_to_no_other_site(client, harbor, olivia):
    response = log_in_by_form(client, harbor, "olivia@harbor.example", next="https://evil.example/")

    assert response["Location"] == site(harbor, "home/")


def test_nobody_signs_up(client, harbor):
    page = client.get(site(harbor, "account/signup/")).content.decode()
    client.post(
        site(harbor, "account/signup/"),
        {"email": "eve@example.com", "password1": "a long password", "password2": "a long password"},
    )

    assert "Harbor Mail sends you an e-mail" in page
    assert not User.objects.filter(email="eve@example.com").exists()


def test_a_forgotten_password_is_replaced_by_a_link(client, harbor, rosa):
    client.post(site(harbor, "account/password/reset/"), {"email": "Rosa@Example.com"})
    email = newest("rosa@example.com", "password_reset_key")
    form = client.get(path_in(email))["Location"]
    client.post(form, {"password1": "a brand new password", "password2": "a brand new password"})

    rosa.user.refresh_from_db()
    assert email.from_name == "Harbor Mail"
    assert rosa.user.check_password("a brand new password")
    assert "does not work any more" in Client().get(path_in(email)).content.decode()


def test_the_reset_link_trusts_no_host_header(client, harbor, rosa, settings):
    client.post(
        site(harbor, "account/password/reset/"), {"email": "rosa@example.com"}, headers={"host": "evil.example"}
    )

    assert settings.BASE_URL in newest("rosa@example.com", "password_reset_key").text
    assert "evil.example" not in newest("rosa@example.com", "password_reset_key").text


def test_a_reset_never_tells_who_logs_in_here(client, harbor, rosa):
    known, unknown = (
        client.post(site(harbor, "account/password/reset/"), {"email": email}, follow=True)
        for email in ("rosa@example.com", "nobody@example.com")
    )

    assert known.redirect_chain == unknown.redirect_chain
    assert without_csrf(known) == without_csrf(unknown)
    assert OutboxEmail.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("login/", "Log in"),
        ("password/reset/", "Send the link"),
        ("password/reset/done/", "Look in your e-mail"),
        ("password/reset/key/1-gone/", "This link does not work any more"),
        ("password/reset/key/done/", "Your password is changed"),
        ("inactive/", "This log-in is switched off"),
        ("signup/", "Accounts are by invitation"),
    ],
)
def test_every_page_carries_the_operators_name_and_colour(client, harbor, page, words):
    content = client.get(site(harbor, f"account/{page}")).content.decode()

    assert words in content
    assert "Harbor Mail" in content
    assert "/harbor/brand.css?2456a6" in content


@pytest.mark.parametrize("page", ["password/change/", "logout/"])
def test_pages_of_who_is_logged_in(log_in, harbor, rosa, page):
    assert "Harbor Mail" in log_in(rosa).get(site(harbor, f"account/{page}")).content.decode()


def test_a_changed_password_keeps_this_log_in(log_in, harbor, rosa):
    browser = log_in(rosa)
    form = {"oldpassword": PASSWORD, "password1": "a brand new password", "password2": "a brand new password"}

    assert browser.post(site(harbor, "account/password/change/"), form)["Location"] == site(harbor, "home/")
    assert browser.get(site(harbor, "mail/")).status_code == 200


@pytest.mark.parametrize("page", ["email/", "confirm-email/"])
def test_what_allauth_could_do_beyond_that_is_not_there(log_in, harbor, rosa, page):
    assert log_in(rosa).get(site(harbor, f"account/{page}")).status_code == 404
