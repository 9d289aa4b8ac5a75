"""Which block of the label is addressed to this space, and what it says: names and PMB marks.

It is the one under TO, or with the space's own street or postal code, or with a PMB. A block with another ZIP code is
somebody else's, and so is what stands under FROM; senders stand at the upper left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from boxholder.mail.recognition import names, pmb
from boxholder.mail.recognition.address import ENDORSEMENT, FROM, TO, Block, Row
from boxholder.mail.recognition.space import Space, zip_codes

AT_THE_START = re.compile(r"^(?:ATTN|ATTENTION|ATT|C/O|CARE OF)\b[ :.]*", re.IGNORECASE)
BETWEEN_NAMES = re.compile(
    r"\b(?:ATTN|ATTENTION|ATT|C/O|CARE OF|DBA|D/B/A|AKA|FBO|OR CURRENT|OR OCCUPANT)\b[ :.]*"
    r"|[/|;]| - ",
    re.IGNORECASE,
)
EDGES = " .,:;-*"


@dataclass(frozen=True)
class Recipient:
    """`lines`: those that name somebody; `phrases`: every way to read a name out of them.

    `is_ours`: the block has this space's own street or postal code, so that it is no guess. `is_contested`: so has
    another block, and nothing says which of them is the sender's. `is_elsewhere`: it is addressed to another place.
    """

    blocks: tuple[Block, ...]
    lines: tuple[str, ...]
    phrases: tuple[str, ...]
    marks: tuple[pmb.Mark, ...]
    is_ours: bool
    is_contested: bool
    is_elsewhere: bool

    @property
    def is_addressed(self) -> bool:
        """The label says that this is its recipient."""
        is_under_to = any("to" in block.headings for block in self.blocks)
        return not self.is_elsewhere and (self.is_ours or bool(self.marks) or is_under_to)


def recipient(blocks: Sequence[Block], space: Space) -> Recipient:
    elsewhere = [block for block in blocks if "to" in block.headings and _is_others(block, space)]
    if elsewhere:
        return _said(elsewhere, [], space, is_elsewhere=True)
    free = [block for block in blocks if not _is_others(block, space)]
    main = max(free, key=lambda block: _claim(block, blocks, space), default=None)
    if main is None or not _is_addressed(main, space):
        return _said(free, [], space)
    rest = [block for block in free if block is not main]
    is_contested = any(_contests(other, main, space) for other in rest)
    return _said(_with_its_parts(main, rest, space), rest, space, is_contested=is_contested)


def _said(
    chosen: Sequence[Block],
    rest: Sequence[Block],
    space: Space,
    *,
    is_contested: bool = False,
    is_elsewhere: bool = False,
) -> Recipient:
    rows = sorted((row for block in chosen for row in block.rows), key=lambda row: row.box.top)
    lines = [_without_marks(row) for row in rows if _names_somebody(row, space)]
    return Recipient(
        blocks=tuple(chosen),
        lines=tuple(lines),
        phrases=tuple(_phrases(lines)),
        marks=() if is_elsewhere else tuple(_marks(rows, space) or _loose_marks(rest, space)),
        is_ours=any(_nearness(block, space) for block in chosen),
        is_contested=is_contested,
        is_elsewhere=is_elsewhere,
    )


def _is_others(block: Block, space: Space) -> bool:
    return "from" in block.headings or any(space.has_another_postal_code(row.text) for row in block.rows)


def _claim(block: Block, blocks: Sequence[Block], space: Space) -> tuple[bool, bool, bool, float]:
    """Which of two blocks is rather the recipient's. Below and right of the sender's is where it stands, and that says
    more than a street read badly; but a lone ZIP code below a barcode is nobody's address.
    """
    nearness = _nearness(block, space)
    marks = _marks(block.rows, space)
    says_who = bool(marks) or any(_names_somebody(row, space) for row in block.rows)
    place = _how_far_down(block, blocks) + 0.35 * nearness + 0.2 * any(mark.kind == "pmb" for mark in marks)
    return (nearness > 0, "to" in block.headings, says_who, place)


def _is_addressed(block: Block, space: Space) -> bool:
    return "to" in block.headings or _nearness(block, space) > 0 or bool(_marks(block.rows, space))


def _nearness(block: Block, space: Space) -> int:
    """2 at our street, 1 in our postal code, 0 anywhere."""
    if any(space.has_street(row.text) for row in block.rows):
        return 2
    return int(any(space.has_postal_code(row.text) for row in block.rows))


def _how_far_down(block: Block, blocks: Sequence[Block]) -> float:
    """From 0 at the upper left to 1 at the lower right."""
    bottom = max(other.box.bottom for other in blocks) or 1
    right = max(other.box.right for other in blocks) or 1
    return 0.7 * block.box.top / bottom + 0.3 * block.box.left / right


def _contests(other: Block, main: Block, space: Space) -> bool:
    """It stands under TO, or is nearer, or as near and not where a sender stands."""
    nearness, ours = _nearness(other, space), _nearness(main, space)
    is_heard = (nearness or "to" in other.headings) and any(_names_somebody(row, space) for row in other.rows)
    if "to" in main.headings or not is_heard:
        return False
    height = main.rows[0].box.height
    is_above = other.box.bottom < main.box.top + height / 2
    return (
        "to" in other.headings
        or nearness > ours
        or (nearness == ours and not (is_above and other.box.left < main.box.left + height))
    )


def _with_its_parts(main: Block, rest: Sequence[Block], space: Space) -> list[Block]:
    """A name may stand apart from its address, above it."""
    parts = [main]
    if not any(_names_somebody(row, space) for row in main.rows):
        parts += [block for block in rest if _is_just_above(block, main) and not _nearness(block, space)][-1:]
    if not _nearness(main, space):
        parts += [block for block in rest if _is_just_above(main, block) and _nearness(block, space)][:1]
    return parts


def _is_just_above(upper: Block, lower: Block) -> bool:
    height = max(upper.rows[-1].box.height, lower.rows[0].box.height)
    return -height < lower.box.top - upper.box.bottom < 3 * height and min(upper.box.right, lower.box.right) > max(
        upper.box.left, lower.box.left
    )


def _marks(rows: Sequence[Row], space: Space) -> list[pmb.Mark]:
    """Beside "PMB 234", "Ste 5" is the building's; a PO box is one of ours only at our street."""
    has_our_street = any(space.has_street(row.text) for row in rows)
    marks = [
        mark
        for row in rows
        for mark in pmb.find(
            row.text, confidence=row.confidence, is_at_street=space.has_street(row.text), not_these=space.numbers
        )
    ]
    marks = [mark for mark in marks if mark.kind != "po_box" or has_our_street]
    strongest = max((mark.strength for mark in marks), default=0)
    return [mark for mark in marks if mark.strength == strongest]


def _loose_marks(others: Sequence[Block], space: Space) -> list[pmb.Mark]:
    """A sticker that says PMB 234 and no address."""
    alone = [block for block in others if len(block.rows) == 1]
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
