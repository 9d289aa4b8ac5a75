"""What can be read on a mail piece, before anybody asks whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Box(NamedTuple):
    """Where a line stands, in pixels of the picture once it is turned upright and straight. Lines that run across the
    others have edges below zero, as if they stood upright on a sheet of their own.
    """

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left


@dataclass(frozen=True)
class Line:
    text: str
    confidence: float
    box: Box


@dataclass(frozen=True)
class Barcode:
    """`text` as the symbol carries it, group separators included; `symbology` as zxing names it ("Code128")."""

    text: str
    symbology: str


@dataclass(frozen=True)
class LabelText:
    """`rotation`: by how many degrees clockwise the picture must be turned to stand upright (0, 90, 180, 270)."""

    lines: list[Line] = field(default_factory=list)
    barcodes: list[Barcode] = field(default_factory=list)
    rotation: int = 0

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, for a JSONField."""
        return {
            "lines": [[line.text, line.confidence, list(line.box)] for line in self.lines],
            "barcodes": [[barcode.text, barcode.symbology] for barcode in self.barcodes],
            "rotation": self.rotation,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> LabelText:
        return cls(
            lines=[Line(text, confidence, Box(*box)) for text, confidence, box in stored.get("lines", ())],
            barcodes=[Barcode(text, symbology) for text, symbology in stored.get("barcodes", ())],
            rotation=stored.get("rotation", 0),
        )
