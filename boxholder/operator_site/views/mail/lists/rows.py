"""A piece as it stands in a list, with the addresses of what can be done to it.

Fifty rows make a page, so whatever is the same for all of them is worked out once. A row is words and facts for a
template that is drawn once for each sort of row: see `boxholder.web.stencil`.
"""

from collections.abc import Container, Iterable
from typing import NamedTuple, TypedDict
from uuid import UUID

from django.db.models import Case, OuterRef, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext as _

from boxholder.mail.models import MailItem, Picture, Reading
from boxholder.mail.models.mail_item.mail_item import MailItemQuerySet
from boxholder.operators.models import Operator, Space
from boxholder.prepared import Prepared
from boxholder.web.keyset import PER_PAGE
from boxholder.web.templatetags.boxholder_web import nice_date

# Stands for a piece's number in an address that is worked out once for many; no piece will ever have it.
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

# As many as a page has. The first one of a piece comes last.
OUTSIDE = Prepared(
    lambda *items: (
        Picture.objects.filter(item__in=items, kind=Picture.Kind.OUTSIDE)
        .exclude(small="")
        .order_by("-position", "-created_at")
        .values_list("item", "pk", "quarter_turns")
    )
)


class Look(NamedTuple):
    """Of a piece's chip."""

    words: str
    tone: str
    icon: str


class Row(TypedDict):
    pk: str
    reference: str
    # As a form brings it back: see MailItem.standing.
    standing: str
    is_ticked: bool
    url: str
    # What is most often done, one click away; "" where it cannot be done.
    assign_url: str
    pick_up_url: str
    delete_url: str
    recover_url: str
    picture_url: str
    type: str
    pmb: str
    holder: str
    # Where there are several, and the list is not of one.
    space: str
    # As a person wrote it, or as the machine read it.
    sender: str
    tracking_number: str
    received: str
    shelf: str
    look: Look


def with_all_it_shows(items: MailItemQuerySet) -> MailItemQuerySet:
    # Joined, PostgreSQL may read the readings in order, from the first one there is to the page's. Most pieces have a
    # sender of their own: for them the readings, a table of long texts, are not looked at.
    reading = Reading.objects.filter(item=OuterRef("pk"))
    return (
        items.select_related("mailbox__renter")
        .annotate(read_sender=Case(When(sender="", then=Subquery(reading.values("sender")))))
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
    def __init__(self, operator: Operator, space: Space | None = None) -> None:
        """`space`: the one that the list is of."""
        several = space is None and len(operator.spaces_by_name) > 1
        self.spaces = {space.pk: space.name for space in operator.spaces_by_name} if several else {}
        self.types = {value: str(label) for value, label in MailItem.Type.choices}
        self.states = {value: str(label) for value, label in MailItem.State.choices}
        self.piece = reverse("desk:mail_item", args=[ANY])
        self.assign, self.pick_up = f"{reverse('desk:assigning')}?piece={ANY}", f"{reverse('desk:pick_up')}?item={ANY}"
        self.delete, self.recover = (reverse(f"desk:{act}_mail", args=[ANY]) for act in ("delete", "recover"))
        self.picture = reverse("desk:picture", args=[NO_PICTURE, Picture.Size.SMALL])

    def of(self, items: Iterable[MailItem], *, ticked: Container[int] = ()) -> list[Row]:
        items = list(items)
        pictures = self._pictures(items)
        return [self._row(item, pictures.get(item.pk, ""), item.pk in ticked) for item in items]

    def _pictures(self, items: list[MailItem]) -> dict[int, str]:
        """Piece → the address of the picture that stands for it, as its `cover`."""
        if not items:
            return {}
        pks = [item.pk for item in items]
        found = OUTSIDE.rows(*pks, *[0] * (PER_PAGE - len(pks)))
        return {item: self.picture.replace(NO_PICTURE, str(UUID(str(pk)))) + f"?{turns}" for item, pk, turns in found}

    def _row(self, item: MailItem, picture_url: str, is_ticked: bool) -> Row:
        box, pk, is_deleted, is_here = item.mailbox, str(item.pk), item.deleted_at is not None, item.is_here
        return {
            "pk": pk,
            "reference": item.reference,
            "standing": item.standing,
            "is_ticked": is_ticked,
            "url": _of(pk, self.piece),
            "assign_url": _of(pk, self.assign) if is_here and box is None else "",
            "pick_up_url": _of(pk, self.pick_up) if is_here and box else "",
            "delete_url": "" if is_deleted else _of(pk, self.delete),
            "recover_url": _of(pk, self.recover) if is_deleted else "",
            "picture_url": picture_url,
            "type": self.types.get(item.type, ""),
            "pmb": box.pmb if box else "",
            "holder": box.holder if box else "",
            "space": self.spaces.get(item.space_id, ""),
            "sender": item.sender or item.read_sender or "",
            "tracking_number": item.tracking_number,
            "received": nice_date(item.received_at),
            "shelf": item.shelf,
            "look": self._look(item.state, box is not None, is_deleted),
        }

    def _look(self, state: str, is_assigned: bool, is_deleted: bool) -> Look:
        if is_deleted:
            return Look(_("Deleted"), "bad", "trash-2")
        if state != MailItem.State.HERE:
            return Look(self.states[state], *LOOKS[MailItem.State(state)])
        if not is_assigned:
            return Look(_("Unassigned"), "wait", "circle-dashed")
        return Look(_("On the shelf"), *LOOKS[MailItem.State.HERE])


def _of(pk: str, address: str) -> str:
    """The address, worked out for any piece, of this one."""
    return address.replace(str(ANY), pk)
