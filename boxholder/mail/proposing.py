"""Whose a piece seems to be: proposed from what was read, again when the mailboxes have changed, never without a person
unless the machine is certain and the operator wants that.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from boxholder.history.models import Event
from boxholder.mail import directory
from boxholder.mail.errors import MailError
from boxholder.mail.instructions import standing_instructions
from boxholder.mail.models import MailItem, MailSettings, Reading
from boxholder.mail.recognition import Entry, LabelText, Proposal, propose, words
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Space

AT_ONCE = 100


@transaction.atomic
def store(reading: Reading, label: LabelText, now: datetime) -> None:
    """What was read, once: who comes second changes nothing. Fills in what nobody has, and perhaps assigns."""
    space = reading.item.space
    entries = directory.entries(space)
    proposal = _propose(label, entries, space)
    stored = (
        Reading.objects.waiting()
        .filter(pk=reading.pk)
        .update(
            status=Reading.Status.READ,
            problem="",
            claimed_until=None,
            read_at=now,
            label=label.to_json(),
            text=label.text,
            **_whose(proposal),
            **_facts(proposal),
            directory=directory.mark(entries),
        )
    )
    if stored:
        _fill_in(reading.item_id, _facts(proposal))
        _assign_if_certain(reading.item, proposal)


def outdated_spaces() -> list[int]:
    """Where something unassigned was proposed for mailboxes that have changed since."""
    spaces = Space.objects.filter(pk__in=Reading.objects.of_unassigned().values("item__space"))
    return [space.pk for space in spaces if _outdated(space, directory.mark(directory.entries(space))).exists()]


def propose_anew(space_id: int) -> bool:
    """From the stored labels, for what is still unassigned, first what was not sure; no picture is looked at.

    Says whether more is left.
    """
    space = Space.objects.select_related("operator").get(pk=space_id)
    entries = directory.entries(space)
    mark = directory.mark(entries)
    readings = list(
        _outdated(space, mark).select_related("item__operator", "item__space").order_by("is_confident", "pk")[:AT_ONCE]
    )
    for reading in readings:
        if not reading.label:  # what was read is gone: read it once more
            Reading.objects.put(reading.item)
            continue
        proposal = _propose(LabelText.from_json(reading.label), entries, space)
        _store_anew(reading, proposal, mark)
    return len(readings) == AT_ONCE


def _propose(label: LabelText, entries: Sequence[Entry], space: Space) -> Proposal:
    return propose(label, entries, space_address=[space.street, space.city_line])


def _whose(proposal: Proposal) -> dict:
    return {
        "candidates": [
            {
                "mailbox": candidate.mailbox_id,
                "confidence": candidate.confidence,
                "reasons": [[reason.kind, reason.said, reason.found] for reason in candidate.reasons],
            }
            for candidate in proposal.candidates
        ],
        "is_confident": proposal.is_confident,
        "is_certain": proposal.is_certain,
        "recipient": proposal.recipient[:300],
    }


def _facts(proposal: Proposal) -> dict[str, str]:
    return {
        "type": proposal.type_guess,
        "sender": proposal.sender[:200],
        "carrier": proposal.carrier,
        "tracking_number": proposal.tracking_number[:60],
    }


def _fill_in(item_id: int, facts: dict[str, str]) -> None:
    """What nobody has said yet."""
    for name, value in facts.items():
        if value:
            MailItem.objects.unassigned().filter(pk=item_id, **{name: ""}).update(**{name: value})


def _assign_if_certain(item: MailItem, proposal: Proposal) -> None:
    """Never against a person: what somebody has taken out of a mailbox stays out until a person says more. Nor where
    there is something to heed, which a person must have seen."""
    if not proposal.is_certain or not MailSettings.objects.of(item.operator).assigns_certain:
        return
    best = proposal.candidates[0]
    mailbox = Mailbox.objects.active().select_related("renter").filter(pk=best.mailbox_id).first()
    if mailbox is None or standing_instructions(mailbox):
        return
    if Event.objects.about(item).filter(kind="mail.unassigned").exists():
        return
    try:
        item.assign(mailbox, by=None, seen_status=Mailbox.Status.ACTIVE, reason=words(best.reasons))
    except MailError:
        pass  # somebody was faster, or the mailbox was closed: people decide


def _outdated(space: Space, mark: str):
    return Reading.objects.of_unassigned().filter(item__space=space).exclude(directory=mark)


@transaction.atomic
def _store_anew(reading: Reading, proposal: Proposal, mark: str) -> None:
    same = Reading.objects.of_unassigned().filter(pk=reading.pk, read_at=reading.read_at)
    if same.update(**_whose(proposal), directory=mark):
        _assign_if_certain(reading.item, proposal)
