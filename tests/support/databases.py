"""Databases of their own for whoever wants one: copies of one that was migrated once for the whole run."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend


@contextmanager
def connected_to(database: dict) -> Iterator[None]:
    """In this process and thread, `default` is that database."""
    before = connections["default"]
    connection = load_backend(database["ENGINE"]).DatabaseWrapper(database, "default")
    connections["default"] = connection
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connections["default"] = before
        ContentType.objects.clear_cache()


class Template:
    """A migrated, empty database. Migrating takes the processor six seconds, a copy milliseconds.

    `common`: a folder that all processes of this run share; whoever comes first migrates, the others wait for it.
    """

    def __init__(self, folder: Path, common: Path):
        self.folder = folder
        self.copies = 0
        with (common / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            made = _made_in(common)
            if not made.exists():
                made.write_text(self._make(common / "template"))
            self.name = made.read_text()

    def _make(self, folder: Path) -> str:
        database = self._database(folder, f"template-{os.getpid()}")
        _sql(f'CREATE DATABASE "{database["NAME"]}"')
        with connected_to(database):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable")
        return database["NAME"]

    def copy(self) -> dict:
        self.copies += 1
        copy = self._database(self.folder / f"copy-{self.copies}", f"copy-{os.getpid()}-{self.copies}")
        if settings.DATABASE_URL:
            _sql(f'CREATE DATABASE "{copy["NAME"]}" TEMPLATE "{self.name}"')
        else:
            shutil.copy(self.name, copy["NAME"])
        return copy

    def drop(self, database: dict) -> None:
        _drop(database["NAME"])

    def _database(self, folder: Path, name: str) -> dict:
        own = {**connections.databases["default"], "TEST": {}}
        if settings.DATABASE_URL:
            return {**own, "NAME": name, "CONN_MAX_AGE": 0}
        folder.mkdir(parents=True)
        return {**own, "NAME": str(folder / "boxholder.sqlite3")}


def forget_template(common: Path) -> None:
    """When nobody copies it any more. (On SQLite its folder goes by itself.)"""
    made = _made_in(common)
    if made.exists():
        _drop(made.read_text())


def _made_in(common: Path) -> Path:
    return common / "template.name"


def _drop(name: str) -> None:
    _sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _sql(statement: str) -> None:
    if settings.DATABASE_URL:
        with psycopg.connect(settings.DATABASE_URL, autocommit=True) as connection:
            connection.execute(statement)
