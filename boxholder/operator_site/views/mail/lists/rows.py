"""A piece as it stands in a list, with the addresses of what can be done to it.

Fifty rows make a page, so whatever is the same for all of them is worked out once. What can be done to a piece is drawn
once for each sort of piece, and then bears the piece's number. A row is a plain dictionary of words: a template looks
into one several times as fast as into a model.
"""

from collections.abc import Container, Iterable
from datetime import datetime
from functools import cache
from typing import TypedDict

from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from boxholder.mail.models import MailItem, Picture, Reading
from boxholder.mail.models.mail_item.mail_item import MailItemQuerySet
from boxholder.operators.models import Operator

# Stands for a piece's number in what is drawn once for many; no piece will ever have it.
ANY = 9_000_000_000_000_000_000
NO_PICTURE = "00000000-0000-0000-0000-000000000000"
# State → tone and icon of its chip.
LOOKS = {
    MailItem.State.HERE: ("info", "archive"),
    MailItem.State.PICKED_UP: ("good", "hand"),
    MailItem.State.RETURNED: ("neutral", "undo-2"),
    MailItem.State.NOT_OURS: ("neutral", "ban"),
    MailItem.State.FORWARDED: ("good", "truck"),
    MailItem.State.DELIVERED: ("good", "house"),
    MailItem.State.SHREDDED: ("neutral", "scissors"),
    MailItem.State.RECYCLED: ("neutral", "recycle"),
}


class Row(TypedDict):
    pk: str
    reference: str
    # As a form brings it back: see MailItem.standing.
    standing: str
    is_ticked: bool
    url: str
    picture_url: str
    type: str
    pmb: str
    holder: str
    space: str
    # As a person wrote it, or as the machine read it.
    sender: str
    tracking_number: str
    received_at: datetime
    shelf: str
    chip: SafeString
    acts: SafeString


def with_all_it_shows(items: MailItemQuerySet) -> MailItemQuerySet:
    # Joined, PostgreSQL may read the readings in order, from the first one there is to the page's.
    reading = Reading.objects.filter(item=OuterRef("pk"))
    return (
        items.select_related("mailbox__renter")
        .annotate(read_sender=Subquery(reading.values("sender")))
        .only(
            *("operator_id", "space_id", "mailbox_id", "state", "type", "sender", "tracking_number", "shelf"),
            *(
                "received_at",
                "deleted_at",
                "mailbox__pmb",
                "mailbox__company",
                "mailbox__renter_id",
                "mailbox__renter__name",
            ),
        )
    )


class Rows:
    def __init__(self, operator: Operator) -> None:
        self.spaces = {space.pk: space.name for space in operator.spaces_by_name}
        self.types = {value: str(label) for value, label in MailItem.Type.choices}
        self.states = {value: str(label) for value, label in MailItem.State.choices}
        self.piece = reverse("desk:mail_item", args=[ANY])
        self.picture = reverse("desk:picture", args=[NO_PICTURE, Picture.Size.SMALL])
        self._acts, self._chip = cache(_acts), cache(self._draw_chip)

    def of(self, items: Iterable[MailItem], *, ticked: Container[int] = ()) -> list[Row]:
        items = list(items)
        pictures = self._pictures(items)
        return [self._row(item, pictures.get(item.pk, ""), item.pk in ticked) for item in items]

    def _pictures(self, items: list[MailItem]) -> dict[int, str]:
        """Piece → the address of the picture that stands for it, as its `cover`."""
        outside = Picture.objects.filter(item__in=[item.pk for item in items], kind=Picture.Kind.OUTSIDE)
        found = (
            outside.exclude(small="").order_by("-position", "-created_at").values_list("item", "pk", "quarter_turns")
        )
        return {item: self.picture.replace(NO_PICTURE, str(pk)) + f"?{turns}" for item, pk, turns in found}

    def _row(self, item: MailItem, picture_url: str, is_ticked: bool) -> Row:
        box, is_deleted = item.mailbox, item.deleted_at is not None
        return {
            "pk": str(item.pk),
            "reference": item.reference,
            "standing": item.standing,
            "is_ticked": is_ticked,
            "url": _of(item, self.piece),
            "picture_url": picture_url,
            "type": self.types.get(item.type, ""),
            "pmb": box.pmb if box else "",
            "holder": box.holder if box else "",
            "space": self.spaces.get(item.space_id, ""),
            "sender": item.sender or item.read_sender or "",
            "tracking_number": item.tracking_number,
            "received_at": item.received_at,
            "shelf": item.shelf,
            "chip": self._chip(item.state, box is not None, is_deleted),
            "acts": _of(item, self._acts(item.is_here, box is not None, is_deleted)),
        }

    def _draw_chip(self, state: str, is_assigned: bool, is_deleted: bool) -> SafeString:
        words, tone, icon = self._look(state, is_assigned, is_deleted)
        return render_to_string("operator_site/mail/lists/_chip.html", {"words": words, "tone": tone, "icon": icon})

    def _look(self, state: str, is_assigned: bool, is_deleted: bool) -> tuple[str, str, str]:
        if is_deleted:
            return _("Deleted"), "bad", "trash-2"
        if state != MailItem.State.HERE:
            return self.states[state], *LOOKS[MailItem.State(state)]
        if not is_assigned:
            return _("Unassigned"), "wait", "circle-dashed"
        return _("On the shelf"), *LOOKS[MailItem.State.HERE]


def _acts(is_here: bool, is_assigned: bool, is_deleted: bool) -> SafeString:
    """For any piece like that."""
    can = {
        "assign_url": f"{reverse('desk:assigning')}?piece={ANY}" if is_here and not is_assigned else "",
        "pick_up_url": f"{reverse('desk:pick_up')}?item={ANY}" if is_here and is_assigned else "",
        "delete_url": "" if is_deleted else reverse("desk:delete_mail", args=[ANY]),
        "recover_url": reverse("desk:recover_mail", args=[ANY]) if is_deleted else "",
    }
    return render_to_string("operator_site/mail/lists/_acts.html", {**can, "reference": MailItem(pk=ANY).reference})


def _of(item: MailItem, drawn: str) -> SafeString:
    """What was drawn for any piece, for this one."""
    return mark_safe(drawn.replace(str(ANY), str(item.pk)))
