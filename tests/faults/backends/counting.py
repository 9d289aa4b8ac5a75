"""Count what is durable, and die by SIGKILL after the k-th.

Counted is every commit, of an atomic block or of a single statement, that changed a row of the product. The worker's
own bookkeeping in the cache table is not: how often it sweeps depends on the hour.

Or die right after the n-th change, before its commit: what has changed until then was never there.
"""

import os
import re
import signal
import threading

# Where each commit is written down, one line with the tables it changed.
COUNTS = "BOXHOLDER_TEST_COMMITS"
# The number of the commit after which this process ends. Unset: it lives.
LAST = "BOXHOLDER_TEST_LAST_COMMIT"
# The number of the changed row's statement after which it ends.
LAST_WRITE = "BOXHOLDER_TEST_LAST_WRITE"

_one_thread_at_a_time = threading.Lock()
_WRITE = re.compile(r'\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"')


class CountsCommits:
    """Mixed into a DatabaseWrapper. Nothing of the product runs between a commit and the end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.changed: list[str] = []
        self.writes = 0
        self.execute_wrappers.append(self._note_change)

    def _note_change(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        write = _WRITE.match(sql)
        # A row that comes back from its own INSERT is not in SQLite's rowcount yet.
        if write and write[1] != "cache" and (context["cursor"].rowcount != 0 or "RETURNING" in sql):
            self.changed.append(write[1])
            self._written()
            if self.get_autocommit() and not self.in_atomic_block:
                self._committed()
        return result

    def _written(self):
        self.writes += 1
        if self.writes == int(os.environ.get(LAST_WRITE, 0)):
            os.kill(os.getpid(), signal.SIGKILL)

    def _commit(self):
        super()._commit()
        self._committed()

    def _rollback(self):
        super()._rollback()
        self.changed.clear()

    def _committed(self):
        if self.changed and (path := os.environ.get(COUNTS)):
            _count(path, " ".join(dict.fromkeys(self.changed)))
        self.changed.clear()


def _count(path: str, line: str) -> None:
    """The line's place in the file is the commit's number."""
    with _one_thread_at_a_time:
        with open(path, "ab", buffering=0) as file:
            file.write(f"{line}\n".encode())
        with open(path, "rb") as file:
            number = file.read().count(b"\n")
        if number == int(os.environ.get(LAST, 0)):
            os.kill(os.getpid(), signal.SIGKILL)
