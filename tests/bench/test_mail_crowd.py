"""A mailroom filled in bulk for measuring is what the product itself would have written."""

import pytest
from django.db import connection

from bench import mail_crowd
from boxholder.mail.models import MailItem, Picture, Reading
from boxholder.mail.search import index

pytestmark = pytest.mark.django_db

SEARCHED = {
    "sqlite": "SELECT rowid, words, tails, marks FROM mail_search ORDER BY rowid",
    "postgresql": "SELECT item_id, received_at, vector FROM mail_search ORDER BY item_id",
}
OBJECTS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE name LIKE '%mail%' OR name LIKE 'search%' ORDER BY name",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'mail%'"
    " UNION SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'search%' ORDER BY 1",
}


def ask(statements: dict[str, str]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor])
        return cursor.fetchall()


@pytest.fixture
def filled(monkeypatch):
    """Sixty pieces in three batches, and ten more row for row."""
    monkeypatch.setattr(mail_crowd, "MAILBOXES", 100)
    monkeypatch.setattr(mail_crowd, "BATCH", 25)
    monkeypatch.setattr(mail_crowd, "AS_IN_LIFE", 10)
    made_by_migrations = ask(OBJECTS)
    mail_crowd.Crowd().fill(70)
    return made_by_migrations


def test_what_is_searched_is_as_the_product_writes_it(filled):
    in_bulk = ask(SEARCHED)

    index.put(list(MailItem.objects.values_list("pk", flat=True)))
    assert len(in_bulk) == 70
    assert ask(SEARCHED) == in_bulk


def test_indexes_and_triggers_are_those_of_the_migrations(filled):
    assert ask(OBJECTS) == filled


def test_rows_are_whole(filled):
    """As models read and write them, so that no query meets what cannot be."""
    for model in (MailItem, Reading, Picture):
        for row in model.objects.all():
            row.save()
    assert (MailItem.objects.count(), Reading.objects.count(), Picture.objects.count()) == (70, 67, 63)
