"""Which block of the label is addressed to this space, and what it says: names and PMB marks.

It is the one with the space's own street or postal code, or with a PMB, or under TO. A block with another ZIP code is
somebody else's, and so is what stands under FROM; senders stand at the upper left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from boxholder.mail.recognition import names, pmb
from boxholder.mail.recognition.address import ENDORSEMENT, FROM, TO, Block, Row
from boxholder.mail.recognition.space import Space, zip_codes

SURELY = 3.0
AT_THE_START = re.compile(r"^(?:ATTN|ATTENTION|ATT|C/O|CARE OF)\b[ :.]*", re.IGNORECASE)
BETWEEN_NAMES = re.compile(r"\b(?:ATTN|ATTENTION|ATT|C/O|CARE OF|DBA|D/B/A|AKA|FBO)\b[ :.]*|[/|;]| - ", re.IGNORECASE)
EDGES = " .,:;-*"


@dataclass(frozen=True)
class Recipient:
    """`lines`: those that name somebody; `phrases`: every way to read a name out of them.

    `is_ours`: the block has this space's own street or postal code, so that it is no guess. `is_contested`: so has
    another block, and nothing says which of them is the sender's.
    """

    blocks: tuple[Block, ...]
    lines: tuple[str, ...]
    phrases: tuple[str, ...]
    marks: tuple[pmb.Mark, ...]
    is_ours: bool
    is_contested: bool

    @property
    def is_addressed(self) -> bool:
        """The label says that this is its recipient."""
        return self.is_ours or bool(self.marks) or any("to" in block.headings for block in self.blocks)


def recipient(blocks: Sequence[Block], space: Space) -> Recipient:
    chosen = _chosen(blocks, space)
    rows = sorted((row for block in chosen for row in block.rows), key=lambda row: row.box.top)
    lines = [_without_marks(row) for row in rows if _names_somebody(row, space)]
    others = [block for block in blocks if block not in chosen]
    return Recipient(
        blocks=tuple(chosen),
        lines=tuple(lines),
        phrases=tuple(_phrases(lines)),
        marks=tuple(_marks(rows, space) or _loose_marks(others, space)),
        is_ours=any(_is_at(block, space) for block in chosen),
        is_contested=_is_contested(chosen, others, space),
    )


def _chosen(blocks: Sequence[Block], space: Space) -> list[Block]:
    """One block, if one is surely ours, and the name above it; else all that are nobody else's."""
    rated = sorted(((_rating(block, blocks, space), block) for block in blocks), key=lambda rated: -rated[0])
    if rated and rated[0][0] >= SURELY:
        main = rated[0][1]
        return [*_name_above(main, blocks, space), main]
    return [block for rating, block in rated if rating > 0]


def _rating(block: Block, blocks: Sequence[Block], space: Space) -> float:
    kinds = {mark.kind for mark in _marks(block.rows, space)}
    return (
        1.0
        + 4 * any(space.has_street(row.text) for row in block.rows)
        + 3 * any(space.has_postal_code(row.text) for row in block.rows)
        + 2 * ("pmb" in kinds)
        + 1 * bool(kinds)
        + 2 * ("to" in block.headings)
        - 6 * ("from" in block.headings)
        - 5 * any(space.has_another_postal_code(row.text) for row in block.rows)
        - 1.5 * any(ENDORSEMENT.search(row.plain) for row in block.rows)
        + 1.5 * _how_far_down(block, blocks)
    )


def _how_far_down(block: Block, blocks: Sequence[Block]) -> float:
    """From 0 at the upper left to 1 at the lower right."""
    bottom = max(other.box.bottom for other in blocks) or 1
    right = max(other.box.right for other in blocks) or 1
    return 0.7 * block.box.top / bottom + 0.3 * block.box.left / right


def _is_at(block: Block, space: Space) -> bool:
    return any(space.has_street(row.text) or space.has_postal_code(row.text) for row in block.rows)


def _is_contested(chosen: Sequence[Block], others: Sequence[Block], space: Space) -> bool:
    if any("to" in block.headings for block in chosen):
        return False
    return any("from" not in other.headings and _is_at(other, space) for other in others)


def _name_above(main: Block, blocks: Sequence[Block], space: Space) -> list[Block]:
    """A name may stand apart from its address."""
    if any(_names_somebody(row, space) for row in main.rows):
        return []
    reach = 4 * main.rows[0].box.height
    above = [
        block
        for block in blocks
        if block is not main
        and "from" not in block.headings
        and 0 <= main.box.top - block.box.bottom < reach
        and min(block.box.right, main.box.right) > max(block.box.left, main.box.left)
        and not any(space.has_another_postal_code(row.text) for row in block.rows)
    ]
    return above[-1:]


def _marks(rows: Iterable[Row], space: Space) -> list[pmb.Mark]:
    """Beside "PMB 234", "Ste 5" is the building's."""
    marks = [mark for row in rows for mark in pmb.find(row.text, confidence=row.confidence, not_these=space.numbers)]
    strongest = max((mark.strength for mark in marks), default=0)
    return [mark for mark in marks if mark.strength == strongest]


def _loose_marks(others: Sequence[Block], space: Space) -> list[pmb.Mark]:
    """A sticker that says PMB 234 and no address."""
    alone = [block for block in others if len(block.rows) == 1 and "from" not in block.headings]
    return [mark for block in alone for mark in _marks(block.rows, space) if mark.kind == "pmb"]


def _names_somebody(row: Row, space: Space) -> bool:
    text = _without_marks(row)
    return (
        sum(char.isalpha() for char in text) > 1
        and not space.has_street(row.text)
        and not space.has_postal_code(row.text)
        and not space.is_city(row.text)
        and not zip_codes(row.text)
        and not ENDORSEMENT.search(row.plain)
        and not names.is_generic(text)
    )


def _without_marks(row: Row) -> str:
    text = row.text
    for heading in (TO, FROM):
        found = heading.match(text.upper())
        text = text[found.end() :] if found else text
    return AT_THE_START.sub("", pmb.without(text).strip(EDGES)).strip(EDGES)


def _phrases(lines: Sequence[str]) -> list[str]:
    """Each line, its parts, and each line with the one below: long names run on."""
    phrases = list(lines)
    for line in lines:
        parts = [part.strip(EDGES) for part in BETWEEN_NAMES.split(line)]
        phrases += parts if len(parts) > 1 else []
        phrases += [part.strip() for part in line.split(",") if len(part.strip()) > 4] if "," in line else []
    phrases += [f"{upper} {lower}" for upper, lower in pairwise(lines)]
    return [phrase for phrase in dict.fromkeys(phrases) if len(phrase) > 1]
