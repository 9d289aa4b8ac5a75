"""What the machine makes of a label: whose it is and why, who carried it, who sent it. A person decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from boxholder.mail.recognition import address, carriers, pmb, senders, tracking
from boxholder.mail.recognition.directory import Directory, Entry
from boxholder.mail.recognition.label import LabelText
from boxholder.mail.recognition.likeness import CLOSE, HINT, SAME
from boxholder.mail.recognition.matching import Evidence, NameFound, weigh
from boxholder.mail.recognition.recipient import Recipient, recipient
from boxholder.mail.recognition.space import Space

AT_MOST = 5
CONFIDENT = 0.8
AHEAD = 0.08


@dataclass(frozen=True)
class Reason:
    """`said`: on the label; `found`: in the mailbox. words.py lists the kinds."""

    kind: str
    said: str = ""
    found: str = ""


@dataclass(frozen=True)
class Candidate:
    mailbox_id: int
    confidence: float
    reasons: list[Reason] = field(default_factory=list)


@dataclass(frozen=True)
class Proposal:
    """Candidates best first. `is_confident`: good enough to preselect; `is_certain`: to assign without asking, which
    never happens to a mailbox that is not active. `recipient`: the lines that name one, an alias once corrected."""

    candidates: list[Candidate] = field(default_factory=list)
    is_confident: bool = False
    is_certain: bool = False
    carrier: str = ""
    tracking_number: str = ""
    sender: str = ""
    recipient: str = ""
    type_guess: str = ""


def propose(label: LabelText, entries: Sequence[Entry], *, space_address: Sequence[str] = ()) -> Proposal:
    """Whose piece this is. `entries`: every mailbox of the space, closed ones too."""
    rows = address.rows(label)
    space = Space(space_address)
    blocks = address.blocks(rows, space)
    addressed = recipient(blocks, space)
    weighed = weigh(addressed, Directory.of(entries))
    texts = [row.text for row in rows]
    tracked = tracking.find(texts, label.barcodes)
    return Proposal(
        candidates=[_candidate(one, weighed, addressed) for one in weighed[:AT_MOST]],
        is_confident=_is_confident(weighed),
        is_certain=_is_certain(weighed, addressed),
        carrier=tracked[0].carrier if tracked else carriers.carrier(texts),
        tracking_number=tracked[0].number if tracked else "",
        sender=senders.sender([block for block in blocks if block not in addressed.blocks]),
        recipient="\n".join(addressed.lines[:3]) if addressed.is_addressed else "",
        type_guess=carriers.type_guess(texts, tracked),
    )


def _is_confident(weighed: Sequence[Evidence]) -> bool:
    return bool(weighed) and weighed[0].confidence >= CONFIDENT and _lead(weighed) >= AHEAD


def _lead(weighed: Sequence[Evidence]) -> float:
    return weighed[0].confidence - (weighed[1].confidence if len(weighed) > 1 else 0)


def _is_certain(weighed: Sequence[Evidence], addressed: Recipient) -> bool:
    if not _is_confident(weighed):
        return False
    best, rivals = weighed[0], weighed[1:]
    return (
        best.entry.status == "active"
        and best.mark_is == "same"
        and best.pmb_likeness >= 0.75
        and best.mark is not None
        and best.mark.confidence >= 0.85
        and best.name_likeness >= 0.88
        and _lead(weighed) >= 0.2
        and addressed.is_ours
        and not addressed.is_contested
        and not any(rival.mark_is in {"same", "misread"} and rival.pmb_likeness > 0 for rival in rivals)
        and not any(_is_twin(best, rival) for rival in rivals)
    )


def _is_twin(best: Evidence, rival: Evidence) -> bool:
    """The same name under a number one digit away: a misread digit would look just as certain."""
    return rival.name_likeness >= best.name_likeness - 0.05 and pmb.is_close(best.entry.pmb, rival.entry.pmb)


def _candidate(one: Evidence, weighed: Sequence[Evidence], addressed: Recipient) -> Candidate:
    return Candidate(one.entry.mailbox_id, round(min(one.confidence, 1.0), 3), list(_reasons(one, weighed, addressed)))


def _reasons(one: Evidence, weighed: Sequence[Evidence], addressed: Recipient) -> Iterator[Reason]:
    if one.mark is not None:
        kind = {"same": "pmb", "misread": "pmb_misread", "close": "pmb_close"}[one.mark_is]
        yield Reason(kind, one.mark.said, one.entry.pmb)
    elif addressed.marks:
        yield Reason("other_pmb", addressed.marks[0].said, one.entry.pmb)
    yield from _name_reasons(one, addressed)
    sharing = [
        other for other in weighed if other is not one and other.name_likeness >= max(SAME, one.name_likeness - 0.03)
    ]
    if one.name_likeness >= SAME and sharing:
        yield Reason("shared_name", found=", ".join(other.entry.pmb for other in sharing))
    if one.entry.status != "active":
        yield Reason(one.entry.status)


def _name_reasons(one: Evidence, addressed: Recipient) -> Iterator[Reason]:
    best: dict[str, NameFound] = {}
    for found in sorted(one.names, key=lambda found: -found.likeness):
        if found.likeness >= CLOSE:
            best.setdefault(found.known.kind, found)
    for kind, found in best.items():
        yield Reason(kind if found.likeness >= SAME else f"{kind}_close", found.said, found.known.text)
    if one.name_likeness < HINT and addressed.lines and one.mark is not None:
        yield Reason("other_name", addressed.lines[0])
