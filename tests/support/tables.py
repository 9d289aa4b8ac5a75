"""Empty every table after a test with real transactions.

Django's own flush truncates each table, writes all permissions anew, and cannot pass an issued invoice, which nobody
may delete. Deleting with keys and triggers asleep takes a hundredth of the time.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from boxholder.billing import triggers
from boxholder.mail.models import SearchIndex
from boxholder.mail.search import index

# What migrating has written stays.
KEPT = {Permission, ContentType, SearchIndex}


def empty() -> None:
    models = [
        model for model in apps.get_models(include_auto_created=True) if model not in KEPT and model._meta.managed
    ]
    tables = {*(model._meta.db_table for model in models), settings.CACHES["default"]["LOCATION"], "mail_search"}
    deletions = "; ".join(f'DELETE FROM "{table}"' for table in sorted(tables))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {deletions}; COMMIT")
    else:
        _empty_sqlite(deletions)


def _empty_sqlite(deletions: str) -> None:
    connection.ensure_connection()
    connection.disable_constraint_checking()
    triggers.remove()
    index.unwatch()
    connection.connection.executescript(f"BEGIN IMMEDIATE; {deletions}; COMMIT")
    triggers.install()
    index.watch()
    connection.enable_constraint_checking()
