"""What is known of the outside of a piece, and who changed it from what to what."""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from boxholder.mail.errors import AlreadyGone, DetailsChanged
from boxholder.mail.measures import say_size, say_weight, uses_pounds

if TYPE_CHECKING:
    from boxholder.mail.models.mail_item import MailItem

SIZE = ["length_mm", "width_mm", "height_mm"]
DETAILS = ["type", "sender", "carrier", "tracking_number", "weight_g", *SIZE, "shelf", "note"]


class Details(models.Model):
    class Meta:
        abstract = True

    @property
    def details(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in DETAILS}

    @transaction.atomic
    def change_details(self: "MailItem", *, by, seen: dict[str, Any] | None = None, **details) -> None:
        """Save what is different from what was `seen` (None: from what this object says), and remember it.

        Two clerks who change different things both have their way. Raises DetailsChanged with the names of what
        somebody else has changed to something else meanwhile, AlreadyGone where it was deleted.
        """
        seen = {name: getattr(self, name) for name in details} | (seen or {})
        self.refresh_from_db()
        changes = {
            name: value for name, value in details.items() if value != seen[name] and value != getattr(self, name)
        }
        if changes:
            self._claim_details(changes, {name: seen[name] for name in changes}, by=by)

    def _claim_details(self: "MailItem", changes: dict[str, Any], seen: dict[str, Any], *, by) -> None:
        before = self._spoken_details()
        done = type(self).objects.kept().filter(pk=self.pk, **seen).update(**changes)
        self.refresh_from_db()
        if not done:
            if self.deleted_at is not None:
                raise AlreadyGone
            raise DetailsChanged([name for name, value in seen.items() if getattr(self, name) != value])
        for kind, after in self._spoken_details().items():
            if after != before[kind]:
                self.remember(kind, by=by, before=before[kind] or "–", after=after or "–")

    def _spoken_details(self: "MailItem") -> dict[str, str]:
        return {kind: said(self) for kind, said in TOLD.items()}

    @property
    def weight_text(self: "MailItem") -> str:
        return say_weight(self.weight_g, pounds=uses_pounds(self.space.country))

    @property
    def size_text(self: "MailItem") -> str:
        return say_size([getattr(self, edge) for edge in SIZE], inches=uses_pounds(self.space.country))


# What is remembered of a change, by the kind of event that tells it.
TOLD: dict[str, Callable[["MailItem"], str]] = {
    "mail.type_changed": lambda item: str(item.get_type_display()),
    "mail.sender_changed": attrgetter("sender"),
    "mail.carrier_changed": lambda item: str(item.get_carrier_display()),
    "mail.tracking_number_changed": attrgetter("tracking_number"),
    "mail.weight_changed": attrgetter("weight_text"),
    "mail.size_changed": attrgetter("size_text"),
    "mail.shelf_changed": attrgetter("shelf"),
    "mail.note_changed": attrgetter("note"),
}


def kind_of_change(name: str) -> str:
    """The kind of event that tells a change of this field."""
    return "mail.size_changed" if name in SIZE else f"mail.{name.removesuffix('_g')}_changed"
