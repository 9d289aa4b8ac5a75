"""A folder whose files are on the disk when they are said to be.

A row is (SQLite, synchronous=FULL), so a power cut would otherwise leave rows that name empty files: a photograph that
its phone has been told to forget.
"""

import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class SyncedFolder(FileSystemStorage):
    def _save(self, name, content):
        saved = super()._save(name, content)
        path = Path(self.path(saved))
        _sync(path)
        _sync(path.parent)
        return saved


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
