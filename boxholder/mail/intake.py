"""Taking in: from a file that was sent to a piece in the mailroom, with its picture and something to read."""

from dataclasses import dataclass

from boxholder.mail import pictures
from boxholder.mail.models import MailItem, Picture
from boxholder.mail.pictures.keeping import place
from boxholder.mail.pictures.preparing import Prepared
from boxholder.operators.models import Space


@dataclass(frozen=True)
class Taken:
    item: MailItem
    picture: Picture


def take_in(space: Space, file, *, by, name: str) -> Taken:
    """One photograph, one piece. Raises PictureRefused (see pictures/errors.py); then nothing was kept.

    `file`: what a form brings, or anything with `size`, `seek` and `read`.
    """
    return take_in_prepared(space, pictures.prepared(file, operator=space.operator), by=by, name=name)


def take_in_prepared(space: Space, prepared: Prepared, *, by, name: str) -> Taken:
    """The same, of what has been decoded already. Raises SamePicture, StorageFull."""
    with pictures.keep(prepared, space.operator, name=name) as picture:
        item = MailItem.receive(space, by=by)
        place(picture, item)
    return Taken(item, picture)
