"""What the console says after a backup and after a restore: what was done, and what to do next."""

from collections.abc import Iterator
from pathlib import Path

from boxholder.backup.archive import Manifest
from boxholder.backup.restore import Restored


def of_backup(path: Path, manifest: Manifest) -> str:
    said = [f"{path}: the data as of {manifest.moment:%Y-%m-%d %H:%M:%S} UTC, readable by you only."]
    if not manifest.has_files:
        said.append("The pictures are not in it: copy the folder `files` of the data folder as well, some other way.")
    if manifest.has_keys:
        said.append(
            "THE KEYS ARE IN IT. Whoever has this file can open the stored Stripe keys and sign in as anybody: "
            "keep it as you would keep a password."
        )
    else:
        said.append(
            "The keys are not in it (--with-keys puts them in). Keep secret_key and secrets_key, or the values of "
            "BOXHOLDER_SECRET_KEY and BOXHOLDER_SECRETS_KEYS, somewhere else: without them each Stripe Secret Key "
            "has to be entered again after a restore."
        )
    return "\n".join(said)


def of_restore(restored: Restored) -> str:
    return "\n".join(_of_restore(restored))


def _of_restore(restored: Restored) -> Iterator[str]:
    yield f"\nRestored: the data as of {restored.manifest.moment:%Y-%m-%d %H:%M:%S} UTC."
    if restored.kept_at:
        yield f"What was there before is kept in {restored.kept_at}; delete it when you no longer need it."
    if not restored.manifest.has_files:
        yield "The backup has no pictures in it: put the folder `files` of the data folder back as well."
    for written in restored.keys_written:
        yield f"Key written: {written}"
    for variable, path in restored.keys_to_enter.items():
        yield f"{variable} is set to another key than the backup's, and wins. Enter the one in {path}, then delete it."
    if restored.unreadable:
        yield "These stored secrets cannot be opened with the keys of this installation:"
        yield from (f"  {what}" for what in restored.unreadable)
        yield (
            "Put the keys back that were in use when the backup was made, or enter each secret again under Settings: "
            "Stripe's under Integrations → Stripe, the mail server's password under E-mail."
        )
    yield "\nNext:"
    yield "  1. Make sure that the installation the backup is from never runs again: both would charge the same cards."
    yield "  2. Start the web site and the worker: systemctl start boxholder-web boxholder-worker"
    yield "  3. Look at Invoices. Nothing is billed or charged until Stripe has said what it charged since the backup."
