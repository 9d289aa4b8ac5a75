"""`boxholder backup FILE`: everything in one file, while the installation runs."""

import tempfile
import tomllib
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from boxholder.backup import archive, databases, pictures
from boxholder.backup.errors import BackupFailed
from boxholder.operators.models import Installation


def backup(path: Path, *, with_keys: bool, with_files: bool = True) -> archive.Manifest:
    """Raises BackupFailed."""
    # Before the copy is taken: what Stripe does from here on is what a restore will ask it about.
    now = timezone.now()
    try:
        installation = str(Installation.objects.current().uuid)
        applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    except DatabaseError as error:
        raise BackupFailed("The database is not prepared for this version. Run `boxholder migrate` first.") from error
    manifest = archive.Manifest(
        version=version(),
        made_at=now.isoformat(),
        installation=installation,
        database=connection.vendor,
        migrations=applied,
        has_keys=with_keys,
        has_files=with_files,
    )
    if path.exists():
        raise BackupFailed(f"{path} is there already. Name another file; a date in the name helps.")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".backup-") as folder:
        copy = Path(folder) / archive.DATABASE
        databases.copy_out(copy)
        archive.write(path, manifest, copy, _keys() if with_keys else {}, pictures.folder())
    return manifest


def _keys() -> dict[str, str]:
    """Those in use, from the environment or from the data folder."""
    return dict(zip(archive.KEYS, [settings.SECRET_KEY, ",".join(settings.SECRETS_KEYS)], strict=True))


def version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return project["project"]["version"]
