"""A part of a picture at the size in which its lines are found and cut out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from PIL import Image

from boxholder.mail.recognition import engine, upright

if TYPE_CHECKING:
    from numpy.typing import NDArray

Part = tuple[int, int, int, int]
MARGIN = 2  # lines' heights around the writing


@dataclass(frozen=True)
class View:
    """`scale`: how many of the picture's pixels one of its own is."""

    SIDE: ClassVar = 2000

    pixels: NDArray
    corner: tuple[int, int]
    scale: float

    @classmethod
    def of(cls, picture: Image.Image, part: Part | None = None) -> View:
        left, top, right, bottom = part or (0, 0, *picture.size)
        copy = shrunk(picture.crop((left, top, right, bottom)), cls.SIDE)
        # The engine reads blue, green, red.
        return cls(np.asarray(copy)[:, :, ::-1].copy(), (left, top), (right - left) / copy.width)

    def in_picture(self, quads: NDArray) -> NDArray:
        return quads * self.scale + np.array(self.corner)

    def line_height(self, quads: NDArray) -> float:
        """The lines' usual height as the engine saw them, in its pixels."""
        if not len(quads):
            return 0.0
        height, width = self.pixels.shape[:2]
        return float(np.median(upright.heights(quads))) * min(1, engine.FIND_SIDE / max(width, height))


def around(quads: NDArray, size: tuple[int, int]) -> Part:
    """The part of a picture of this size that these lines of it fill."""
    margin = MARGIN * float(np.median(upright.heights(quads)))
    left, top = quads.min(axis=(0, 1)) - margin
    right, bottom = quads.max(axis=(0, 1)) + margin
    return max(int(left), 0), max(int(top), 0), min(int(right), size[0]), min(int(bottom), size[1])


def quarters(size: tuple[int, int]) -> list[Part]:
    """They overlap by a fifth, so that a label lies in one of them whole."""
    width, height = (round(0.6 * side) for side in size)
    return [(left, top, left + width, top + height) for top in (0, size[1] - height) for left in (0, size[0] - width)]


def shrunk(picture: Image.Image, side: int) -> Image.Image:
    if max(picture.size) <= side:
        return picture
    copy = picture.copy()
    copy.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return copy
