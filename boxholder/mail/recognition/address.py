"""The addresses on a label: which lines belong together, which of them is ours, which the sender's.

Ours is the block with the space's own street, city or postal code, or with a PMB. A block with another ZIP code is
somebody else's, and so is what stands under FROM.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from boxholder.mail.recognition.label import Box, LabelText, Line
from boxholder.mail.recognition.names import plain

TO = re.compile(r"^(?:SHIP ?TO|DELIVER(?: ?TO)?|TO|CONSIGNEE|RECIPIENT|MAIL ?TO|ADDRESSEE)\b[ :.]*(?!.*\bSENDER\b)")
FROM = re.compile(r"^(?:SHIP ?FROM|FROM|FRM|SENDER|SHIPPER|RETURN(?: ADDRESS| TO)?(?! RECEIPT| SERVICE)|R A)\b[ :.]*")
ENDORSEMENT = re.compile(
    r"(?:RETURN|ADDRESS|FORWARDING|CHANGE|TEMP(?:ORARY)?|ELECTRONIC)[ -]*SERVICE REQUESTED|RETURN RECEIPT"
    r"|DO NOT (?:BEND|FORWARD)|FIRST[ -]?CLASS|PRE ?SORT|PRSRT|POSTAGE|PERMIT NO|US POST|USPS|STANDARD MAIL|FRAGILE"
    r"|ECRWSS|AUTO\b.*\d DIGIT|PRIORITY MAIL|GROUND ADVANTAGE|CERTIFIED MAIL|IMPORTANT|TIME SENSITIVE|OPEN IMMEDIATELY"
    r"|PERSONAL AND|CONFIDENTIAL|TRACKING|^TRK\b|^BILLING|^SIGNATURE|^WEIGHT|^REF\b|^INV\b|^DEPT\b|^PO \d*$"
    r"|^(?:UPS|FEDEX|DHL)\b"
)
ZIP = re.compile(r"(?<![0-9#])([0-9OIL]{5})(?:[ -]?[0-9OIL]{4})?(?![0-9])")
STATE_ZIP = re.compile(r"\b[A-Z]{2}[ .]*[0-9OILSB]{5}(?:[ -]?\d{4})?\b")
STREET_WORDS = {
    "STREET": "ST", "AVENUE": "AVE", "ROAD": "RD", "BOULEVARD": "BLVD", "DRIVE": "DR", "LANE": "LN", "COURT": "CT",
    "PLACE": "PL", "SQUARE": "SQ", "PARKWAY": "PKWY", "HIGHWAY": "HWY", "SUITE": "STE", "FLOOR": "FL", "NORTH": "N",
    "SOUTH": "S", "EAST": "E", "WEST": "W",
}  # fmt: skip
TO_DIGITS = str.maketrans("OIL", "011")
SAME_STREET = 88


class Ours:
    """The space's address in comparable form, from its lines ("12 Dock Street", "Brooklyn, NY 11201")."""

    def __init__(self, lines: Sequence[str]):
        texts = [_abbreviated(line) for line in lines if line.strip()]
        self.numbers = {word for text in texts for word in text.split() if any(char.isdigit() for char in word)}
        self.postal_codes = {match[1] for text in texts for match in ZIP.finditer(text)}
        self.streets = [
            text for text in texts if re.search(r"\d", text) and not ZIP.search(text) and re.search(r"[A-Z]{2}", text)
        ]
        self.cities = [
            word
            for text in texts
            for word in text.split()
            if len(word) > 3 and word.isalpha() and text not in self.streets
        ]

    def has_street(self, row: str) -> bool:
        text = _abbreviated(row)
        return any(_stands_in(street, text) for street in self.streets)

    def has_postal_code(self, row: str) -> bool:
        return any(code in self.postal_codes for code in _zips(row))

    def has_another_postal_code(self, row: str) -> bool:
        """Two digits apart or more: one may be misread."""
        if not self.postal_codes or not STATE_ZIP.search(plain(row)):
            return False
        return all(_digits_apart(code, ours) >= 2 for code in _zips(row) for ours in self.postal_codes)

    def is_city(self, row: str) -> bool:
        """The row is the city and hardly more."""
        words = plain(row).split()
        theirs = [word for word in words if any(fuzz.ratio(city, word) >= 85 for city in self.cities)]
        return bool(theirs) and len("".join(words)) - len("".join(theirs)) <= 3

    def suites(self, row: str) -> set[str]:
        """Numbers in a row that belong to the space's own address: its suite is nobody's PMB."""
        return self.numbers if self.has_street(row) or "STE" in _abbreviated(row) else set()


def _stands_in(street: str, text: str) -> bool:
    number, _, rest = street.partition(" ")
    if re.search(rf"(?<![0-9]){re.escape(number)}(?![0-9])", text) is None and number.isdigit():
        glued = text.replace(" ", "")
        return fuzz.partial_ratio(street.replace(" ", ""), glued) >= 95 and number in glued
    return (
        fuzz.partial_ratio(rest or number, text) >= SAME_STREET
        or fuzz.partial_ratio(rest.replace(" ", ""), text.replace(" ", "")) >= SAME_STREET
    )


def _abbreviated(text: str) -> str:
    return " ".join(STREET_WORDS.get(word, word) for word in plain(text).split())


def _zips(row: str) -> Iterator[str]:
    for match in ZIP.finditer(plain(row)):
        if sum(char.isdigit() for char in match[1]) >= 3:
            yield match[1].translate(TO_DIGITS)


def _digits_apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))


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
    return Row(
        " ".join(part.text for part in parts), min(part.confidence for part in parts), _around(p.box for p in parts)
    )


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
    kept = []
    for block in made:
        first = block.rows[0].plain
        kind = "to" if TO.match(first) else "from" if FROM.match(first) else ""
        alone = len(block.rows) == 1 and not (TO.sub("", first) if kind == "to" else FROM.sub("", first)).strip()
        others = [other for other in made if other is not block]
        if kind and alone and others:
            min(others, key=lambda other: _distance(block.box, other.box)).headings.add(kind)
        else:
            block.headings.update({kind} - {""})
            kept.append(block)
    return kept


def _distance(heading: Box, block: Box) -> float:
    right, down = max(block.left - heading.right, 0), max(block.top - heading.bottom, 0)
    behind = max(heading.left - block.right, 0) + max(heading.top - block.bottom, 0)
    return right + down + 5 * behind
