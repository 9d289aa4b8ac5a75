"""A disk in memory with room for so many files."""

import errno
import os

from django.core.files.storage import InMemoryStorage


class FullDisk(InMemoryStorage):
    def __init__(self, fits: int = 0):
        super().__init__()
        self.fits = fits

    def _save(self, name, content):
        saved = super()._save(name, content)
        if not self.fits:
            # As a disk does: what was written until then is still there.
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        self.fits -= 1
        return saved

    def files(self, folder: str = "") -> list[str]:
        folders, files = self.listdir(folder)
        return [f"{folder}/{name}" for name in files] + [
            name for each in folders for name in self.files(f"{folder}/{each}" if folder else each)
        ]
