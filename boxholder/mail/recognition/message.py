"""What a card says beside its address: lines of prose, on the left. The address stands right of them, since 1907 on the
backs of postcards and today on what advertisers print; a sender stands above the message or below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from boxholder.mail.recognition.address import Block, Row
from boxholder.mail.recognition.space import Space

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
AT_LEAST_LINES = 2
AT_LEAST_WORDS = 4


def is_beside(block: Block, blocks: Sequence[Block], space: Space) -> bool:
    """A message of two lines or more stands left of the block."""
    return len([row for other in blocks for row in other.rows if is_left(row, block) and is_prose(row, space)]) >= (
        AT_LEAST_LINES
    )


def is_left(one: Row | Block, block: Block) -> bool:
    """All of it, but for the width of a letter."""
    return one.box.right <= block.box.left + block.rows[0].box.height


def is_prose(row: Row, space: Space) -> bool:
    """Most of its words in small letters, and no address: names and streets have capitals."""
    words = WORD.findall(row.text)
    small = [word for word in words if word[0].islower()]
    is_sentence = len(words) >= AT_LEAST_WORDS and 2 * len(small) >= len(words)
    return is_sentence and not space.begins_address(row.text) and not space.ends_address(row.text)
