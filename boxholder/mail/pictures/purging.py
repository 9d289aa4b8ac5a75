"""The files of purged pieces go for good, and what no row names goes too."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from boxholder.mail.models import MailItem, PackingPhoto, Picture, ScannedPage, ScannerBatch
from boxholder.mail.pictures import storing

# Longer than any request or transaction lasts: a file that no row names by then never will be.
ORPHANED_AFTER = timedelta(days=1)


def purge(item: MailItem) -> None:
    """Called in the transaction that marks the piece as purged: once that is committed, its files are deleted.

    The rows keep the names until the files are gone, so `purge_the_rest` finishes what a dead process began.
    """
    transaction.on_commit(lambda: _delete(item.pictures.all()), robust=True)
    packed = PackingPhoto.objects.filter(parcel__requests__item=item)
    transaction.on_commit(lambda: _delete(packed.forsaken()), robust=True)


def purge_the_rest() -> None:
    """Of pieces marked as purged, and of parcels that were not sent after all, what is still there."""
    _delete(Picture.objects.filter(item__purged_at__isnull=False).exclude(original=""))
    _delete(PackingPhoto.objects.exclude(original="").forsaken())


def remove_orphans(now: datetime) -> int:
    """Files that no row names, in the folders of all days but the last: how many there were."""
    newest = f"{now - ORPHANED_AFTER:%Y/%m/%d}"
    return sum(_remove_orphans_in(folder) for folder in _days() if folder.split("/", 2)[2] < newest)


def _delete(pictures) -> None:
    for picture in pictures:
        if storing.remove(picture.file_names.values()):
            type(picture).objects.filter(pk=picture.pk).update(original="", large="", small="")


def _remove_orphans_in(folder: str) -> int:
    files = default_storage.listdir(folder)[1]
    named = _named_by({file[:36] for file in files})
    orphans = [name for file in files if (name := f"{folder}/{file}") not in named]
    storing.remove(orphans)
    return len(orphans)


def _named_by(ids: set[str]) -> set[str]:
    pictures = Picture.objects.filter(pk__in=ids).values_list("original", "large", "small")
    kept_aside = ScannedPage.objects.filter(pk__in=ids).values_list("original", "large", "small")
    packed = PackingPhoto.objects.filter(pk__in=ids).values_list("original", "large", "small")
    batches = ScannerBatch.objects.filter(pk__in=ids).values_list("file")
    return {name for row in [*pictures, *kept_aside, *packed, *batches] for name in row}


def _days() -> list[str]:
    """`pictures/<operator>/<year>/<month>/<day>` of every day there is."""
    folders = [storing.ROOT] if default_storage.exists(storing.ROOT) else []
    for _deeper in ("operator", "year", "month", "day"):
        folders = [f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[0]]
    return folders
