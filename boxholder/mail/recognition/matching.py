"""Whose mailbox a recipient's block means: the PMB it names and the names it names, weighed together.

Agreement of both is as good as certain. A PMB with a stranger's name, or a name with a stranger's PMB, is not; nor is a
name that two mailboxes share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from boxholder.mail.recognition import names, pmb
from boxholder.mail.recognition.directory import Directory, Entry, Known
from boxholder.mail.recognition.likeness import CLOSE, HINT, SAME, likeness
from boxholder.mail.recognition.recipient import Recipient

WHOLE = 0.96
NAMED = 0.82  # Somebody else's name, so like that the number may be wrong.
MEANT = 0.55  # A number so like is meant for the mailbox; below, it is one digit off.


@dataclass(frozen=True)
class NameFound:
    known: Known
    said: str
    likeness: float


@dataclass
class Evidence:
    """What the label says for one mailbox. `pmb_likeness`: 1 as written, less for misread digits or a weaker sign."""

    entry: Entry
    mark: pmb.Mark | None = None
    mark_is: str = ""  # same, misread or close
    pmb_likeness: float = 0.0
    names: list[NameFound] = field(default_factory=list)
    confidence: float = 0.0

    @property
    def name_likeness(self) -> float:
        return max((found.likeness for found in self.names), default=0.0)

    @property
    def has_two_names(self) -> bool:
        """Its company in one line and one of its people in another."""
        company, person = self.best("company"), self.best("person")
        if company is None or person is None:
            return False
        return company.said != person.said and min(company.likeness, person.likeness) >= 0.85

    def best(self, kind: str) -> NameFound | None:
        return max((one for one in self.names if one.known.kind == kind), key=lambda one: one.likeness, default=None)


def weigh(recipient: Recipient, directory: Directory) -> list[Evidence]:
    """Likeliest first."""
    gathered: dict[int, Evidence] = {}
    _gather_pmbs(recipient, directory, gathered)
    _gather_names(recipient, directory, gathered)
    evidence = list(gathered.values())
    for one in evidence:
        one.confidence = _confidence(one, [other for other in evidence if other is not one], recipient)
    return sorted((one for one in evidence if one.confidence > 0.1), key=_rank)


def _rank(one: Evidence) -> tuple[float, bool, int]:
    return (-round(one.confidence, 3), one.entry.status == "closed", -one.entry.mailbox_id)


def _gather_pmbs(recipient: Recipient, directory: Directory, gathered: dict[int, Evidence]) -> None:
    for mark in recipient.marks:
        for place, how, alike in _holders(mark, directory):
            one = gathered.setdefault(place, Evidence(directory.entries[place]))
            if alike > one.pmb_likeness:
                one.mark, one.mark_is, one.pmb_likeness = mark, how, alike


def _holders(mark: pmb.Mark, directory: Directory) -> list[tuple[int, str, float]]:
    for reading in pmb.readings(mark.value):
        if reading in directory.by_pmb:
            return [(place, "same", mark.strength) for place in directory.by_pmb[reading]]
    misread = directory.by_folded_pmb.get(pmb.folded(mark.value), [])
    if misread:
        return [(place, "misread", mark.strength * 0.85) for place in misread]
    return [
        (place, "close", 0.35)
        for number, places in directory.by_pmb.items()
        if pmb.is_close(number, mark.value)
        for place in places
    ]


def _gather_names(recipient: Recipient, directory: Directory, gathered: dict[int, Evidence]) -> None:
    said = {phrase: names.name(phrase) for phrase in recipient.phrases}
    for known in [*directory.like(said.values()), *directory.of_places(gathered)]:
        for phrase, name in said.items():
            alike = likeness(name, known.name, directory.weight)
            if alike >= HINT:
                one = gathered.setdefault(known.place, Evidence(directory.entries[known.place]))
                one.names.append(NameFound(known, phrase, alike))


def _confidence(one: Evidence, others: Sequence[Evidence], recipient: Recipient) -> float:
    if one.pmb_likeness >= MEANT:
        confidence = _with_pmb(one, others, recipient)
    elif one.pmb_likeness > 0 and one.name_likeness >= SAME:
        confidence = 0.86
    else:
        confidence = _name_alone(one, others, recipient)
    return confidence * (0.75 if recipient.is_contested else 1.0)


def _with_pmb(one: Evidence, others: Sequence[Evidence], recipient: Recipient) -> float:
    name = one.name_likeness
    elsewhere = max((other.name_likeness for other in others), default=0.0)
    if name >= CLOSE and name >= elsewhere - 0.1:
        return 0.94 + 0.06 * one.pmb_likeness * name
    if elsewhere >= NAMED:
        return 0.5 * one.pmb_likeness
    if one.mark_is == "misread":
        return 0.7
    # Mail for somebody we do not know goes by the number: a guest, a former name, the occupant.
    return 0.86 if name >= HINT or not recipient.phrases else 0.82


def _name_alone(one: Evidence, others: Sequence[Evidence], recipient: Recipient) -> float:
    name = one.name_likeness
    # A suite that is no mailbox is the building's; any other number is meant for somebody.
    is_contradicted = any(other.pmb_likeness >= MEANT for other in others) or any(
        mark.kind not in {"unit", "bare"} for mark in recipient.marks
    )
    is_outdone = name < WHOLE and any(other.name_likeness >= WHOLE for other in others)
    if one.has_two_names:
        return 0.9 if is_contradicted else 0.97
    if name >= SAME and not recipient.is_addressed:
        return 0.75  # It may be anybody's name.
    if is_contradicted:
        # A whole name is rather right than a number: numbers are mistyped.
        return 0.82 if name >= WHOLE else 0.6 * name
    if name >= SAME and not is_outdone:
        return 0.82 + (name - SAME)
    return 0.62 if name >= 0.85 else 0.6 * name
