"""`boxholder restore FILE`: the data as it was, marked so that billing first asks Stripe what happened since.

1. Refuse whatever could mix two pasts: something runs, there is data, another kind of database, a newer version.
2. The pictures first, beside those that are there. Then the data, with the mark, in one step that happens whole or not
   at all.
3. The keys, where the backup has them; the queues are emptied, for their wake-ups are of the other past.
4. Bring the database up to this version, and see whether the stored secrets open.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from boxholder.backup import archive, databases, pictures, running
from boxholder.backup.errors import RestoreRefused
from boxholder.billing.models import StripeAccount
from boxholder.encryption import SecretUnreadable, unseal
from boxholder.notifications.models import MailServer
from boxholder.operators.models import Operator

QUEUES = ("queue-money.sqlite3", "queue-rest.sqlite3")
FROM_ENVIRONMENT = {"secret_key": "BOXHOLDER_SECRET_KEY", "secrets_key": "BOXHOLDER_SECRETS_KEYS"}


@dataclass
class Restored:
    """What was done, for the person at the console."""

    manifest: archive.Manifest
    kept_at: str = ""
    keys_written: list[str] = field(default_factory=list)
    # The environment wins over the files: there the backup's keys must be entered by hand.
    keys_to_enter: dict[str, Path] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


def restore(path: Path, *, force: bool, migrate: Callable[[], None]) -> Restored:
    """Raises RestoreRefused, and then nothing was changed."""
    now = timezone.now()
    with archive.opened(path, settings.DATA_DIR) as found:
        _look_before(found.manifest, force=force)
        restored = Restored(found.manifest)
        pictures.put_in(found.files)
        restored.kept_at = databases.put_in(found.database, made_at=found.manifest.moment, now=now)
        pictures.keep_aside(restored.kept_at)
        _write_keys(found.keys, restored, now)
    _empty_the_queues()
    migrate()
    restored.unreadable = _unreadable()
    return restored


def _look_before(manifest: archive.Manifest, *, force: bool) -> None:
    if running.is_running():
        raise RestoreRefused(
            "The web site or a worker of this installation is running, or somebody else is connected to its database. "
            "Stop them first: systemctl stop boxholder-web boxholder-worker"
        )
    if manifest.database != connection.vendor:
        raise RestoreRefused(
            f"The backup is of {manifest.database}, and this installation uses {connection.vendor}. Set DATABASE_URL "
            "as it was, or leave it out."
        )
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in [*loader.disk_migrations, *_squashed(loader)]}
    if unknown := [name for name in manifest.migrations if name not in known]:
        raise RestoreRefused(
            f"The backup was made by a newer Boxholder ({manifest.version}; it has {unknown[0]}). Update, then restore."
        )
    if not force and (there := _what_is_there()):
        raise RestoreRefused(
            f"There is an installation here already, with {there}. To replace it by the backup, add --force."
        )


def _squashed(loader: MigrationLoader) -> set[tuple[str, str]]:
    return {replaced for migration in loader.disk_migrations.values() for replaced in migration.replaces}


def _what_is_there() -> str:
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return ""
    try:
        names = list(Operator.objects.values_list("name", flat=True)[:3])
    except DatabaseError:  # not migrated yet: nothing of ours can be in there
        connection.close()
        return ""
    return ", ".join(names)


def _write_keys(keys: dict[str, str], restored: Restored, now: datetime) -> None:
    for name, value in keys.items():
        path, variable = settings.DATA_DIR / name, FROM_ENVIRONMENT[name]
        if os.environ.get(variable) and os.environ[variable] != value:
            path = settings.DATA_DIR / f"{name}.from-backup"
            restored.keys_to_enter[variable] = path
        elif path.exists() and path.read_text().strip() == value:
            continue
        if path.exists():
            path.rename(path.with_name(f"{path.name}.before-restore-{now:%Y%m%d-%H%M%S}"))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(value)
        databases.give_to_the_owner_of(settings.DATA_DIR, path)
        restored.keys_written.append(str(path))
    if "secrets_key" in keys and "BOXHOLDER_SECRETS_KEYS" not in restored.keys_to_enter:
        settings.SECRETS_KEYS = keys["secrets_key"].split(",")


def _empty_the_queues() -> None:
    """With PostgreSQL they went with the schema."""
    for name in QUEUES:
        for each in settings.DATA_DIR.glob(f"{name}*"):
            each.unlink()


def _unreadable() -> list[str]:
    """Whose stored secrets cannot be opened with the keys there are."""
    found = []
    for account in StripeAccount.objects.select_related("operator").order_by("pk"):
        try:
            unseal(account.sealed_secret)
        except SecretUnreadable:
            found.append(f"{account.operator.name}: the Secret Key of {account}")
    for server in MailServer.objects.exclude(sealed_password=""):
        try:
            unseal(server.sealed_password)
        except SecretUnreadable:
            operator = Operator.objects.get(pk=server.operator_id)
            found.append(f"{operator.name}: the password of the mail server {server}")
    return found
