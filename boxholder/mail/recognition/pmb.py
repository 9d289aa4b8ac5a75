"""PMB numbers as they are written on mail: "PMB 234", "# 234", "Box 234", weaker "Ste 234"; and as they are misread."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from boxholder.mail.recognition.names import look

# Behind the sign: a number perhaps with a letter or dash, perhaps with digits misread as letters.
VALUE = r"(?P<value>[A-Z]{0,3}-?[0-9OQDILSZBG|]{1,7}(?:-?[A-Z0-9]{1,4})?)(?![0-9])"
SIGNS = (
    (
        "pmb",
        r"(?:(?<![A-Z])(?:P\.? ?[MN]\.? ?[B8]\.?|FMB|PMH)|PMB|PRIVATE ?MAIL ?BOX|MAIL ?BOX)[ :.,]*"
        r"(?:NO\b|NUMBER|[#＃№])?[ :.#]*",
    ),
    ("hash", r"(?<![0-9A-Z])[#＃№][ .:]*"),
    ("box", r"(?<![A-Z0-9])(?<!PO )(?<!P O )(?<!P\.O\. )(?<!P\.O\.)(?<!PO)BOX[ :.#]*"),
    ("unit", r"(?<![A-Z])(?:STE|SUITE|UNIT|APT|APARTMENT|RM|ROOM|OFFICE|DESK)\b[ :.#]*"),
)
PATTERNS = [(kind, re.compile(sign + VALUE)) for kind, sign in SIGNS]
# "Invoice #1234" is no mailbox.
NOT_OURS_BEFORE = re.compile(
    r"(?:INV(?:OICE)?|ACC(?:OUN)?T|ORDER|REF(?:ERENCE)?|CUST(?:OMER)?|ID|PERMIT|TRK|TRACKING|PHONE|TEL|CASE|CLAIM|POLICY|MEMBER"
    r"|LOAN|PO|P O|P\.O\.|P\.O|BOX|NO|SHIPMENT|ITEM|PKG|DEPT)[ .:]*$"
)
STRENGTH = {"pmb": 1.0, "hash": 0.9, "box": 0.85, "unit": 0.75}


@dataclass(frozen=True)
class Mark:
    value: str
    kind: str
    said: str
    confidence: float

    @property
    def strength(self) -> float:
        return STRENGTH[self.kind]


def find(row: str, *, confidence: float = 1.0, not_these: Collection[str] = ()) -> list[Mark]:
    """The marks in a line of the label; `not_these`: numbers of the space's own address."""
    return [
        Mark(match["value"].replace("|", "1"), kind, match[0].strip(), confidence)
        for kind, match in _matches(row)
        if match["value"] not in not_these
    ]


def without(row: str) -> str:
    """The line without its marks, for what else it says."""
    for _, match in sorted(_matches(row), key=lambda found: -found[1].start()):
        row = f"{row[: match.start()]} {row[match.end() :]}"
    return row


def _matches(row: str) -> Iterator[tuple[str, re.Match[str]]]:
    text = row.upper()
    taken: list[range] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            span = range(*match.span("value"))
            if any(span.start in other for other in taken) or not re.search(r"\d|[OIL]{1,3}$", match["value"]):
                continue
            if kind != "pmb" and NOT_OURS_BEFORE.search(text[: match.start()]):
                continue
            taken.append(span)
            yield kind, match


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
