"""Where pictures lie: written before the row that names them, and removed again when that row does not come about.

`pictures/<operator>/<year>/<month>/<day>/<row's id>-<what>-<random>.<kind>`: a folder for each day, so that none grows
beyond what can be listed, and by the name it can be told which row has to name it.
"""

import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from boxholder.mail.models import PackingPhoto, Picture, ScannedPage, ScannerBatch
from boxholder.mail.pictures.errors import StorageFull, is_full
from boxholder.mail.pictures.preparing import KeptFile

logger = logging.getLogger("boxholder.mail")

ROOT = "pictures"


@contextmanager
def written(
    row: Picture | PackingPhoto | ScannedPage | ScannerBatch, files: dict[str, KeptFile]
) -> Iterator[dict[str, str]]:
    """The names under which the files lie in the storage, by the names given. Whatever fails inside removes them.

    Raises StorageFull, also where it is the database that found the disk full.
    """
    # A size that is made anew lies beside the old one until the row names it.
    folder = f"{ROOT}/{row.operator_id}/{timezone.now():%Y/%m/%d}"
    names = {what: f"{folder}/{row.pk}-{what}-{secrets.token_hex(4)}.{file.suffix}" for what, file in files.items()}
    try:
        for what, file in files.items():
            names[what] = default_storage.save(names[what], ContentFile(file.content))
        yield names
    except BaseException as error:
        remove(names.values())
        if is_full(error):
            raise StorageFull from error
        raise


def remove(names: Iterable[str]) -> bool:
    """Whether all of them are gone. One that resists is logged, and does not keep the others."""
    all_gone = True
    for name in filter(None, names):
        try:
            default_storage.delete(name)
        except OSError:
            logger.exception("%s could not be deleted", name)
            all_gone = False
    return all_gone
