"""Ways to put text on paper: printers, a typewriter, an inkjet line, and hands.

Every pen turns a line of text into a mask (how much ink is where), and how far the mask reaches above the line's top;
the sheet lays colour through it. The fonts come from packages, the strokes of pens from Hershey's plotter fonts.
"""

import math
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from random import Random

import numpy as np
import pymupdf_fonts
from HersheyFonts import HersheyFonts
from PIL import Image, ImageChops, ImageDraw, ImageFont

PACKAGED = {
    "caladea": ("font_caladea", "Caladea-Regular.ttf"),
    "caladea bold": ("font_caladea", "Caladea-Bold.ttf"),
    "fjalla": ("font_fjallaone", "FjallaOne-Regular.ttf"),
    "lato": ("font_lato", "Lato-Regular.ttf"),
    "lato bold": ("font_lato", "Lato-Bold.ttf"),
    "lato black": ("font_lato", "Lato-Black.ttf"),
    "source serif": ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    "amatic": ("font_amatic_sc", "AmaticSC-Bold.ttf"),
    "intuitive": ("font_intuitive", "Intuitive.ttf"),
    "shadows": ("handwriting_generator", "ShadowsIntoLight.ttf"),
}
BUNDLED = {
    "noto": "notos",
    "noto bold": "notosbo",
    "fira": "figo",
    "fira bold": "figbo",
    "fira mono": "fimo",
    "space mono": "spacemo",
    "ubuntu": "ubuntu",
    "ubuntu bold": "ubuntubo",
    "ubuntu mono": "ubuntm",
    "cascadia": "cascadia",
}

# Of a line: its ink, and how many pixels of that lie above the top of the line.
Mask = tuple[Image.Image, int]


@cache
def _font_bytes(name: str) -> bytes:
    if name in BUNDLED:
        return pymupdf_fonts.myfont(BUNDLED[name])
    package, file = PACKAGED[name]
    found = files(package)
    for folder in ("files", "fonts"):
        if (found / folder / file).is_file():
            return (found / folder / file).read_bytes()
    raise LookupError(f"{file} is not in {package}: the package has moved its fonts.")


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic layout is the same on machines with and without Raqm.
    return ImageFont.truetype(BytesIO(_font_bytes(name)), size, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True)
