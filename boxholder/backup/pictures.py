"""The files beside the database. A file never changes once it is written, so two pasts can lie side by side."""

import os
import shutil
from pathlib import Path

from django.core.files.storage import default_storage

from boxholder.backup.databases import give_to_the_owner_of


def folder() -> Path:
    return Path(default_storage.path(""))


def put_in(unpacked: Path) -> None:
    """Before the database that names them, so none is ever missing. What no row names any more is swept later."""
    for source in sorted(path for path in unpacked.rglob("*") if path.is_file()):
        target = folder() / source.relative_to(unpacked)
        if not target.exists():
            _make_folders(target.parent)
            source.chmod(0o600)
            give_to_the_owner_of(folder().parent, source)
            os.replace(source, target)


def keep_aside(where: str) -> None:
    """With the database that was there before; as links, so that it costs no room."""
    if where and folder().exists():
        shutil.copytree(folder(), Path(where) / folder().name, copy_function=os.link)


def _make_folders(path: Path) -> None:
    if not path.exists():
        _make_folders(path.parent)
        path.mkdir(mode=0o700)
        give_to_the_owner_of(folder().parent, path)
