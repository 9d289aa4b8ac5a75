"""Which block of the label is addressed to this space, and what it says: names and PMB marks.

It is the one under TO, or with the space's own street or postal code, or with a PMB. A block with another ZIP code or
another street is somebody else's, and so is what stands under FROM; senders stand at the upper left, or left at any
height where a message is left of the address. Of a label that another was stuck over, a corner may look out: a heading
and the end of an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boxholder.mail.recognition import message, pmb
from boxholder.mail.recognition.address import Block
from boxholder.mail.recognition.lines import loose_marks, marks_in, names_somebody, phrases_of, without_marks
from boxholder.mail.recognition.space import Space

AT_OUR_STREET = 2


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
    blocks = _not_covered(blocks, space)
    elsewhere = [block for block in blocks if "to" in block.headings and _is_others(block, space)]
    if elsewhere:
        return _said(elsewhere, [], space, is_elsewhere=True)
    free = [block for block in blocks if not _is_others(block, space)]
    main = max(free, key=lambda block: _claim(block, blocks, space), default=None)
    if main is None or not _is_addressed(main, space):
        return _said(free, [], space)
    rest = [block for block in free if block is not main]
    parts = _with_its_parts(main, rest, space)
    is_card = message.is_beside(main, blocks, space)
    is_contested = any(_contests(other, main, space, is_card=is_card) for other in rest if other not in parts)
    return _said(parts, rest, space, is_contested=is_contested)


def _not_covered(blocks: Sequence[Block], space: Space) -> list[Block]:
    """Without what is left of an older label above a whole one: it names nobody and no street."""
    whole = [block for block in blocks if _is_whole(block, space)]
    return [
        block
        for block in blocks
        if not ("to" in block.headings and _is_rest(block, space) and any(_is_above(block, one) for one in whole))
    ]


def _is_whole(block: Block, space: Space) -> bool:
    is_for_somebody = bool(marks_in(block.rows, space)) or any(names_somebody(row, space) for row in block.rows)
    return "from" not in block.headings and _nearness(block, space) == AT_OUR_STREET and is_for_somebody


def _is_rest(block: Block, space: Space) -> bool:
    return not any(names_somebody(row, space) or space.begins_address(row.text) for row in block.rows)


def _is_above(upper: Block, lower: Block) -> bool:
    return upper.box.bottom <= lower.box.top + lower.rows[0].box.height / 2


def _said(
    chosen: Sequence[Block],
    rest: Sequence[Block],
    space: Space,
    *,
    is_contested: bool = False,
    is_elsewhere: bool = False,
) -> Recipient:
    rows = sorted((row for block in chosen for row in block.rows), key=lambda row: row.box.top)
    lines = [without_marks(row) for row in rows if names_somebody(row, space)]
    return Recipient(
        blocks=tuple(chosen),
        lines=tuple(lines),
        phrases=tuple(phrases_of(lines)),
        marks=() if is_elsewhere else tuple(marks_in(rows, space) or loose_marks(rest, space)),
        is_ours=any(_nearness(block, space) for block in chosen),
        is_contested=is_contested,
        is_elsewhere=is_elsewhere,
    )


def _is_others(block: Block, space: Space) -> bool:
    if "from" in block.headings or any(space.has_another_postal_code(row.text) for row in block.rows):
        return True
    return _nearness(block, space) < AT_OUR_STREET and any(space.has_another_street(row.text) for row in block.rows)


def _claim(block: Block, blocks: Sequence[Block], space: Space) -> tuple[bool, bool, bool, float]:
    """Which of two blocks is rather the recipient's. Below and right of the sender's is where it stands, and right of a
    message at any height; that says more than a street read badly, but a lone ZIP code below a barcode is nobody's
    address.
    """
    nearness = _nearness(block, space)
    marks = marks_in(block.rows, space)
    says_who = bool(marks) or any(names_somebody(row, space) for row in block.rows)
    is_pmb = nearness < AT_OUR_STREET and any(mark.kind == "pmb" for mark in marks)
    is_right = message.is_beside(block, blocks, space)
    place = _how_far_down(block, blocks) + 0.35 * nearness + 0.2 * is_pmb + 0.4 * is_right
    return (nearness > 0, "to" in block.headings, says_who, place)


def _is_addressed(block: Block, space: Space) -> bool:
    return "to" in block.headings or _nearness(block, space) > 0 or bool(marks_in(block.rows, space))


def _nearness(block: Block, space: Space) -> int:
    """2 at our street, 1 in our postal code, 0 anywhere."""
    if any(space.has_street(row.text) for row in block.rows):
        return AT_OUR_STREET
    return int(any(space.has_postal_code(row.text) for row in block.rows))


def _how_far_down(block: Block, blocks: Sequence[Block]) -> float:
    """From 0 at the upper left to 1 at the lower right."""
    bottom = max(other.box.bottom for other in blocks) or 1
    right = max(other.box.right for other in blocks) or 1
    return 0.7 * block.box.top / bottom + 0.3 * block.box.left / right


def _contests(other: Block, main: Block, space: Space, *, is_card: bool) -> bool:
    """It stands under TO, or is nearer, or as near and not where a sender stands."""
    nearness, ours = _nearness(other, space), _nearness(main, space)
    is_heard = (nearness or "to" in other.headings) and any(names_somebody(row, space) for row in other.rows)
    if "to" in main.headings or not is_heard:
        return False
    is_above_left = _is_above(other, main) and other.box.left < main.box.left + main.rows[0].box.height
    stands_at_senders = is_above_left or (is_card and message.is_left(other, main))
    return "to" in other.headings or nearness > ours or (nearness == ours and not stands_at_senders)


def _with_its_parts(main: Block, rest: Sequence[Block], space: Space) -> list[Block]:
    """A name may stand apart from its address, above it."""
    parts = [main]
    if not any(names_somebody(row, space) for row in main.rows):
        parts += [block for block in rest if _is_just_above(block, main) and not _nearness(block, space)][-1:]
    if not _nearness(main, space):
        parts += [block for block in rest if _is_just_above(main, block) and _nearness(block, space)][:1]
    return parts


def _is_just_above(upper: Block, lower: Block) -> bool:
    height = max(upper.rows[-1].box.height, lower.rows[0].box.height)
    return -height < lower.box.top - upper.box.bottom < 3 * height and min(upper.box.right, lower.box.right) > max(
        upper.box.left, lower.box.left
    )