class Printed:
    """Laser or thermal: even and black."""

    face: str
    tracking: float = 0

    def mask(self, text: str, size: int, rng: Random) -> Mask:
        face = font(self.face, size)
        if not self.tracking:
            mask = Image.new("L", (math.ceil(face.getlength(text)) + size // 3, round(size * 1.5)))
            ImageDraw.Draw(mask).text((0, round(size * 0.1)), text, font=face, fill=255)
            return mask, 0
        pitch = [face.getlength(char) + self.tracking * size for char in text]
        mask = Image.new("L", (math.ceil(sum(pitch)) + size // 3, round(size * 1.5)))
        draw, x = ImageDraw.Draw(mask), 0.0
        for char, step in zip(text, pitch, strict=True):
            draw.text((x, round(size * 0.1)), char, font=face, fill=255)
            x += step
        return mask, 0


@dataclass(frozen=True)
class Inkjet:
    """Dots on a grid, as an addressing machine spits them; sometimes a nozzle is blocked."""

    face: str = "ubuntu mono"
    dot: int = 3

    def mask(self, text: str, size: int, rng: Random) -> Mask:
        small = np.asarray(Printed(self.face).mask(text, max(10, round(size / self.dot)), rng)[0]) > 110
        if rng.random() < 0.2:
            # Not in the waist of the figures: 3, 6, 8 and 9 must stay what they are.
            small = small.copy()
            small[round(small.shape[0] * 0.36)] = False
        blob = np.full((self.dot, self.dot), 255, np.uint8)
        if self.dot > 2:
            blob[0, 0] = blob[0, -1] = blob[-1, 0] = blob[-1, -1] = 90
        return Image.fromarray(np.kron(small.astype(np.uint8), blob)), 0


@dataclass(frozen=True)
class Typewriter:
    """Types of one width, each struck a little off and with its own force."""

    worn: float = 0.5

    def mask(self, text: str, size: int, rng: Random) -> Mask:
        pitch = size * 0.62
        mask = Image.new("L", (math.ceil(pitch * (len(text) + 1)), round(size * 1.6)))
        for at, char in enumerate(plain(text)):
            struck = Image.new("L", mask.size)
            drop = rng.gauss(0, size * 0.02 * self.worn)
            strokes = _strokes("timesr", char, size * 0.92)
            left = min((x for stroke in strokes for x, _ in stroke), default=0)
            right = max((x for stroke in strokes for x, _ in stroke), default=0)
            # A wide letter is squeezed into its type.
            squeeze = min(1, pitch * 0.9 / max(1, right - left))
            shift = pitch * at + (pitch - (right - left) * squeeze) / 2 - left * squeeze
            _draw_strokes(
                struck,
                [[(x * squeeze + shift, y + size * 1.12 + drop) for x, y in stroke] for stroke in strokes],
                width=max(2, round(size * 0.085)),
                force=round(255 - rng.random() * 90 * self.worn),
            )
            mask = ImageChops.lighter(mask, struck)
        return mask, 0


@dataclass(frozen=True)
class HandFont:
    """A handwriting font whose letters tilt, sink and grow a little, on a line that wanders."""

    face: str
    wobble: float = 1.0
    bold: int = 0

    def mask(self, text: str, size: int, rng: Random) -> Mask:
        face, drift, phase = font(self.face, size), rng.gauss(0, 0.012 * self.wobble), rng.random() * 6
        width = round(face.getlength(text) * 1.1) + 2 * size
        rise = round(abs(drift) * width)
        mask, x = Image.new("L", (width, round(size * 2.4) + 2 * rise)), size * 0.3
        for char in text:
            grown = font(self.face, max(8, round(size * rng.gauss(1, 0.03 * self.wobble))))
            letter = Image.new("L", (size * 2, size * 2))
            ImageDraw.Draw(letter).text(
                (size // 2, size // 3), char, font=grown, fill=255, stroke_width=self.bold, stroke_fill=255
            )
            letter = letter.rotate(rng.gauss(0, 2.2 * self.wobble), Image.Resampling.BILINEAR)
            y = drift * x + size * 0.04 * self.wobble * math.sin(x / size + phase) + rng.gauss(0, size * 0.012)
            at = (round(x - size // 2), round(y - size * 0.25) + rise)
            mask.paste(255, (*at, at[0] + letter.width, at[1] + letter.height), letter)
            x += grown.getlength(char) * rng.gauss(1.02, 0.03 * self.wobble)
        return mask, rise


@dataclass(frozen=True)
class Hand:
    """A pen following Hershey's strokes through a field that bends every letter differently."""

    face: str
    slant: float = 0.0
    wobble: float = 1.0
    width: float = 0.07

    def mask(self, text: str, size: int, rng: Random) -> Mask:
        strokes, scale = _strokes(self.face, plain(text), size * 1.05), 2
        waves = [
            (rng.gauss(0, 0.03 * self.wobble) * size, rng.uniform(0.5, 2.2) / size, rng.random() * 6) for _ in range(6)
        ]
        drift = rng.gauss(0, 0.012 * self.wobble)

        def bent(x: float, y: float) -> tuple[float, float]:
            dx = sum(reach * math.sin(pace * (x + 2 * y) + phase) for reach, pace, phase in waves[:3])
            dy = sum(reach * math.sin(pace * (x - y) + phase) for reach, pace, phase in waves[3:])
            return x - self.slant * y + dx + size * 0.4, y + dy + drift * x + size * 1.1 + rise

        rise = round(size * 0.3 + abs(drift) * max((x for stroke in strokes for x, _ in stroke), default=0))
        bent_strokes = [[tuple(scale * value for value in bent(x, y)) for x, y in stroke] for stroke in strokes]
        width = max((x for stroke in bent_strokes for x, _ in stroke), default=size) + size
        mask = Image.new("L", (round(width), round((size * 1.6 + 2 * rise) * scale)))
        _draw_strokes(mask, bent_strokes, width=max(2, round(self.width * size * scale)), force=235)
        return mask.resize((mask.width // scale, mask.height // scale), Image.Resampling.BOX), rise


Pen = Printed | Inkjet | Typewriter | HandFont | Hand


def plain(text: str) -> str:
    """Without accents: Hershey drew only ASCII."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


@cache
def _plotter(face: str) -> HersheyFonts:
    plotter = HersheyFonts()
    plotter.load_default_font(face)
    return plotter


def _strokes(face: str, text: str, size: float) -> list[list[tuple[float, float]]]:
    """Strokes from a baseline at 0, upwards negative."""
    plotter = _plotter(face)
    plotter.normalize_rendering(size)
    return [[(x, -y) for x, y in stroke] for stroke in plotter.strokes_for_text(text)]


def _draw_strokes(mask: Image.Image, strokes, *, width: int, force: int) -> None:
    draw, r = ImageDraw.Draw(mask), width / 2
    for stroke in strokes:
        if len(stroke) > 1:
            draw.line(stroke, fill=force, width=width, joint="curve")
        for x, y in (stroke[0], stroke[-1]):
            draw.ellipse((x - r, y - r, x + r, y + r), fill=force)
