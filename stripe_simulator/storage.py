"""Where a restart finds everything again: one SQLite file, written before a POST is answered.

A row is (kind, id) -> JSON. `synchronous=OFF` is safe here: a killed process loses nothing, only a machine that loses
power might, and this is a simulator.
"""

import json
import sqlite3
from pathlib import Path


class Storage:
    def __init__(self, folder):
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(Path(folder) / "stripe-simulator.sqlite3", isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=OFF")
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS rows (kind TEXT, id TEXT, json TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )

    def save(self, rows):
        """`rows` is an iterable of (kind, id, dict); all of them or none are written."""
        self.connection.execute("BEGIN")
        self.connection.executemany(
            "INSERT INTO rows VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
            [(kind, id, json.dumps(row)) for kind, id, row in rows],
        )
        self.connection.execute("COMMIT")

    def load(self, kind):
        for (text,) in self.connection.execute("SELECT json FROM rows WHERE kind = ?", (kind,)):
            yield json.loads(text)

    def forget(self, kind, ids):
        self.connection.executemany("DELETE FROM rows WHERE kind = ? AND id = ?", [(kind, id) for id in ids])

    def clear(self):
        self.connection.execute("DELETE FROM rows")


class Memory:
    """The same verbs, nothing kept."""

    def save(self, rows):
        pass

    def load(self, kind):
        return ()

    def forget(self, kind, ids):
        pass

    def clear(self):
        pass
