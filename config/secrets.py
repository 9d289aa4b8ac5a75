"""Keys come from the environment; without one, from a file only this user can read."""

import os
import secrets
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet


def key_from_environment_or_file(name: str, path: Path, *, fernet: bool = False) -> str:
    if value := os.environ.get(name):
        return value
    if not path.exists():
        _write_once(path, Fernet.generate_key().decode() if fernet else secrets.token_urlsafe(50))
    return path.read_text().strip()


def _write_once(path: Path, value: str) -> None:
    """Publish the whole file at once: of two processes starting together, one key stands and both read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mkstemp makes it 0600
    with os.fdopen(handle, "w") as file:
        file.write(value)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    os.unlink(draft)
