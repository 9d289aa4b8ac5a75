"""A pile of unassigned mail as the machine has left it, in whatever installation this runs in."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from boxholder.mail import intake, proposing
from boxholder.mail.models import MailItem
from boxholder.operators.models import Space
from tests.mail.recognition.labels import letter
from tests.support import photographs
from tests.support.envelopes import envelope

ROSA, BEN, NOBODY = ("Reyes Ceramics LLC", "PMB 101"), ("Ben Brooks", "PMB 102"), ("Clay House",)


def pile_up(space: Space, recipients: list[tuple[str, ...]], *, width: int = 900) -> list[MailItem]:
    """A piece for each, oldest first, with a picture. No worker sees it before it is read."""
    with transaction.atomic():
        return [_piece(space, recipient, width) for recipient in recipients]


def _piece(space: Space, recipient: tuple[str, ...], width: int) -> MailItem:
    picture = photographs.jpeg(width, width * 5 // 9, text=" ".join(recipient))
    item = intake.take_in(space, ContentFile(picture), by=None, name="letter.jpg").item
    proposing.store(item.reading, letter(*recipient, space.street, space.city_line), timezone.now())
    return item


def leave_unread(space: Space, count: int) -> None:
    """So many photographs for the worker to read."""
    for n in range(count):
        picture = envelope(f"Ben Brooks {n}", f"{space.street} PMB 102", space.city_line)
        intake.take_in(space, ContentFile(picture), by=None, name="envelope.png")
