"""The photograph of a parcel as it was packed: made ready before anything is locked, kept together with the parcel."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from boxholder.mail.models import ActionRequest, PackingPhoto, Parcel, PostageQuestion
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


def hang(photo: PackingPhoto | None, held: Sequence[ActionRequest], *, on: Parcel | PostageQuestion) -> None:
    """On the parcel, or on the question about its postage: taken anew, or when just these were asked about before."""
    place = {"parcel": None, "question": None} | {"parcel" if isinstance(on, Parcel) else "question": on}
    if photo is None:
        _of_just_these(held).update(**place)
        return
    for name, value in place.items():
        setattr(photo, name, value)
    photo.save(force_insert=True)


def _of_just_these(held: Sequence[ActionRequest]) -> QuerySet[PackingPhoto]:
    """Taken when they were asked about, also where that is not asked any more; or none.

    What else it shows does not go along, and may be somebody else's by now.
    """
    asked_with = {request.postage_question_id for request in held}
    together = asked_with - {None} if len(asked_with) == 1 else set()
    return PackingPhoto.objects.filter(question__in=together, question__asked_about=len(held))
