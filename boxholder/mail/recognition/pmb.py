"""PMB numbers as they are written on mail: "PMB 234", "# 234", "Box 234", weaker "Ste 234"; and as they are misread."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from boxholder.mail.recognition.names import look

# A number, perhaps with a letter or dash, perhaps with digits misread as letters.
VALUE = r"(?P<value>[A-Z]{0,3}-?[0-9OQDILSZBG|]{1,7}(?:-?[A-Z0-9]{1,4})?)(?![0-9])"
SIGNS = {
    "pmb": r"(?:(?<![A-Z])P\.? ?M\.? ?B\.?|PMB|PRIVATE ?MAIL ?BOX|MAIL ?BOX)[ :.,_]*(?:NO\b|NUMBER|[#＃№])?[ :.#_]*",
    "worn": r"(?<![A-Z0-9])(?P<sign>[A-Z][A-Z0-9]{1,3}(?=[ .:#])|[A-Z]{2,3}(?=[0-9]{2}))[ .:#]{0,2}(?=[0-9])",
    "hash": r"(?<![0-9])[#＃№][ .:]*",
    "box": r"(?<![A-Z0-9])BOX[ :.#]*",
    "po_box": r"(?<![A-Z0-9])P\.? ?[O0]\.? ?BOX[ :.#]*",
    "unit": r"(?<![A-Z])(?:[S5]TE|[S5]UITE|UNIT|APT|APARTMENT|RM|ROOM|OFFICE|DESK)\b[ :.#]*",
}
PATTERNS = {kind: re.compile(sign + VALUE) for kind, sign in SIGNS.items()}
# Behind our street, or in a line of its own.
BARE = re.compile(r"(?:^|(?<=[A-Z,.] ))(?P<value>[0-9]{1,6}[A-Z]?)\W*$")
STRENGTH = {"pmb": 1.0, "worn": 0.9, "hash": 0.9, "box": 0.85, "po_box": 0.8, "unit": 0.75, "bare": 0.65}
# A line that begins with more than seven behind the sign: "#RKL0697997 MAR28 257".
SUBSCRIBER = re.compile(r"[#＃№] ?[A-Z0-9]{7,}[0-9]")
# "Invoice #1234" is no mailbox.
NOT_OURS_BEFORE = re.compile(
    r"(?:INV(?:OICE)?|ACC(?:OUN)?T|ORDER|REF(?:ERENCE)?|CUST(?:OMER)?|ID|PERMIT|TRK|TRACKING|PHONE|TEL|CASE|CLAIM|POLICY"
    r"|MEMBER|LOAN|BOX|NO|SHIPMENT|ITEM|PKG|DEPT)[ .:]*$"
)


@dataclass(frozen=True)
class Mark:
    """`kind`: how it is written, by the keys of STRENGTH; "worn" is a PMB whose letters are damaged."""

    value: str
    kind: str
    said: str
    confidence: float

    @property
    def strength(self) -> float:
        return STRENGTH[self.kind]


def find(
    row: str, *, confidence: float = 1.0, is_at_street: bool = False, not_these: Collection[str] = ()
) -> list[Mark]:
    """The marks in a line of the label; `not_these`: numbers of the space's own address."""
    found = list(_matches(row))
    if not found and (is_at_street or not any(char.isalpha() for char in row)):
        found = [("bare", match) for match in BARE.finditer(row.upper())]
    return [
        Mark(match["value"].replace("|", "1"), kind, match[0].strip(), confidence)
        for kind, match in found
        if match["value"] not in not_these
    ]


def without(row: str) -> str:
    """The line without its marks, for what else it says."""
    for _, match in sorted(_matches(row), key=lambda found: -found[1].start()):
        row = f"{row[: match.start()]} {row[match.end() :]}"
    return row


def _matches(row: str) -> Iterator[tuple[str, re.Match[str]]]:
    text = row.upper()
    taken: set[int] = set()
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            if match.start("value") not in taken and _is_mark(kind, match):
                taken.update(range(*match.span("value")))
                yield kind, match


def _is_mark(kind: str, match: re.Match[str]) -> bool:
    if kind == "worn" and Levenshtein.distance(look(match["sign"]), "PMB", score_cutoff=1) > 1:
        return False
    if kind == "box" and re.search(r"P\.? ?[O0]\.? ?$", match.string[: match.start()]):
        return False
    if kind == "hash" and SUBSCRIBER.match(match.string):
        return False
    is_number = re.search(r"\d|[OIL]{1,3}$", match["value"])
    return bool(is_number) and (kind == "pmb" or not NOT_OURS_BEFORE.search(match.string[: match.start()]))


def readings(value: str) -> list[str]:
    """What the number may be: as read, then its digits alone when something is glued behind them."""
    bare = value.strip("-").lstrip("0") or value
    digits = re.match(r"\d+", bare)
    return list(dict.fromkeys([value, bare, *([digits[0]] if digits else [])]))


def folded(value: str) -> str:
    """The same for numbers that a camera may take for each other."""
    return look(value.upper().replace("Q", "O").replace("D", "O")).lstrip("O") or "O"


def is_close(one: str, other: str) -> bool:
    """One digit misread, or two digits exchanged."""
    if len(one) != len(other) or len(one) < 2:
        return False
    apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 2:
        first, second = apart
        return second == first + 1 and one[first] == other[second] and one[second] == other[first]
    return len(apart) == 1
