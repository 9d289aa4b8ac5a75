"""A piece as it stands in a list, with the addresses of what can be done to it.

Fifty rows make a page, so whatever is the same for all of them is worked out once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from boxholder.mail.models import MailItem, Picture
from boxholder.mail.models.mail_item.mail_item import MailItemQuerySet
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator

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


@dataclass(frozen=True)
class Row:
    item: MailItem
    mailbox: Mailbox | None
    type: str
    state: str
    tone: str
    icon: str
    url: str
    picture_url: str
    space: str
    assign_url: str = ""
    pick_up_url: str = ""
    delete_url: str = ""
    recover_url: str = ""

    @property
    def sender(self) -> str:
        """As a person wrote it, or as the machine read it."""
        return self.item.sender or self.item.read_sender or ""


def with_all_it_shows(items: MailItemQuerySet) -> MailItemQuerySet:
    pictures = Picture.objects.exclude(small="").only("item_id", "position", "created_at", "quarter_turns")
    found = items.select_related("mailbox__renter").annotate(read_sender=F("reading__sender"))
    return found.prefetch_related(Prefetch("pictures", pictures))


class Rows:
    def __init__(self, operator: Operator) -> None:
        self.spaces = {space.pk: space.name for space in operator.spaces.all()}
        self.types = {value: str(label) for value, label in MailItem.Type.choices}
        self.states = {value: str(label) for value, label in MailItem.State.choices}
        self.addresses = {
            name: reverse(f"desk:{name}", args=[0]) for name in ("mail_item", "delete_mail", "recover_mail")
        }
        self.assigning, self.pick_up = reverse("desk:assigning"), reverse("desk:pick_up")
        self.picture = reverse("desk:picture", args=["00000000-0000-0000-0000-000000000000", Picture.Size.SMALL])

    def of(self, items: Iterable[MailItem]) -> list[Row]:
        return [self._row(item) for item in items]

    def _row(self, item: MailItem) -> Row:
        state, tone, icon = self._chip(item)
        is_here = item.is_here
        return Row(
            item=item,
            mailbox=item.mailbox,
            type=self.types.get(item.type, ""),
            state=state,
            tone=tone,
            icon=icon,
            url=self._address("mail_item", item),
            picture_url=self._picture(item),
            space=self.spaces.get(item.space_id, ""),
            assign_url=f"{self.assigning}?piece={item.pk}" if is_here and item.mailbox_id is None else "",
            pick_up_url=f"{self.pick_up}?item={item.pk}" if is_here and item.mailbox_id is not None else "",
            delete_url="" if item.deleted_at else self._address("delete_mail", item),
            recover_url=self._address("recover_mail", item) if item.deleted_at else "",
        )

    def _chip(self, item: MailItem) -> tuple[str, str, str]:
        if item.deleted_at:
            return _("Deleted"), "bad", "trash-2"
        if item.state != MailItem.State.HERE:
            return self.states[item.state], *LOOKS[MailItem.State(item.state)]
        if item.mailbox_id is None:
            return _("Unassigned"), "wait", "circle-dashed"
        return _("On the shelf"), *LOOKS[MailItem.State.HERE]

    def _address(self, name: str, item: MailItem) -> str:
        return self.addresses[name].replace("/0/", f"/{item.pk}/")

    def _picture(self, item: MailItem) -> str:
        cover = item.cover
        if cover is None:
            return ""
        return self.picture.replace("00000000-0000-0000-0000-000000000000", str(cover.pk)) + f"?{cover.quarter_turns}"
