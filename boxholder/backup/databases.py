"""Copy a database out as it was at one moment, and put a copy in its place.

SQLite by itself, PostgreSQL by its own tools.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg import conninfo

from boxholder.backup.errors import BackupFailed, RestoreRefused

INSTALL = (
    "Install PostgreSQL's client tools of the server's version or newer; on Debian: apt-get install postgresql-client"
)

# Said in the same transaction as the data, so that no worker ever sees the data without it:
# billing waits for Stripe; an announcement that waited may have gone out since, and is not sent twice.
MARKS = """
UPDATE {schema}operators_installation SET restored_at = '{now}', backed_up_at = '{made_at}';
UPDATE {schema}notifications_outboxemail
   SET status = 'doubtful', claimed_until = NULL,
       error = 'It waited when the backup was made; it may or may not have been sent since.'
 WHERE status = 'waiting' AND at_most_once;
"""


def copy_out(target: Path) -> None:
    if connection.vendor == "sqlite":
        _sqlite_out(target)
    else:
        _postgres_out(target)


def put_in(source: Path, *, made_at: datetime, now: datetime) -> str:
    """Replace the data by the copy, whole or not at all. Says where what was there before is kept."""
    if connection.vendor == "sqlite":
        return _sqlite_in(source, made_at, now)
    return _postgres_in(source, made_at, now)


# -- SQLite


def _sqlite_out(target: Path) -> None:
    """SQLite's own backup: one moment, while others read and write."""
    source = connection.settings_dict["NAME"]
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=20)) as here,
        closing(sqlite3.connect(target)) as copy,
    ):
        here.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, no companions
        if not _is_sound(copy):
            raise BackupFailed("The database is damaged: SQLite's own check of the copy failed. Nothing was kept.")


def _sqlite_in(source: Path, made_at: datetime, now: datetime) -> str:
    path = Path(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(source)) as copy:
        if not _is_sound(copy):
            raise RestoreRefused("The database in the backup is damaged; nothing was changed.")
        copy.executescript(f"BEGIN;{_marks('', made_at, now)}COMMIT;")
    _to_disk(source)
    connection.close()
    aside = _move_aside(path, now) if path.exists() else ""
    give_to_the_owner_of(path.parent, source)
    os.replace(source, path)
    _to_disk(path.parent)
    return aside


def _is_sound(copy: sqlite3.Connection) -> bool:
    """SQLite's own look at it. Our check constraints ask for REGEXP, which SQLite leaves to its user."""
    copy.create_function("regexp", 2, lambda pattern, text: bool(re.search(pattern, str(text))), deterministic=True)
    try:
        return copy.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except sqlite3.DatabaseError:
        return False


def _move_aside(path: Path, now: datetime) -> str:
    """Together with its companions: a write-ahead log left behind would be taken for the new file's."""
    folder = path.parent / f"before-restore-{now:%Y%m%d-%H%M%S}"
    folder.mkdir(mode=0o700)
    for each in sorted(path.parent.glob(f"{path.name}*")):
        each.rename(folder / each.name)
    return str(folder)


def give_to_the_owner_of(folder: Path, path: Path) -> None:
    """Restored by root, the service must be able to write it all the same."""
    if os.geteuid() == 0:
        os.chown(path, folder.stat().st_uid, folder.stat().st_gid)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# -- PostgreSQL


def _postgres_out(target: Path) -> None:
    tool = _tool("pg_dump", BackupFailed)
    # Huey's tables hold wake-ups only: what is due is found again in the rows.
    command = [tool, "--format=custom", "--no-owner", "--no-privileges", "--exclude-table=huey_*", f"--file={target}"]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupFailed(f"pg_dump failed, and nothing was kept:\n{done.stderr.strip()}\n{INSTALL}")


def _postgres_in(source: Path, made_at: datetime, now: datetime) -> str:
    """Everything in one transaction: the old schema goes, the backup comes, and with it the mark."""
    restore, psql = _tool("pg_restore", RestoreRefused), _tool("psql", RestoreRefused)
    connection.close()
    statements = source.with_suffix(".sql")
    command = [restore, "--no-owner", "--no-privileges", f"--file={statements}", str(source)]
    _run(command, "The backup cannot be read, and nothing was changed")
    with statements.open("a") as file:
        file.write(_marks("public.", made_at, now))
    fresh = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    command = [psql, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    _run([*command, f"--command={fresh}", f"--file={statements}"], "PostgreSQL refused, and nothing was changed")
    return ""


def _run(command: list[str], what_failed: str) -> None:
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RestoreRefused(f"{what_failed}:\n{done.stderr.strip()}\n{INSTALL}")


def _tool(name: str, failure: type[Exception]) -> str:
    found = shutil.which(name)
    if found is None:
        raise failure(f"The program {name} is not there. {INSTALL}")
    return found


def _environment() -> dict[str, str]:
    """How the tools reach the database; in their environment, for a command line can be read by everyone."""
    names = {known.keyword.decode(): known.envvar.decode() for known in _libpq_defaults() if known.envvar}
    given = conninfo.conninfo_to_dict(settings.DATABASE_URL)
    return {**os.environ, **{names[key]: str(value) for key, value in given.items() if key in names}}


def _libpq_defaults():
    from psycopg.pq import Conninfo

    return Conninfo.get_defaults()


def _marks(schema: str, made_at: datetime, now: datetime) -> str:
    """Written as Django writes moments on either database: UTC, without the zone on SQLite."""
    as_kept = "%Y-%m-%d %H:%M:%S.%f" if not schema else "%Y-%m-%d %H:%M:%S.%f+00"
    return MARKS.format(schema=schema, now=now.strftime(as_kept), made_at=made_at.strftime(as_kept))
