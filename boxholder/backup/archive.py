"""One file: a tar.gz with the manifest, the database as it was at one moment, the pictures, and the keys if asked for.

The pictures are read after the database: a file is written before the row that names it, so none is missing. What was
thrown away for good meanwhile is not in it.
"""

import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from boxholder.backup.errors import BackupFailed, RestoreRefused

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "database"
KEYS = ("secret_key", "secrets_key")
FILES = "files"
# Pictures are compressed already; more effort would only cost time.
EFFORT = 3


@dataclass(frozen=True)
class Manifest:
    version: str
    made_at: str
    installation: str
    database: str
    # Applied migrations, `app.name`: a backup of a newer version cannot be brought into an older one.
    migrations: list[str]
    has_keys: bool
    has_files: bool = False
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def write(path: Path, manifest: Manifest, database: Path, keys: dict[str, str], files: Path) -> None:
    """The whole file or none, readable by its owner only. Never overwrites."""
    if path.exists():
        raise BackupFailed(f"{path} is there already. Name another file; a date in the name helps.")
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
    except OSError as error:
        raise BackupFailed(f"{path.parent} cannot be written to: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=EFFORT) as tar:
                _add(tar, MANIFEST, json.dumps(asdict(manifest), indent=2).encode())
                tar.add(database, DATABASE, filter=_plain)
                for name, value in keys.items():
                    _add(tar, name, value.encode())
                if manifest.has_files:
                    _add_files(tar, files)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError as error:
        raise BackupFailed(f"{path} is there already. Name another file; a date in the name helps.") from error
    except OSError as error:
        raise BackupFailed(f"{path} could not be written: {error.strerror}.") from error
    finally:
        os.unlink(draft)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = _plain(tarfile.TarInfo(name))
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _add_files(tar: tarfile.TarFile, files: Path) -> None:
    for folder, _folders, names in os.walk(files):
        for name in sorted(names):
            each = Path(folder) / name
            try:
                tar.add(each, f"{FILES}/{each.relative_to(files).as_posix()}", recursive=False, filter=_plain)
            except FileNotFoundError:
                continue


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.mode, entry.uid, entry.gid, entry.uname, entry.gname = 0o600, 0, 0, "", ""
    return entry


@dataclass(frozen=True)
class Opened:
    manifest: Manifest
    database: Path
    keys: dict[str, str]
    files: Path


def _unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Only what we put in, by name: a foreign archive writes nowhere else."""
    for entry in tar:
        if entry.isfile() and (entry.name in (MANIFEST, DATABASE, *KEYS) or _is_picture(entry.name)):
            content = tar.extractfile(entry)
            assert content
            target = folder / entry.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                shutil.copyfileobj(content, file)


def _is_picture(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == FILES and len(path.parts) > 1 and ".." not in path.parts


@contextmanager
def opened(path: Path, folder: Path) -> Iterator[Opened]:
    """What is in it, unpacked into a folder of its own below `folder`. Raises RestoreRefused where it is no backup."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".restoring-") as unpacked:
        try:
            with tarfile.open(path, "r:gz") as tar:
                _unpack(tar, inside := Path(unpacked))
            manifest = Manifest(**json.loads((inside / MANIFEST).read_text()))
            keys = {name: (inside / name).read_text() for name in KEYS if (inside / name).exists()}
        except FileNotFoundError as error:
            raise RestoreRefused(f"{path} is not there, or it is no whole Boxholder backup.") from error
        except (OSError, tarfile.TarError, EOFError, ValueError, TypeError) as error:
            raise RestoreRefused(f"{path} is not a Boxholder backup, or it is damaged: {error}") from error
        if manifest.format != FORMAT or not (inside / DATABASE).exists():
            raise RestoreRefused(f"{path} was made by another version of Boxholder. Update first, then restore.")
        yield Opened(manifest, inside / DATABASE, keys, inside / FILES)
