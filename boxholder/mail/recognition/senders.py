"""Who sent a piece, in one line: the best guess."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boxholder.mail.recognition import address, headings
from boxholder.mail.recognition.address import Block, Row
from boxholder.mail.recognition.space import zip_codes


def sender(others: Sequence[Block]) -> str:
    """`others`: the blocks that are not the recipient's."""
    rated = sorted(others, key=lambda block: (-_rating(block), block.box.top + block.box.left))
    for block in rated:
        for row in block.rows:
            text = _named(row)
            if text:
                return text
    return ""


def _rating(block: Block) -> int:
    return (
        4 * ("from" in block.headings)
        + 2 * any(zip_codes(row.text) for row in block.rows)
        - 4 * ("to" in block.headings)
    )


def _named(row: Row) -> str:
    """The row's text if it can name a sender: neither a stamp nor digits."""
    text = headings.behind(row.text).strip(" :.")
    letters = sum(char.isalpha() for char in text)
    if letters < 3 or letters < 0.5 * len(text.replace(" ", "")) or address.ENDORSEMENT.search(row.plain):
        return ""
    return re.sub(r"\s+", " ", text)
