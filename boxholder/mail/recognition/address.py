"""The addresses on a label: which lines belong together, and which stand under TO or FROM."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from boxholder.mail.recognition.label import Box, LabelText, Line
from boxholder.mail.recognition.names import plain

TO = re.compile(
    r"^(?:SHIP(?: ?TO|$)|DELIVER(?: ?TO|$)|TO|CONSIGNEE|RECIPIENT|MAIL ?TO|ADDRESSEE)\b[ :.]*(?!.*\bSENDER\b)"
)
FROM = re.compile(
    r"^(?:SHIP ?FROM|FROM|FRM|SENDER|SHIPPER|ORIGIN ID|RETURN(?: ADDRESS| TO)?(?! RECEIPT| SERVICE)|R A)\b[ :.]*"
)
HEADINGS = {"to": TO, "from": FROM}
ENDORSEMENT = re.compile(
    r"(?:RETURN|ADDRESS|FORWARDING|CHANGE|TEMP(?:ORARY)?|ELECTRONIC)[ -]*SERVICE REQUESTED|RETURN RECEIPT"
    r"|DO NOT (?:BEND|FORWARD)|FIRST[ -]?CLASS|PRE ?SORT|PRSRT|POSTAGE|PERMIT NO|US POST|USPS|STANDARD MAIL|FRAGILE"
    r"|ECRWSS|AUTO\b.*\d DIGIT|PRIORITY MAIL|GROUND ADVANTAGE|CERTIFIED MAIL|IMPORTANT|TIME SENSITIVE|OPEN IMMEDIATELY"
    r"|PERSONAL AND|CONFIDENTIAL|TRACKING|^TRK\b|^BILLING|^SIGNATURE|^WEIGHT|^REF\b|^INV\b|^DEPT\b|^PO \d*$"
    r"|^(?:UPS|FEDEX|DHL)\b"
)


@dataclass(frozen=True)
class Row:
    """What stands side by side, read as one line."""

    text: str
    confidence: float
    box: Box

    @cached_property
    def plain(self) -> str:
        return " ".join(plain(self.text).split())


@dataclass
class Block:
    rows: list[Row]
    headings: set[str] = field(default_factory=set)

    @property
    def box(self) -> Box:
        return _around(row.box for row in self.rows)


def rows(label: LabelText) -> list[Row]:
    """Words of one line that were found apart come together again."""
    made: list[list[Line]] = []
    for line in sorted(label.lines, key=lambda line: line.box.left):
        beside = next((row for row in made if _is_beside(row[-1].box, line.box)), None)
        if beside is None:
            made.append([line])
        else:
            beside.append(line)
    return sorted((_row(parts) for parts in made), key=lambda row: (row.box.top, row.box.left))


def _is_beside(left: Box, right: Box) -> bool:
    height = min(left.height, right.height) or 1
    overlap = min(left.bottom, right.bottom) - max(left.top, right.top)
    gap = right.left - left.right
    alike = max(left.height, right.height) < 1.7 * height
    return alike and overlap > 0.6 * height and -height < gap < 0.9 * height


def _row(parts: list[Line]) -> Row:
    text = " ".join(part.text for part in parts)
    return Row(text, min(part.confidence for part in parts), _behind_heading(text, _around(p.box for p in parts)))


def _behind_heading(text: str, box: Box) -> Box:
    """ "SHIP TO: Rosa Reyes" begins where its address begins: at the name."""
    heading = next((found for pattern in HEADINGS.values() if (found := pattern.match(text.upper()))), None)
    if heading is None or heading.end() == len(text):
        return box
    return box._replace(left=box.left + box.width * heading.end() // len(text))


def _around(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def blocks(rows: Sequence[Row]) -> list[Block]:
    """Rows under each other, near and aligned; top to bottom. A heading (TO, FROM) marks its block."""
    made: list[Block] = []
    for row in rows:
        above = [block for block in made if _is_under(block.rows[-1].box, row.box) and not _starts_anew(row)]
        if above:
            min(above, key=lambda block: row.box.top - block.rows[-1].box.bottom).rows.append(row)
        else:
            made.append(Block([row]))
    return _with_headings(made)


def _starts_anew(row: Row) -> bool:
    return bool(TO.match(row.plain) or FROM.match(row.plain))


def _is_under(upper: Box, lower: Box) -> bool:
    height = min(upper.height, lower.height) or 1
    gap = lower.top - upper.bottom
    aligned = (
        abs(lower.left - upper.left) < 2 * height
        or abs((lower.left + lower.right) - (upper.left + upper.right)) < 3 * height
    )
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    return (
        -0.7 * height < gap < 1.0 * height
        and overlap > 0
        and aligned
        and max(upper.height, lower.height) < 2.2 * height
    )


def _with_headings(made: list[Block]) -> list[Block]:
    """A lone TO or FROM belongs to the nearest block to its right or below."""
    lone = {id(block): kind for block in made if (kind := _lone_heading(block))}
    others = [block for block in made if id(block) not in lone]
    for block in others:
        block.headings.update(kind for kind, heading in HEADINGS.items() if heading.match(block.rows[0].plain))
    for block in made:
        if id(block) in lone and others:
            min(others, key=lambda other: _distance(block.box, other.box)).headings.add(lone[id(block)])
    return others


def _lone_heading(block: Block) -> str:
    text = " ".join(row.plain for row in block.rows)
    return next((kind for kind, heading in HEADINGS.items() if heading.fullmatch(text)), "")


def _distance(heading: Box, block: Box) -> float:
    right, down = max(block.left - heading.right, 0), max(block.top - heading.bottom, 0)
    behind = max(heading.left - block.right, 0) + max(heading.top - block.bottom, 0)
    return right + down + 5 * behind
