"""How a sheet becomes a picture: laid on a desk or a scanner's glass, lit unevenly, a little askew, and compressed.

`scan` and `snap` are everyday pictures; `hurry` is the phone held badly in a dark corner: every harm stronger, yet a
person can still read what was not hidden on purpose.
"""

import math
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bench.labels.paper import Sheet, noise, with_grain

DESKS = ((120, 88, 60), (168, 140, 110), (70, 72, 78), (205, 200, 192), (44, 52, 60), (150, 152, 150), (92, 60, 44))


@dataclass(frozen=True)
class Conditions:
    """Greatest extents; each picture draws its own below them."""

    tilt: float
    perspective: float
    margin: tuple[float, float]
    long_side: tuple[int, int]
    shade: float
    shadow: float
    gloss: float
    blur: tuple[float, float]
    motion: float
    grain: tuple[float, float]
    light: tuple[float, float]
    cast: float
    quality: tuple[int, int]
    turned: float


SCAN = Conditions(
    tilt=2, perspective=0, margin=(0.01, 0.05), long_side=(1700, 2200), shade=0.03, shadow=0, gloss=0, blur=(0, 0.6),
    motion=0, grain=(0.5, 3), light=(0.96, 1.04), cast=0.01, quality=(65, 90), turned=0.1,
)  # fmt: skip
SNAP = Conditions(
    tilt=8, perspective=0.03, margin=(0.04, 0.2), long_side=(1700, 2300), shade=0.2, shadow=0.3, gloss=0.15,
    blur=(0, 1.1), motion=0, grain=(1, 5), light=(0.8, 1.06), cast=0.05, quality=(55, 90), turned=0.1,
)  # fmt: skip
HURRY = Conditions(
    tilt=12, perspective=0.075, margin=(0.12, 0.35), long_side=(1400, 1900), shade=0.35, shadow=0.75, gloss=0.5,
    blur=(0.5, 1.5), motion=0.5, grain=(5, 13), light=(0.5, 0.95), cast=0.12, quality=(32, 60), turned=0.25,
)  # fmt: skip


def shoot(sheet: Sheet, conditions: Conditions, rng: Random) -> tuple[Image.Image, int]:
    """The picture, and the JPEG quality to keep it at."""
    picture = _laid_down(sheet, conditions, rng)
    picture = _shrunk(picture, rng.randint(*conditions.long_side))
    if rng.random() < conditions.motion:
        picture = _moved(picture, rng)
    picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(*conditions.blur)))
    picture = _lit(picture, conditions, rng)
    if rng.random() < conditions.turned:
        picture = picture.transpose(
            rng.choice([Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180])
        )
    return picture, rng.randint(*conditions.quality)


