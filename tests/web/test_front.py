"""The installation's own address, its health, and the pages for what went wrong."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory

from boxholder.web.errors import server_error
from tests.paths import desk, site


def test_with_one_mailroom_the_front_leads_there(client, harbor):
    assert client.get("/")["Location"] == "/harbor/"


def test_with_several_it_asks_which(client, harbor, summit):
    page = client.get("/").content.decode()

    assert "Which mailroom?" in page
    assert "harbor" not in page.lower()
    assert client.get("/?mailroom=Summit")["Location"] == "/summit/"
    assert "There is no mailroom “nowhere” here" in client.get("/?mailroom=nowhere").content.decode()


def test_with_none_the_first_is_set_up(client, db):
    assert client.get("/")["Location"] == "/setup/"


def test_health_asks_the_database(client, db, monkeypatch):
    assert client.get("/health/").content == b"ok\n"

    def broken(*args, **kwargs):
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", broken)
        assert client.get("/health/").status_code == 503


@pytest.mark.parametrize("path", ["/", "/health/"])
def test_the_front_is_only_looked_at(client, db, path):
    assert client.post(path).status_code == 405


def test_nothing_found_wears_the_operators_name(client, harbor):
    response = client.get(site(harbor, "nowhere/"))

    assert response.status_code == 404
    assert "Harbor Mail" in response.content.decode()


def test_nothing_found_offers_strangers_another_log_in(log_in, harbor, sam):
    assert "Log in as somebody else" in log_in(sam).get(desk(harbor)).content.decode()


def test_a_form_grown_old_is_explained(harbor, rosa):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(site(harbor, "account/login/"), {"login": "rosa@example.com", "password": "x"})

    assert response.status_code == 403
    assert "Harbor Mail" in response.content.decode()


def test_the_page_for_a_fault_needs_no_database(harbor, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.operator = harbor

    with django_assert_num_queries(0):
        response = server_error(request)

    assert response.status_code == 500
    assert "hello@harbor.example" in response.content.decode()
