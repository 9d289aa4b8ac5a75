"""Pieces as they are dealt to a clerk: the picture, the mailboxes in question, what is known of the outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import gettext as _

from boxholder.mail.instructions import instructions_for
from boxholder.mail.models import MailItem, Picture, Reading
from boxholder.mail.models.mail_item.mail_item import MailItemQuerySet
from boxholder.mail.recognition import Reason, words
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.assigning import AssignForm
from boxholder.operator_site.forms.mailbox_field import key_of, seen_mailbox

LIKELY = 0.6
# Within that an assignment is undone because of a wrong key, not because of a wrong mailbox.
SLIP = timedelta(minutes=5)


@dataclass(frozen=True)
class Choice:
    """A mailbox the piece may be for. `number` is its key on the keyboard; None where the clerk named it."""

    item: MailItem
    mailbox: Mailbox
    number: int | None = None
    likelihood: str = ""
    why: str = ""
    is_chosen: bool = False

    @property
    def key(self) -> str:
        return key_of(self.mailbox)

    @property
    def instructions(self) -> list[str]:
        was_there = (
            [_("It was in this mailbox already, and was taken out.")] if _was_in(self.item, self.mailbox) else []
        )
        return [*was_there, *instructions_for(self.item, self.mailbox)]


@dataclass
class Card:
    item: MailItem
    choices: list[Choice]
    form: AssignForm
    # What was in the way, in a sentence; the rest of the card is as it was typed.
    trouble: str = ""

    @cached_property
    def reading(self) -> Reading | None:
        return getattr(self.item, "reading", None)

    @cached_property
    def picture(self) -> Picture | None:
        return self.item.cover

    @property
    def is_gone(self) -> bool:
        return not self.item.is_here

    @property
    def proposed(self) -> Choice | None:
        """What one key, or one tick, would take."""
        return next((choice for choice in self.choices if choice.is_chosen), None)

    @property
    def recipient(self) -> list[str]:
        """The lines the machine took for the recipient's."""
        return self.reading.recipient.splitlines() if self.reading and self.reading.is_read else []

    @property
    def is_waiting(self) -> bool:
        return bool(self.reading and self.reading.is_waiting)

    @property
    def mark(self) -> str:
        """Another one as soon as the machine knows more, or proposes something else."""
        return _mark(self.item.pk, *((self.reading.status, self.reading.directory) if self.reading else (None, None)))


def with_all_it_shows(items: MailItemQuerySet) -> MailItemQuerySet:
    return items.select_related("space", "reading", "mailbox__renter", "assigned_by").prefetch_related(
        "pictures", "former_assignments"
    )


def deal(request: HttpRequest, items: Iterable[MailItem]) -> list[Card]:
    """However many: one query for the mailboxes, beside those for the items with all they show."""
    items = list(items)
    mailboxes = _proposed_mailboxes(items)
    for item in items:
        item.operator = item.space.operator = request.operator
    return [Card(item, _choices(item, mailboxes), AssignForm(item=item)) for item in items]


def marks_of(items: MailItemQuerySet) -> dict[int, str]:
    """The marks of their cards, by piece."""
    facts = items.values_list("pk", "reading__status", "reading__directory")
    return {pk: _mark(pk, status, directory) for pk, status, directory in facts}


def again_with(item: MailItem, form: AssignForm, trouble: str) -> Card:
    """As it was filled in: what the clerk chose stands first where the machine did not propose it."""
    chosen = form["chosen"].value() or ""
    choices = _choices(item, _proposed_mailboxes([item]), chosen=chosen)
    seen = seen_mailbox(item.space.mailboxes.select_related("renter", "space"), chosen)
    if seen and not any(choice.is_chosen for choice in choices):
        choices.insert(0, Choice(item, seen.mailbox, is_chosen=True))
    return Card(item, choices, form, trouble)


def _choices(item: MailItem, mailboxes: dict[int, Mailbox], *, chosen: str | None = None) -> list[Choice]:
    """What the machine proposes, best first. `chosen`: the key the clerk chose; None preselects what is safe to."""
    reading: Reading | None = getattr(item, "reading", None)
    if reading is None or not reading.is_read:
        return []
    known = [(each, mailboxes.get(each["mailbox"])) for each in reading.candidates]
    here = [(each, mailbox) for each, mailbox in known if mailbox and mailbox.space_id == item.space_id]
    return [
        Choice(
            item=item,
            mailbox=mailbox,
            number=number,
            likelihood=_likelihood(reading, candidate),
            why=words(Reason(*reason) for reason in candidate["reasons"]),
            is_chosen=_is_safe(item, reading, mailbox) if chosen is None else _is_same(chosen, mailbox),
        )
        for number, (candidate, mailbox) in enumerate(here, start=1)
    ]


def _proposed_mailboxes(items: Iterable[MailItem]) -> dict[int, Mailbox]:
    readings = [item.reading for item in items if hasattr(item, "reading")]
    wanted = {candidate["mailbox"] for reading in readings for candidate in reading.candidates}
    shown = Mailbox.objects.select_related("renter", "space").prefetch_related("automations__address")
    return shown.in_bulk(wanted)


def _likelihood(reading: Reading, candidate: dict) -> str:
    if candidate["mailbox"] == reading.proposed_id:
        return _("Certain") if reading.is_certain else _("Very likely")
    return _("Likely") if candidate["confidence"] >= LIKELY else _("Possible")


def _is_safe(item: MailItem, reading: Reading, mailbox: Mailbox) -> bool:
    """Preselected, so that one key takes it. A closed mailbox is always a decision, and so is one that the piece was
    taken out of."""
    return mailbox.pk == reading.proposed_id and mailbox.closed_on is None and not _was_in(item, mailbox)


def _was_in(item: MailItem, mailbox: Mailbox) -> bool:
    """Before, for longer than a slip, and it is not there now."""
    former = {each.mailbox_id for each in item.former_assignments.all() if each.ended_at - each.assigned_at > SLIP}
    return mailbox.pk in former and mailbox.pk != item.mailbox_id


def _is_same(key: str, mailbox: Mailbox) -> bool:
    return key.partition(".")[0] == str(mailbox.pk)


def _mark(pk: int, status: str | None, directory: str | None) -> str:
    return f"{pk}.{status or ''}.{directory or ''}"
