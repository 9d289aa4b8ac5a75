"""Whether the web site or a worker of this installation runs: restoring below them would mix two pasts.

Both hold a shared lock on a file in the data folder for as long as they live. On other machines, PostgreSQL knows who
is connected.
"""

import fcntl
import os

from django.conf import settings
from django.db import connection

from boxholder.queues import money, rest

LOCK = "running.lock"


def hold_lock() -> int:
    """For as long as this process lives, also where another program takes its place (`exec`)."""
    handle = os.open(settings.DATA_DIR / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_SH)
    os.set_inheritable(handle, True)
    return handle


def is_running() -> bool:
    return _is_locked() or _others_are_connected()


def _is_locked() -> bool:
    path = settings.DATA_DIR / LOCK
    if not path.exists():
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _others_are_connected() -> bool:
    if connection.vendor != "postgresql":
        return False
    for queue in (money, rest):
        queue.storage.close()  # our own
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])
