"""A sheet to print, stamp, stick and write on: an envelope, a label, a page's cover."""

from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bench.labels.ink import Pen, Printed

Box = tuple[int, int, int, int]
BLACK = (25, 25, 28)
WHITE = (252, 252, 250)


class Sheet:
    def __init__(self, width: int, height: int, colour=WHITE, *, rng: Random, grain: float = 0) -> None:
        self.rng = rng
        self.image = Image.new("RGB", (width, height), colour)
        if grain:
            self.image = with_grain(self.image, rng, grain)
        self.draw = ImageDraw.Draw(self.image)
        # Where each line of the recipient's address came to stand.
        self.address: list[Box] = []

    @property
    def width(self) -> int:
        return self.image.width

    @property
    def height(self) -> int:
        return self.image.height

    def write(self, at, text: str, pen: Pen | str, size: int, ink=BLACK, *, right: bool = False) -> Box:
        """One line, its top left (or right) corner at `at`. A font's name stands for printing with it."""
        pen = Printed(pen) if isinstance(pen, str) else pen
        mask, rise = pen.mask(text, size, self.rng)
        x, y = round(at[0]) - (mask.width if right else 0), round(at[1]) - rise
        self.image.paste(ink, (x, y, x + mask.width, y + mask.height), mask)
        inked = mask.getbbox() or (0, 0, 0, 0)
        return x + inked[0], y + inked[1], x + inked[2], y + inked[3]

    def block(self, at, lines, pen: Pen | str, size: int, ink=BLACK, *, leading: float = 1.25) -> list[Box]:
        """Lines below each other; hands do not keep the margin."""
        x, y, boxes = at[0], at[1], []
        straight = isinstance(pen, (str, Printed))
        for line in lines:
            ragged = 0 if straight else self.rng.uniform(-0.2, 0.3) * size
            boxes.append(self.write((x + ragged, y), line, pen, size, ink))
            y += size * leading
        return boxes

    def broken(self, text: str, pen: Pen | str, size: int, room: int) -> list[str]:
        """Prose in lines no longer than the room."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and not self.room_for(longer, pen, size, room):
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def room_for(self, line: str, pen: Pen | str, size: int, room: int) -> bool:
        return self._width([line], pen, size) <= room

    def recipient(self, at, lines, pen: Pen | str, size: int, ink=BLACK, *, leading: float = 1.25) -> Box:
        """The address that counts; a line too long for the sheet makes all of them smaller."""
        room = self.width - at[0] - 12
        while size > 14 and self._width(lines, pen, size) > room:
            size -= 1
        self.address = self.block(at, lines, pen, size, ink, leading=leading)
        return around(self.address)

    def _width(self, lines, pen: Pen | str, size: int) -> int:
        pen = Printed(pen) if isinstance(pen, str) else pen
        return max(pen.mask(line, size, Random(0))[0].width for line in lines)

    def bars(self, at, picture: Image.Image, *, quiet: int = 0) -> Box:
        x, y = round(at[0]), round(at[1])
        box = (x - quiet, y - quiet, x + picture.width + quiet, y + picture.height + quiet)
        if quiet:
            self.draw.rectangle(box, fill=WHITE)
        self.image.paste(picture.convert("RGB"), (x, y))
        return box

    def line(self, *points, width: int = 3, ink=BLACK) -> None:
        self.draw.line(points, fill=ink, width=width)

    def stick(self, other: "Sheet", at, *, angle: float = 0, shadow: bool = True) -> None:
        """Another sheet on this one; if the other carries the recipient, so does this one from now on."""
        sticker, x, y = other.image.convert("RGBA"), round(at[0]), round(at[1])
        if angle:
            sticker = sticker.rotate(angle, Image.Resampling.BICUBIC, expand=True)
        if shadow:
            edge = Image.new("L", (sticker.width + 16, sticker.height + 16))
            edge.paste(120, (8, 8), sticker.getchannel("A"))
            edge = edge.filter(ImageFilter.GaussianBlur(4))
            self.image.paste((30, 25, 20), (x - 5, y - 5, x - 5 + edge.width, y - 5 + edge.height), edge)
        self.image.paste(sticker, (x, y), sticker)
        if other.address:
            # Good enough for the few degrees a label is stuck askew.
            self.address = [(x + left, y + top, x + right, y + low) for left, top, right, low in other.address]

    def turn(self, way: Image.Transpose) -> None:
        """Before anything of the recipient is on it."""
        self.image = self.image.transpose(way)
        self.draw = ImageDraw.Draw(self.image)

    def cover(self, box: Box, colour, *, angle: float = 0, words: str = "") -> None:
        """An opaque sticker over a box."""
        left, top, right, low = box
        patch = Sheet(right - left, low - top, colour, rng=self.rng, grain=3)
        if words:
            size = max(16, min((right - left) // max(6, len(words)) * 3 // 2, (low - top) // 2))
            patch.write((size // 2, (low - top - size) // 2), words, "noto bold", size)
        self.stick(patch, (left, top), angle=angle)

    def tape(self, box: Box) -> None:
        """Clear tape: what lies beneath is paler and yellower."""
        left, top, right, low = box
        below = self.image.crop(box)
        tint = Image.new("RGB", below.size, (236, 228, 205))
        self.image.paste(Image.blend(below, tint, self.rng.uniform(0.15, 0.35)), (left, top))
        self.draw.line((left, top, right, top), fill=(205, 198, 180), width=2)
        self.draw.line((left, low, right, low), fill=(205, 198, 180), width=2)


def around(boxes: list[Box], by: int = 0) -> Box:
    return (
        min(box[0] for box in boxes) - by,
        min(box[1] for box in boxes) - by,
        max(box[2] for box in boxes) + by,
        max(box[3] for box in boxes) + by,
    )


def with_grain(image: Image.Image, rng: Random, strength: float) -> Image.Image:
    """Fibres of paper or cardboard: soft noise at two sizes."""
    pixels = np.asarray(image, np.float32)
    coarse = noise(rng, image.width // 6 + 1, image.height // 6 + 1).resize(image.size, Image.Resampling.BILINEAR)
    fine = noise(rng, image.width, image.height)
    grain = (np.asarray(coarse, np.float32) + 0.5 * np.asarray(fine, np.float32) - 192) * (strength / 48)
    return Image.fromarray(np.clip(pixels + grain[:, :, None], 0, 255).astype(np.uint8))


def noise(rng: Random, width: int, height: int) -> Image.Image:
    """Grey noise around 128, tiled from one square of random bytes."""
    side = 256
    square = np.frombuffer(rng.randbytes(side * side), np.uint8).reshape(side, side)
    return Image.fromarray(np.tile(square, (height // side + 1, width // side + 1))[:height, :width].copy())
