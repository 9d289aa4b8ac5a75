"""The first page of an installation: one operator, once, by whoever runs the server."""

import os
import stat
import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from boxholder.accounts.models import User
from boxholder.history.models import Event
from boxholder.operators import setup_token
from boxholder.operators.errors import AlreadySetUp
from boxholder.operators.founding import found
from boxholder.operators.models import Operator, Staff

FORM = {
    "operator-name": "Harbor Mail & Co",
    "operator-slug": "",
    "operator-email": "hello@harbor.example",
    "operator-currency": "USD",
    "space-country": "US",
    "space-street": "12 Dock Street",
    "space-city": "Brooklyn",
    "space-region": "NY",
    "space-postal_code": "11201",
    "space-time_zone": "America/New_York",
    "space-name": "",
    "owner-name": "Olivia Owens",
    "owner-email": "Olivia@Harbor.example",
    "owner-password": "correct horse battery staple",
}


@pytest.fixture(autouse=True)
def _fresh_folder(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    cache.clear()


@pytest.fixture
def proven(client) -> Client:
    """A browser that came by the printed link."""
    client.get(f"/setup/?token={setup_token.current()}")
    return client


# --- The token


def test_the_front_leads_there(client):
    assert client.get("/")["Location"] == "/setup/"
    assert "Set-up token" in client.get("/setup/").content.decode()


def test_the_link_opens_the_form_and_leaves_the_address(client):
    answer = client.get(f"/setup/?token={setup_token.current()}")

    assert answer["Location"] == "/setup/"
    assert "Name of your business" in client.get("/setup/").content.decode()


@pytest.mark.parametrize("typed", ["{token}", "  {token}\n", "https://mail.example.com/setup/?token={token}"])
def test_the_token_is_typed_or_pasted(client, typed):
    client.post("/setup/", {"token": typed.format(token=setup_token.current())})

    assert "Name of your business" in client.get("/setup/").content.decode()


@pytest.mark.parametrize("typed", ["", "wrong", "ä", "token="])
def test_a_wrong_one_opens_nothing(client, typed):
    page = client.post("/setup/", {"token": typed, **FORM})

    assert page.context["form"].errors["token"]
    assert not Operator.objects.exists()


def test_too_many_wrong_ones_rest_and_the_right_one_with_them(client):
    for _try in range(10):
        assert client.post("/setup/", {"token": "wrong"}).status_code == 200

    assert client.post("/setup/", {"token": setup_token.current()}).status_code == 429
    assert client.get(f"/setup/?token={setup_token.current()}").status_code == 429


def test_whoever_was_let_in_is_not_kept_out_by_others(proven):
    for _try in range(11):
        Client().post("/setup/", {"token": "wrong"})

    assert proven.post("/setup/", FORM).status_code == 302


def test_only_the_servers_user_can_read_the_file(settings):
    setup_token.current()

    assert stat.S_IMODE(os.stat(settings.DATA_DIR / "setup_token").st_mode) == 0o600


def test_another_token_shuts_out_who_came_by_the_first(proven, monkeypatch):
    monkeypatch.setenv("BOXHOLDER_SETUP_TOKEN", "another")

    proven.post("/setup/", FORM)

    assert not Operator.objects.exists()


# --- The operator


def test_operator_space_and_owner_are_made_and_the_owner_is_in(proven, settings):
    answer = proven.post("/setup/", FORM)

    harbor, olivia = Operator.objects.get(), User.objects.get()
    assert answer["Location"] == "/harbor-mail-co/desk/"
    assert (harbor.slug, harbor.currency) == ("harbor-mail-co", "USD")
    assert harbor.spaces.get().name == "Brooklyn"
    assert (olivia.email, Staff.objects.get().role) == ("olivia@harbor.example", "owner")
    assert olivia.check_password("correct horse battery staple")
    assert Event.objects.get().sentence == "Harbor Mail & Co set up"
    page = proven.get("/harbor-mail-co/desk/").content.decode()
    assert "Say what you offer" in page
    assert "Harbor Mail &amp; Co is set up." in page


@pytest.mark.django_db(transaction=True)
def test_afterwards_the_page_and_the_token_are_gone(proven, settings):
    proven.post("/setup/", FORM)

    assert not (settings.DATA_DIR / "setup_token").exists()
    for browser in (Client(), proven):
        assert browser.get("/setup/").status_code == 404
        assert browser.get("/setup/?token=x").status_code == 404
    assert Client().post("/setup/", FORM).status_code == 404
    assert not (settings.DATA_DIR / "setup_token").exists()


def test_a_second_click_leads_to_the_mailroom(proven):
    proven.post("/setup/", FORM)

    answer = proven.post("/setup/", {**FORM, "operator-name": "Another"})

    assert answer.status_code in {302, 404}
    assert Operator.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("operator-slug", "setup", "“setup” belongs to the server itself."),
        ("operator-slug", "Harbor Mail", "Use small letters, digits and dashes"),
        ("operator-name", "船", "No address could be made from the name"),
        ("operator-name", "Static", "“static” belongs to the server itself."),
        ("operator-email", "hello", "Enter a valid email address."),
        ("operator-currency", "XXX", "Select a valid choice."),
        ("space-time_zone", "Mars/Olympus", "Select a valid choice."),
        ("space-postal_code", "", "This field is required."),
        ("owner-email", "", "This field is required."),
        ("owner-password", "short", "at least 10 characters"),
        ("owner-password", "olivia@harbor.example", "too similar to the E-mail"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(proven, field, typed, says):
    page = proven.post("/setup/", {**FORM, "space-name": "Typed & kept", field: typed}).content.decode()

    assert says in page
    assert "Typed &amp; kept" in page
    assert "correct horse" not in page
    assert not Operator.objects.exists()
    assert not User.objects.exists()


def test_elsewhere_a_letter_needs_no_state(proven):
    answer = proven.post("/setup/", {**FORM, "space-country": "IE", "space-region": "", "space-postal_code": ""})

    assert answer.status_code == 302


def test_a_user_made_by_hand_keeps_their_password(proven):
    User.objects.create_user("olivia@harbor.example", "their own password", name="Olivia")

    assert "Somebody logs in with this address already" in proven.post("/setup/", FORM).content.decode()


def test_the_wrong_method_is_refused(client):
    assert client.put("/setup/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_set_up_one_operator():
    barrier, outcomes = threading.Barrier(2), []

    def tab(slug: str) -> None:
        barrier.wait()
        try:
            found(
                operator={"slug": slug, "name": slug, "email": "hello@harbor.example", "currency": "USD"},
                space={"name": "Dock", "street": "12 Dock Street", "city": "Brooklyn", "time_zone": "America/New_York"},
                owner={"name": "Olivia", "email": f"{slug}@harbor.example", "password": "correct horse battery"},
            )
            outcomes.append("set up")
        except AlreadySetUp:
            outcomes.append("too late")
        finally:
            connection.close()

    tabs = [threading.Thread(target=tab, args=(slug,)) for slug in ("harbor", "haven")]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()

    assert sorted(outcomes) == ["set up", "too late"]
    assert Operator.objects.count() == User.objects.count() == 1


# --- What the server prints


def test_the_server_prints_the_link_while_there_is_no_operator(capsys, settings):
    from boxholder.cli import _say_where_to_begin

    _say_where_to_begin()
    assert setup_token.link() in capsys.readouterr().out

    Operator.objects.create(slug="harbor", name="Harbor Mail", email="hello@harbor.example")
    _say_where_to_begin()
    assert capsys.readouterr().out == ""
