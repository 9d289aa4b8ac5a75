"""The photograph of a parcel as it was packed: made ready before anything is locked, kept together with the parcel."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from boxholder.mail.models import PackingPhoto
from boxholder.mail.pictures import decoding, preparing, storing
from boxholder.mail.pictures.preparing import Prepared
from boxholder.operators.models import Operator


@dataclass(frozen=True)
class PackedPicture:
    name: str
    prepared: Prepared


def ready(file) -> PackedPicture:
    """Decoded, turned upright, without its place; nothing is written. Raises PictureRefused, see errors.py."""
    photograph = decoding.read(file)
    prepared = preparing.prepare(photograph, fingerprint=preparing.fingerprint_of(photograph.data))
    return PackedPicture(file.name[-255:], prepared)


@contextmanager
def kept(packed: PackedPicture | None, operator: Operator) -> Iterator[PackingPhoto | None]:
    """A transaction is open, and the files are written: save the photograph in it, with its parcel. Whatever fails
    undoes both. Raises StorageFull."""
    if packed is None:
        with transaction.atomic():
            yield None
        return
    photo = PackingPhoto(operator=operator, file_name=packed.name, **packed.prepared.measures)
    with storing.written(photo, packed.prepared.files) as names, transaction.atomic():
        photo.name_files(names)
        yield photo
