"""The addresses on a label: which lines belong together, and which stand under TO or FROM."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from boxholder.mail.recognition import headings
from boxholder.mail.recognition.label import Box, LabelText, Line
from boxholder.mail.recognition.names import plain
from boxholder.mail.recognition.space import Space

ENDORSEMENT = re.compile(
    r"(?:RETURN|ADDRESS|FORWARDING|CHANGE|TEMP(?:ORARY)?|ELECTRONIC)[ -]*SERVICE REQUESTED|RETURN RECEIPT"
    r"|DO NOT (?:BEND|FORWARD)|FIRST[ -]?CLASS|PRE ?SORT|PRSRT|POSTAGE|PERMIT NO|US POST|USPS|STANDARD MAIL|FRAGILE"
    r"|ECRWSS|AUTO\b.*\d DIGIT|PRIORITY MAIL|GROUND ADVANTAGE|CERTIFIED MAIL|IMPORTANT|TIME SENSITIVE|OPEN IMMEDIATELY"
    r"|PERSONAL AND|CONFIDENTIAL|TRACKING|^TRK\b|^BILLING|^SIGNATURE|^WEIGHT|^REF\b|^INV\b|^DEPT\b|^PO \d*$"
    r"|^(?:UPS|FEDEX|DHL)\b"
)
# What a bulk mailer prints above a name: how the piece was sorted, "*****SCH 5-DIGIT 08299 T20 P8", also with its stars
# misread; and the subscriber's number, "#RKL0697997 MAR28 257".
SORTING = re.compile(
    r"\*{3}|\bAUTO ?\*|([^\s\d])\1{4}|\d ?-?[DO0][I1LO]G[I1L]T\b|\bECR(?:WS[SH]|LOT)|\bCAR-?RT\b"
    r"|(?:MIXED|ALL FOR) A?ADC\b|(?<=[*A-Z])C-?0\d\d$|^[#＃] ?[A-Z0-9]{8,}",
    re.IGNORECASE,
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

    @property
    def is_sorting(self) -> bool:
        return bool(SORTING.search(self.text))


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
    behind = headings.behind(text)
    if not behind:
        return box
    return box._replace(left=box.left + box.width * (len(text) - len(behind)) // len(text))


def _around(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def blocks(rows: Sequence[Row], space: Space) -> list[Block]:
    """Rows under each other, near and aligned; top to bottom. A heading (TO, FROM) marks its block."""
    made: list[Block] = []
    for row in rows:
        above = [block for block in made if _is_under(block.rows[-1].box, row.box) and not headings.opening(row.text)]
        if above:
            min(above, key=lambda block: row.box.top - block.rows[-1].box.bottom).rows.append(row)
        else:
            made.append(Block([row]))
    return _with_headings([part for block in made for part in _parted(block, space)])


def _parted(block: Block, space: Space) -> list[Block]:
    """An address ends with its ZIP code: a whole one that follows is another, as a subscriber's close under the
    publisher's.
    """
    for place, row in enumerate(block.rows, 1):
        if space.ends_address(row.text) and _is_another(block.rows[place:], row, space):
            return [Block(block.rows[:place]), *_parted(Block(block.rows[place:]), space)]
    return [block]


def _is_another(rest: Sequence[Row], end: Row, space: Space) -> bool:
    """It has a last line of its own, or at least a street when `end` is not in our postal code."""
    texts = [row.text for row in rest if not row.is_sorting]
    if any(space.ends_address(text) or space.is_city(text) for text in texts):
        return True
    return not space.has_postal_code(end.text) and any(space.begins_address(text) for text in texts)


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
        block.headings |= headings.opening(block.rows[0].text)
    for block in made:
        if id(block) in lone and others:
            min(others, key=lambda other: _distance(block.box, other.box)).headings.add(lone[id(block)])
    return others


def _lone_heading(block: Block) -> str:
    return headings.alone(" ".join(row.text for row in block.rows))


def _distance(heading: Box, block: Box) -> float:
    right, down = max(block.left - heading.right, 0), max(block.top - heading.bottom, 0)
    behind = max(heading.left - block.right, 0) + max(heading.top - block.bottom, 0)
    return right + down + 5 * behind
