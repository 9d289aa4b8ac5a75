"""A piece as it stands in a list, with the addresses of what can be done to it.

Fifty rows make a page, so whatever is the same for all of them is worked out once. What can be done to a piece is drawn
once for each sort of piece, and then bears the piece's number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import F, Prefetch
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from boxholder.mail.models import MailItem, Picture
from boxholder.mail.models.mail_item.mail_item import MailItemQuerySet
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator

# Stands for a piece's number in what is drawn once for many; no piece will ever have it.
ANY = 9_000_000_000_000_000_000
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
    chip: SafeString
    acts: SafeString
    url: str
    picture_url: str
    space: str

    @property
    def sender(self) -> str:
        """As a person wrote it, or as the machine read it."""
        return self.item.sender or self.item.read_sender or ""


def with_all_it_shows(items: MailItemQuerySet) -> MailItemQuerySet:
    pictures = Picture.objects.exclude(small="").only("item_id", "kind", "position", "created_at", "quarter_turns")
    found = items.select_related("mailbox__renter").annotate(read_sender=F("reading__sender"))
    return found.prefetch_related(Prefetch("pictures", pictures))


class Rows:
    def __init__(self, operator: Operator) -> None:
        self.spaces = {space.pk: space.name for space in operator.spaces_by_name}
        self.types = {value: str(label) for value, label in MailItem.Type.choices}
        self.states = {value: str(label) for value, label in MailItem.State.choices}
        self.piece = reverse("desk:mail_item", args=[ANY])
        self.picture = reverse("desk:picture", args=["00000000-0000-0000-0000-000000000000", Picture.Size.SMALL])
        self._acts, self._chip = cache(_acts), cache(self._draw_chip)

    def of(self, items: Iterable[MailItem]) -> list[Row]:
        return [self._row(item) for item in items]

    def _row(self, item: MailItem) -> Row:
        is_assigned, is_deleted = item.mailbox_id is not None, item.deleted_at is not None
        return Row(
            item=item,
            mailbox=item.mailbox,
            type=self.types.get(item.type, ""),
            chip=self._chip(item.state, is_assigned, is_deleted),
            acts=_of(item, self._acts(item.is_here, is_assigned, is_deleted)),
            url=_of(item, self.piece),
            picture_url=self._picture(item),
            space=self.spaces.get(item.space_id, ""),
        )

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

    def _picture(self, item: MailItem) -> str:
        cover = item.cover
        if cover is None:
            return ""
        return self.picture.replace("00000000-0000-0000-0000-000000000000", str(cover.pk)) + f"?{cover.quarter_turns}"


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
