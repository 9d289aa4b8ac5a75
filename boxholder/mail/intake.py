"""Taking in: from a file that was sent to a piece in the mailroom, with its picture and something to read."""

from dataclasses import dataclass

from django.db import transaction

from boxholder.mail import pictures
from boxholder.mail.models import MailItem, Picture
from boxholder.mail.pictures import decoding, formats
from boxholder.mail.pictures.keeping import place
from boxholder.mail.pictures.preparing import Prepared
from boxholder.mailboxes.models import Mailbox
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


def is_pdf(file) -> bool:
    """By its content; then it is taken apart, see scanning.py."""
    return formats.format_of(decoding.head_of(file)) == formats.Format.PDF


@transaction.atomic
def log(mailbox: Mailbox, *, by, seen_status: str | None, **facts) -> MailItem:
    """A piece without a picture, assigned at once. `facts` as in `MailItem.receive`. Raises MailboxChanged."""
    item = MailItem.receive(mailbox.space, by=by, **facts)
    item.assign(mailbox, by=by, seen_status=seen_status)
    return item
