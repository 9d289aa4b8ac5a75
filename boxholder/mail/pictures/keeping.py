"""Keeping a picture: its files first, then its row, the same bytes only once at an operator."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Max

from boxholder.mail.errors import AlreadyGone
from boxholder.mail.models import MailItem, Picture, Reading
from boxholder.mail.pictures import decoding, preparing, storing
from boxholder.mail.pictures.errors import SamePicture
from boxholder.mail.pictures.preparing import Prepared
from boxholder.operators.models import Operator


def add(item: MailItem, file, *, by, name: str) -> Picture:
    """One more picture of a piece that is here already. Raises PictureRefused (see errors.py), AlreadyGone."""
    if not MailItem.objects.kept().filter(pk=item.pk).exists():
        raise AlreadyGone
    with keep(prepared(file, operator=item.operator), item.operator, name=name) as picture:
        place(picture, item)
        item.remember("mail.picture_added", by=by)
    return picture


def prepared(file, *, operator: Operator) -> Prepared:
    """A file that was sent, decoded and made ready; nothing is written. Raises PictureRefused, see errors.py."""
    photograph = decoding.read(file)
    fingerprint = preparing.fingerprint_of(photograph.data)
    # Before the costly part. What slips through here at the same moment is caught by the constraint.
    refuse_the_same(operator, fingerprint)
    return preparing.prepare(photograph, fingerprint=fingerprint)


@contextmanager
def keep(prepared: Prepared, operator: Operator, *, name: str) -> Iterator[Picture]:
    """The files are written and a transaction is open: `place` the picture in it. Whatever fails undoes both.

    Raises SamePicture, StorageFull.
    """
    known = {"file_name": name[-255:], "fingerprint": prepared.fingerprint, **prepared.measures}
    picture = Picture(operator=operator, **known)
    with storing.written(picture, prepared.files) as names, _the_same_is_said(picture), transaction.atomic():
        picture.name_files(names)
        yield picture


def place(picture: Picture, item: MailItem) -> None:
    """It shows this piece, after the pictures that do so already; with the first one there is something to read."""
    last = item.pictures.aggregate(last=Max("position"))["last"]
    picture.item, picture.position = item, (last or 0) + 1
    picture.save(force_insert=True)
    if last is None and picture.kind == Picture.Kind.OUTSIDE:
        Reading.objects.put(item)


def refuse_the_same(operator: Operator, fingerprint: str) -> None:
    same = Picture.objects.filter(operator=operator, fingerprint=fingerprint).exclude(original="")
    if found := same.select_related("item").first():
        raise SamePicture(found.item)


@contextmanager
def _the_same_is_said(picture: Picture) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        refuse_the_same(picture.operator, picture.fingerprint)
        raise
