"""Two queues, money and rest, so that a slow chore never delays a charge.

Domain rows are the queue that counts; a task is only a wake-up and may be lost. It carries an id and calls one verb
that is safe to run twice. The worker's sweep enqueues whatever is due.
"""

from django.conf import settings
from huey import PostgresHuey, SqliteHuey
from huey.api import Huey


def _queue(name: str) -> Huey:
    common = {"name": name, "immediate": False, "results": False, "utc": True}
    if settings.DATABASE_URL:
        return PostgresHuey(dsn=settings.DATABASE_URL, **common)
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(filename=str(settings.DATA_DIR / f"queue-{name}.sqlite3"), fsync=False, timeout=20, **common)


money = _queue("money")
rest = _queue("rest")