def _laid_down(sheet: Sheet, conditions: Conditions, rng: Random) -> Image.Image:
    width, height = sheet.image.size
    corners = _corners(width, height, conditions, rng)
    margin = rng.uniform(*conditions.margin) * min(width, height) + 4
    left, top = min(x for x, _ in corners) - margin, min(y for _, y in corners) - margin
    canvas = (
        round(max(x for x, _ in corners) + margin - left),
        round(max(y for _, y in corners) + margin - top),
    )
    corners = [(x - left, y - top) for x, y in corners]
    desk = _desk(canvas, rng, scanner=not conditions.perspective)
    lift = rng.randint(3, 14)
    shadow = Image.new("L", (canvas[0] // 4 + 1, canvas[1] // 4 + 1))
    ImageDraw.Draw(shadow).polygon([((x + lift) / 4, (y + lift) / 4) for x, y in corners], fill=150)
    shadow = shadow.filter(ImageFilter.GaussianBlur(lift / 4)).resize(canvas, Image.Resampling.BILINEAR)
    desk.paste((15, 12, 10), (0, 0), shadow)
    warp = _coefficients(corners, width, height)
    lain = sheet.image.transform(canvas, Image.Transform.PERSPECTIVE, warp, Image.Resampling.BICUBIC)
    edge = Image.new("L", canvas)
    ImageDraw.Draw(edge).polygon(corners, fill=255)
    desk.paste(lain, (0, 0), edge)
    return desk


def _corners(width: int, height: int, conditions: Conditions, rng: Random) -> list[tuple[float, float]]:
    tilt = math.radians(rng.uniform(-conditions.tilt, conditions.tilt) * rng.choice([0.2, 1]))
    reach = conditions.perspective * min(width, height)
    corners = []
    for x, y in ((0, 0), (width, 0), (width, height), (0, height)):
        x, y = x + rng.uniform(-reach, reach), y + rng.uniform(-reach, reach)
        corners.append((x * math.cos(tilt) - y * math.sin(tilt), x * math.sin(tilt) + y * math.cos(tilt)))
    return corners


def _coefficients(corners, width: int, height: int) -> list[float]:
    """Of the perspective that takes a point of the picture to one of the sheet."""
    rows, targets = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        targets += [u, v]
    return list(np.linalg.solve(np.array(rows, float), np.array(targets, float)))


def _desk(size: tuple[int, int], rng: Random, *, scanner: bool) -> Image.Image:
    if scanner:
        return Image.new("RGB", size, rng.choice([(248, 248, 248), (225, 226, 228), (20, 20, 22)]))
    desk = Image.new("RGB", size, rng.choice(DESKS))
    if rng.random() < 0.5:
        # Wood: streaks far longer than wide.
        streaks = noise(rng, 3, size[1] // 5 + 2).resize(size, Image.Resampling.BICUBIC)
        desk = Image.blend(desk, Image.merge("RGB", [streaks] * 3), 0.12)
    return with_grain(desk, rng, 5)


def _shrunk(picture: Image.Image, long_side: int) -> Image.Image:
    scale = long_side / max(picture.size)
    if scale >= 1:
        return picture
    return picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC)


def _moved(picture: Image.Image, rng: Random) -> Image.Image:
    """A short smear: the mean of the picture and itself pushed along."""
    reach, angle = rng.uniform(1, 2.5), rng.random() * math.pi
    pushed = picture.transform(
        picture.size,
        Image.Transform.AFFINE,
        (1, 0, reach * math.cos(angle), 0, 1, reach * math.sin(angle)),
        Image.Resampling.BILINEAR,
    )
    return Image.blend(picture, pushed, 0.5)


def _lit(picture: Image.Image, conditions: Conditions, rng: Random) -> Image.Image:
    field = _light(conditions, rng, picture.width / picture.height)
    light = np.asarray(Image.fromarray(field).resize(picture.size, Image.Resampling.BICUBIC))
    cast = np.array([1 + rng.uniform(-1, 1) * conditions.cast for _ in range(3)], np.float32)
    pixels = np.asarray(picture, np.float32) * light[:, :, None] * (cast * rng.uniform(*conditions.light))
    grain = np.asarray(noise(rng, *picture.size), np.float32) - 127.5
    # Evenly spread bytes deviate by 74.
    pixels += grain[:, :, None] * (rng.uniform(*conditions.grain) / 74)
    if rng.random() < conditions.gloss:
        glare = np.asarray(Image.fromarray(_glare(rng)).resize(picture.size, Image.Resampling.BICUBIC))
        pixels += glare[:, :, None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _light(conditions: Conditions, rng: Random, aspect: float) -> np.ndarray:
    """Brighter on one side, darker in the corners, and perhaps the shadow of an arm with a straight edge."""
    y, x = np.mgrid[0:1:64j, 0:1:64j].astype(np.float32)
    angle = rng.random() * 2 * math.pi
    slope = (x - 0.5) * math.cos(angle) + (y - 0.5) * math.sin(angle)
    light = 1 + slope * rng.uniform(0, 2) * conditions.shade
    light *= 1 - ((x - 0.5) ** 2 + (y - 0.5) ** 2) * conditions.shade * rng.uniform(0, 1)
    if rng.random() < conditions.shadow:
        angle, edge = rng.random() * 2 * math.pi, rng.uniform(-0.35, 0.35)
        across = (x - 0.5) * aspect * math.cos(angle) + (y - 0.5) * math.sin(angle)
        light *= 1 - rng.uniform(0.15, 0.5) / (1 + np.exp(-(across - edge) * rng.uniform(8, 60)))
    return light.astype(np.float32)


def _glare(rng: Random) -> np.ndarray:
    """A lamp in a shiny surface: white in the middle, gone a palm's width further."""
    y, x = np.mgrid[0:1:64j, 0:1:64j].astype(np.float32)
    across, down = (x - rng.random()) * rng.uniform(1, 2), (y - rng.random()) * rng.uniform(1, 2)
    return (rng.uniform(40, 170) * np.exp(-(across**2 + down**2) / rng.uniform(0.004, 0.02))).astype(np.float32)
