"""Which block of the label is addressed to us, and what it says: names and PMB marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from boxholder.mail.recognition import address, names, pmb
from boxholder.mail.recognition.address import Block, Ours, Row

BEFORE_A_NAME = re.compile(
    r"\b(?:ATTN|ATTENTION|ATT|C/O|CARE OF|DBA|D/B/A|AKA|FBO|TO THE ATTENTION OF)\b[ :.]*|[/|;]| - ", re.IGNORECASE
)


@dataclass(frozen=True)
class Recipient:
    """`is_ours`: the block carries this space's own street or postal code, so that it is no guess."""

    phrases: tuple[str, ...]
    lines: tuple[str, ...]
    marks: tuple[pmb.Mark, ...]
    is_ours: bool
    is_contested: bool


def split(made: Sequence[Block], ours: Ours) -> tuple[list[Block], list[Block]]:
    """The recipient's blocks, likeliest first, and the others'."""
    rated = sorted(((_rating(block, ours, made), block) for block in made), key=lambda rated: -rated[0])
    wanted = [(rating, block) for rating, block in rated if rating > 0]
    if wanted and wanted[0][0] >= 3:
        main = wanted[0][1]
        return [main, *_names_above(main, made, ours)], [block for block in made if block is not main]
    return [block for _, block in wanted], [block for rating, block in rated if rating <= 0]


def recipient(chosen: Sequence[Block], made: Sequence[Block], ours: Ours) -> Recipient:
    rows = sorted((row for block in chosen for row in block.rows), key=lambda row: row.box.top)
    named = [_text(row) for row in rows if _names_somebody(row, ours)]
    marks = [mark for row in rows for mark in _marks(row, ours)]
    rivals = [block for block in made if block not in chosen and _has_our_address(block, ours)]
    return Recipient(
        phrases=tuple(_phrases(named)),
        lines=tuple(named),
        marks=tuple(marks),
        is_ours=any(_has_our_address(block, ours) for block in chosen),
        is_contested=any(not ({"from"} & rival.headings) for rival in rivals)
        and not any("to" in c.headings for c in chosen),
    )


def _rating(block: Block, ours: Ours, made: Sequence[Block]) -> float:
    """Above 3: certainly addressed to us. Not above 0: somebody else's, or no address at all."""
    rating = 1.0
    rating += 4 * any(ours.has_street(row.text) for row in block.rows)
    rating += 3 * any(ours.has_postal_code(row.text) for row in block.rows)
    rating += 2 * any(mark.kind == "pmb" for row in block.rows for mark in _marks(row, ours))
    rating += 1 * any(mark.kind != "pmb" for row in block.rows for mark in _marks(row, ours))
    rating += 2 * ("to" in block.headings) - 6 * ("from" in block.headings)
    rating -= 5 * any(ours.has_another_postal_code(row.text) for row in block.rows)
    rating -= 1.5 * any(address.ENDORSEMENT.search(row.plain) for row in block.rows)
    return rating + 1.5 * _how_far_down(block, made)


def _how_far_down(block: Block, made: Sequence[Block]) -> float:
    """Senders stand at the upper left."""
    bottom = max(other.box.bottom for other in made) or 1
    right = max(other.box.right for other in made) or 1
    return 0.7 * block.box.top / bottom + 0.3 * block.box.left / right


def _has_our_address(block: Block, ours: Ours) -> bool:
    return any(ours.has_street(row.text) or ours.has_postal_code(row.text) for row in block.rows)


def _names_above(main: Block, made: Sequence[Block], ours: Ours) -> list[Block]:
    """A name may stand apart from its address."""
    if any(_names_somebody(row, ours) for row in main.rows):
        return []
    height = main.rows[0].box.height or 1
    above = [
        block
        for block in made
        if block is not main
        and "from" not in block.headings
        and 0 <= main.box.top - block.box.bottom < 4 * height
        and min(block.box.right, main.box.right) > max(block.box.left, main.box.left)
        and not any(ours.has_another_postal_code(row.text) for row in block.rows)
    ]
    return above[-1:]


def _names_somebody(row: Row, ours: Ours) -> bool:
    text = _text(row)
    return (
        sum(char.isalpha() for char in text) > 1
        and not ours.has_street(row.text)
        and not address.STATE_ZIP.search(row.plain)
        and not ours.has_postal_code(row.text)
        and not ours.is_city(row.text)
        and not address.ENDORSEMENT.search(row.plain)
        and not names.is_generic(text)
    )


def _text(row: Row) -> str:
    """The row without heading and marks."""
    text = row.text
    for heading in (address.TO, address.FROM):
        found = heading.match(text.upper())
        if found and text[found.end() :].strip():
            text = text[found.end() :]
    text = pmb.without(text)
    return re.sub(r"^(?:ATTN|ATTENTION|ATT|C/O|CARE OF)\b[ :.]*", "", text.strip(" .,:;-"), flags=re.IGNORECASE).strip(
        " .,:;-"
    )


def _marks(row: Row, ours: Ours) -> list[pmb.Mark]:
    return pmb.find(row.text, confidence=row.confidence, not_these=ours.suites(row.text))


def _phrases(named: Sequence[str]) -> list[str]:
    """Each line, its parts, and each line with the one below: long names run on."""
    phrases = list(named)
    for text in named:
        parts = [part.strip() for part in BEFORE_A_NAME.split(text) if part.strip()]
        phrases += parts if len(parts) > 1 else []
        if "," in text:
            phrases += [part.strip() for part in text.split(",") if len(part.strip()) > 4]
    phrases += [f"{upper} {lower}" for upper, lower in pairwise(named)]
    return list(dict.fromkeys(phrases))
