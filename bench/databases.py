"""A database for a measurement: of its own each time, or one that is kept, filled once and measured again and again."""

import os
from collections.abc import Callable
from pathlib import Path


def set_up(folder: str) -> None:
    """One of its own: nothing is in it, and it goes with `folder`. Tasks are dropped, as nobody works on them."""
    os.environ |= {"BOXHOLDER_DATA": folder, "BOXHOLDER_STATIC_UNHASHED": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from huey.storage import MemoryStorage

    from boxholder.queues import money, rest

    if connection.vendor == "postgresql":
        connection.settings_dict["NAME"] = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    else:
        call_command("migrate", verbosity=0)
    for queue in (money, rest):
        queue.storage = MemoryStorage(queue.name)


def use(name: str, *, fill: Callable[[], None], is_filled: Callable[[], bool], folder: Path) -> None:
    """The database of that name is the one in use from now on, migrated and filled; it is made where it is missing.

    SQLite: a file in `folder`. PostgreSQL: on the server of DATABASE_URL. Half filled, it is made anew.
    """
    from django.core.management import call_command
    from django.db import connection

    if _exists(name, folder):
        _open(name, folder)
        call_command("migrate", verbosity=0)
        if is_filled():
            # An index that was made anew has none: among others that have, SQLite shuns it.
            _gather_statistics("ANALYZE")
            return
    _create(name, folder)
    _open(name, folder)
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    fill()
    _gather_statistics("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")
    # What was set for filling only ends with the connection.
    connection.close()


def _gather_statistics(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def warm() -> None:
    """All of it is read into memory, as much as there is, as where a server has run for a while."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with Path(connection.settings_dict["NAME"]).open("rb") as file:
            while file.read(2**24):
                pass
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        cursor.execute(
            "SELECT sum(pg_prewarm(oid)) FROM pg_class"
            " WHERE relkind IN ('r', 'i') AND relnamespace = current_schema()::regnamespace"
        )


def _exists(name: str, folder: Path) -> bool:
    from django.db import connection

    if connection.vendor == "sqlite":
        return _file(name, folder).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _create(name: str, folder: Path) -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.close()
        for ending in ("", "-wal", "-shm"):
            _file(name, folder, ending).unlink(missing_ok=True)
        return
    _open("postgres", folder)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")


def _open(name: str, folder: Path) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(_file(name, folder)) if connection.vendor == "sqlite" else name


def _file(name: str, folder: Path, ending: str = "") -> Path:
    return folder / f"{name}.sqlite3{ending}"
