"""What the rows of an address say: who is named, and under which PMB."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from boxholder.mail.recognition import headings, message, names, pmb
from boxholder.mail.recognition.address import ENDORSEMENT, Block, Row
from boxholder.mail.recognition.space import Space, zip_codes

AT_THE_START = re.compile(r"^(?:ATTN|ATTENTION|ATT|C[/7]O|CARE OF)\b[ :.]*", re.IGNORECASE)
BETWEEN_NAMES = re.compile(
    r"\b(?:ATTN|ATTENTION|ATT|C[/7]O|CARE OF|DBA|D/B/A|AKA|FBO|OR CURRENT|OR OCCUPANT)\b[ :.]*"
    r"|[/|;]| - ",
    re.IGNORECASE,
)
SIGN_ALONE = re.compile(r"^P\.? ?M\.? ?B\.?$", re.IGNORECASE)
EDGES = " .,:;-*"


def marks_in(rows: Sequence[Row], space: Space) -> list[pmb.Mark]:
    """Beside "PMB 234", "Ste 5" is the building's; away from our address, "Room 318" is a hotel's, and so is whatever
    number stands in a sentence; a PO box is one of ours only at our street.
    """
    has_our_street = any(space.has_street(row.text) for row in rows)
    is_at_ours = has_our_street or any(space.has_postal_code(row.text) or space.is_city(row.text) for row in rows)
    marks = [
        mark
        for row in rows
        if is_at_ours or not space.street or not message.is_prose(row, space)
        for mark in pmb.find(
            row.text, confidence=row.confidence, is_at_street=space.has_street(row.text), not_these=space.numbers
        )
    ]
    marks = [mark for mark in marks if mark.kind != "po_box" or has_our_street]
    marks = [mark for mark in marks if mark.kind != "unit" or is_at_ours or not space.street]
    strongest = max((mark.strength for mark in marks), default=0)
    return [mark for mark in marks if mark.strength == strongest]


def loose_marks(others: Sequence[Block], space: Space) -> list[pmb.Mark]:
    """A sticker that says PMB 234 and no address."""
    alone = [block for block in others if len(block.rows) == 1]
    return [mark for block in alone for mark in marks_in(block.rows, space) if mark.kind == "pmb"]


def names_somebody(row: Row, space: Space) -> bool:
    text = without_marks(row)
    return (
        not row.is_sorting
        and sum(char.isalpha() for char in text) > 1
        and not space.has_street(row.text)
        and not space.has_postal_code(row.text)
        and not space.is_city(row.text)
        and not zip_codes(row.text)
        and not ENDORSEMENT.search(row.plain)
        and not names.is_generic(text)
        and not SIGN_ALONE.match(text)
    )


def without_marks(row: Row) -> str:
    text = pmb.without(headings.behind(row.text))
    return AT_THE_START.sub("", text.strip(EDGES)).strip(EDGES)


def phrases_of(lines: Sequence[str]) -> list[str]:
    """Each line, its parts, and each line with the one below: long names run on."""
    phrases = list(lines)
    for line in lines:
        parts = [part.strip(EDGES) for part in BETWEEN_NAMES.split(line)]
        phrases += parts if len(parts) > 1 else []
        phrases += [part.strip() for part in line.split(",") if len(part.strip()) > 4] if "," in line else []
    phrases += [f"{upper} {lower}" for upper, lower in pairwise(lines)]
    return [phrase for phrase in dict.fromkeys(phrases) if len(phrase) > 1]
