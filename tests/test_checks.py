"""A wrong setting says so before anything runs."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from boxholder import checks


def ids(**options) -> set[str]:
    return {message.id for message in run_checks(**options)}


@pytest.mark.django_db
def test_as_installed_nothing_is_wrong():
    assert {id for id in ids(databases=["default"]) if id.startswith("boxholder.")} == set()


@pytest.mark.parametrize(
    ("address", "id"),
    [
        ("mail.example.com", "boxholder.E002"),  # no scheme
        ("https://mail.example.com/boxes", "boxholder.E002"),  # operators are the first part of a path
        ("ftp://mail.example.com", "boxholder.E002"),
        ("http://mail.example.com", "boxholder.W002"),  # passwords in the clear
    ],
)
def test_a_wrong_address_is_named(settings, address, id):
    settings.BASE_URL = address

    assert id in ids()


@pytest.mark.parametrize("address", ["https://mail.example.com", "http://localhost:8000", "http://127.0.0.1:8001"])
def test_a_right_address_passes(settings, address):
    settings.BASE_URL = address

    assert not {"boxholder.E002", "boxholder.W002"} & ids()


def test_a_broken_secrets_key_is_counted(settings):
    settings.SECRETS_KEYS = [*settings.SECRETS_KEYS, "not-a-key"]

    (message,) = checks.secrets_keys_are_readable(None)
    assert message.id == "boxholder.E001"
    assert "Key 2" in message.msg


@pytest.mark.parametrize(
    ("pragma", "id"), [("synchronous=NORMAL", "boxholder.E012"), ("foreign_keys=OFF", "boxholder.E013")]
)
@pytest.mark.django_db(transaction=True)
def test_an_unsafe_sqlite_is_refused(pragma, id):
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
    try:
        assert id in {message.id for message in checks.sqlite_is_safe(None, databases=["default"])}
    finally:
        connection.close()
