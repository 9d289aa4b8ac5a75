"""Whose mailbox a recipient's block means: the PMB it names and the names it names, weighed together.

Agreement of both is as good as certain. A PMB with a stranger's name, or a name with a stranger's PMB, is not; nor is a
name that two mailboxes share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from boxholder.mail.recognition import names, pmb
from boxholder.mail.recognition.directory import Directory, Entry, Known
from boxholder.mail.recognition.names import Name
from boxholder.mail.recognition.recipient import Recipient

SAME = 0.93
CLOSE = 0.75
HINT = 0.45
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
        for place, how, likeness in _holders(mark, directory):
            one = gathered.setdefault(place, Evidence(directory.entries[place]))
            if likeness > one.pmb_likeness:
                one.mark, one.mark_is, one.pmb_likeness = mark, how, likeness


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
            likeness = likeness_of(name, known.name, directory)
            if likeness >= HINT:
                one = gathered.setdefault(known.place, Evidence(directory.entries[known.place]))
                one.names.append(NameFound(known, phrase, likeness))


def likeness_of(said: Name, known: Name, directory: Directory) -> float:
    """1: letter by letter; 0.93 and more: the same but for what a camera mixes up; under 0.75: merely alike."""
    if said.full == known.full:
        return 1.0
    if said.joined == known.joined or sorted(said.words) == sorted(known.words):
        return 0.98
    if names.look(said.joined) == names.look(known.joined):
        return 0.96
    whole = max(
        fuzz.ratio(said.joined, known.joined),
        fuzz.ratio(" ".join(sorted(said.words)), " ".join(sorted(known.words))),
    )
    return max(whole / 100, _covered(said.words, known.words, directory)) * 0.97


def _covered(said: Sequence[str], known: Sequence[str], directory: Directory) -> float:
    """How much of the known name stands in the line: "Ms R J Reyes" has most of "Rosa Reyes"."""
    left = list(said)
    found = 0.0
    for word in known:
        best, likeness = max(
            ((other, _word_likeness(other, word)) for other in left), key=lambda pair: pair[1], default=("", 0.0)
        )
        if likeness:
            left.remove(best)
            found += likeness * directory.weight(word)
    total = sum(directory.weight(word) for word in known)
    beside = sum(len(word) for word in left) / (sum(len(word) for word in said) or 1)
    return found / total * (1 - 0.35 * beside) if total else 0.0


def _word_likeness(said: str, known: str) -> float:
    if said == known:
        return 1.0
    if len(said) == 1 or len(known) == 1:
        return 0.7 if said[0] == known[0] else 0.0
    likeness = fuzz.ratio(said, known) / 100
    return likeness if likeness >= 0.75 else 0.0


def _confidence(one: Evidence, others: Sequence[Evidence], recipient: Recipient) -> float:
    if one.pmb_likeness >= MEANT:
        confidence = _with_pmb(one, others, recipient)
    elif one.pmb_likeness > 0 and one.name_likeness >= SAME:
        confidence = 0.86
    else:
        confidence = _name_alone(one, others, recipient)
    return confidence * (0.75 if recipient.is_contested else 1.0)


def _with_pmb(one: Evidence, others: Sequence[Evidence], recipient: Recipient) -> float:
    number, name = one.pmb_likeness, one.name_likeness
    elsewhere = max((other.name_likeness for other in others), default=0.0)
    if name >= CLOSE and name >= elsewhere - 0.1:
        return 0.94 + 0.06 * number * name
    if elsewhere >= 0.8:
        return 0.5 * number
    if not recipient.phrases:
        return 0.86 if number >= 0.8 else 0.7
    return 0.84 * number + 0.1 * name if name >= HINT else 0.72 * number


def _name_alone(one: Evidence, others: Sequence[Evidence], recipient: Recipient) -> float:
    name = one.name_likeness
    if one.has_two_names:
        confidence = 0.97
    elif name >= SAME:
        # Where nothing says that this is the recipient, it may be anybody's name.
        confidence = (0.8 if recipient.is_addressed else 0.72) + (name - SAME)
    else:
        confidence = 0.62 if name >= 0.85 else 0.6 * name
    # A suite that is no mailbox is the building's; any other number is meant for somebody.
    is_elsewhere = any(other.pmb_likeness >= MEANT for other in others)
    if is_elsewhere or any(mark.kind not in {"unit", "bare"} for mark in recipient.marks):
        return confidence * 0.65
    return confidence * (0.95 if recipient.marks else 1.0)
