"""Made-up photographs of made-up mail, drawn with what Pillow brings: the same on every machine."""

import io
import random
from dataclasses import dataclass
from functools import lru_cache

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = (1500, 1060)
DESKS = ["#8b6f52", "#6d7278", "#a58a6a", "#59636b", "#9a9487"]
PAPERS = ["#fbfaf4", "#f6f1e4", "#ffffff", "#f1ede2", "#e9dcc0"]
CARDBOARD = ["#c39a6b", "#b98d5c", "#cda878"]
COVERS = ["#27496d", "#7a3b3f", "#2f6b4f", "#6b4f8a"]
STAMPS = ["#a33b3b", "#2f5d8a", "#3d7a4d", "#8a6a2f"]


@dataclass(frozen=True)
class Envelope:
    """What is written on a piece. `kind`: letter, large, magazine or parcel; `tracking` is in a parcel's barcode."""

    kind: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    carrier: str = ""
    tracking: str = ""
    mark: str = ""


def photograph(envelope: Envelope, *, seed: int) -> bytes:
    """A JPEG, as a telephone would take it: a little askew, with a shadow, on somebody's desk."""
    dice = random.Random(seed)
    piece = _DRAWN[envelope.kind](envelope, dice)
    table = _desk(dice.choice(DESKS)).copy()
    piece.putalpha(255)
    turned = piece.rotate(dice.uniform(-3.5, 3.5), expand=True, resample=Image.Resampling.BICUBIC)
    place = ((SIZE[0] - turned.width) // 2 + dice.randint(-20, 20), (SIZE[1] - turned.height) // 2)
    table.paste("#1c1712", (0, 0), _shadow(turned.getchannel("A"), place))
    table.paste(turned, place, turned)
    out = io.BytesIO()
    table.save(out, "JPEG", quality=86)
    return out.getvalue()


def page(lines: tuple[str, ...]) -> bytes:
    """A JPEG of a sheet of paper, as a scanner would take what was inside."""
    sheet = Image.new("RGB", (1240, 1754), "#fdfdfb")
    _write(ImageDraw.Draw(sheet), (140, 170), lines, 32)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=86)
    return out.getvalue()


def scanned(envelopes: list[Envelope], *, seed: int) -> bytes:
    """The same from a scanner: a PDF, a page for each."""
    pages = [Image.open(io.BytesIO(photograph(each, seed=seed + n))) for n, each in enumerate(envelopes)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return out.getvalue()


@lru_cache
def _desk(colour: str) -> Image.Image:
    """Wood or stone: coarse noise, drawn out along the grain."""
    grain = Image.effect_noise((SIZE[0] // 30, SIZE[1] // 3), 34).resize(SIZE, Image.Resampling.BICUBIC)
    desk = Image.new("RGB", SIZE, colour)
    return Image.blend(desk, Image.merge("RGB", (grain, grain, grain)), 0.12)


def _shadow(outline: Image.Image, place: tuple[int, int]) -> Image.Image:
    """Small and soft, then large: blurring the whole picture takes long."""
    small = (SIZE[0] // 8, SIZE[1] // 8)
    shadow = Image.new("L", small, 0)
    shadow.paste(outline.resize((outline.width // 8, outline.height // 8)), (place[0] // 8 + 2, place[1] // 8 + 2))
    soft = shadow.filter(ImageFilter.GaussianBlur(2)).point(lambda each: each * 0.6)
    return soft.resize(SIZE, Image.Resampling.BILINEAR)


def _sheet(width: int, height: int, colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", (width, height), colour)
    draw = ImageDraw.Draw(sheet, "RGBA")
    draw.rectangle((0, 0, width - 1, height - 1), outline="#00000033", width=2)
    return sheet, draw


def _letter(envelope: Envelope, dice: random.Random) -> Image.Image:
    sheet, draw = _sheet(1180, 560, dice.choice(PAPERS))
    _write(draw, (50, 40), envelope.sender, 24)
    _stamp(draw, (1000, 40), dice)
    _write(draw, (430 + dice.randint(-30, 60), 260), envelope.recipient, 34)
    _mark(draw, (50, 480), envelope.mark)
    return sheet


def _large(envelope: Envelope, dice: random.Random) -> Image.Image:
    sheet, draw = _sheet(1240, 860, "#d9b87c")
    draw.rectangle((360, 330, 1010, 640), fill="#fffdf6")
    _write(draw, (60, 50), envelope.sender, 26)
    _stamp(draw, (1050, 50), dice)
    _write(draw, (400, 370), envelope.recipient, 34)
    _mark(draw, (60, 770), envelope.mark)
    return sheet


def _magazine(envelope: Envelope, dice: random.Random) -> Image.Image:
    sheet, draw = _sheet(760, 980, dice.choice(COVERS))
    draw.text((50, 50), envelope.sender[0], font=_font(72), fill="#ffffff")
    draw.text((54, 150), envelope.sender[-1], font=_font(30), fill="#ffffffcc")
    for n in range(3):
        draw.rectangle((54, 260 + n * 130, 54 + dice.randint(260, 600), 340 + n * 130), fill="#ffffff26")
    draw.rectangle((90, 700, 690, 920), fill="#ffffff")
    _write(draw, (116, 722), envelope.recipient, 30)
    return sheet


def _parcel(envelope: Envelope, dice: random.Random) -> Image.Image:
    sheet, draw = _sheet(1260, 920, dice.choice(CARDBOARD))
    draw.rectangle((0, 430, 1260, 500), fill="#dcc49a")
    draw.rectangle((250, 60, 1010, 860), fill="#ffffff", outline="#111111", width=3)
    draw.text((280, 80), envelope.carrier, font=_font(52), fill="#111111")
    draw.line((250, 160, 1010, 160), fill="#111111", width=3)
    _write(draw, (280, 176), ("FROM:", *envelope.sender), 22)
    draw.line((250, 330, 1010, 330), fill="#111111", width=3)
    draw.text((280, 344), "SHIP TO:", font=_font(24), fill="#111111")
    _write(draw, (320, 384), envelope.recipient, 34)
    if envelope.tracking:
        bars = Image.fromarray(zxingcpp.create_barcode(envelope.tracking, zxingcpp.BarcodeFormat.Code128).to_image())
        sheet.paste(bars.resize((640, 130), Image.Resampling.NEAREST).convert("RGB"), (310, 636))
        draw.text((330, 790), f"TRACKING #: {envelope.tracking}", font=_font(28), fill="#111111")
    return sheet


_DRAWN = {"letter": _letter, "large": _large, "magazine": _magazine, "parcel": _parcel}


def _write(draw: ImageDraw.ImageDraw, at: tuple[int, int], lines: tuple[str, ...], size: int) -> None:
    for n, line in enumerate(lines):
        draw.text((at[0], at[1] + n * round(size * 1.34)), line, font=_font(size), fill="#20242c")


def _mark(draw: ImageDraw.ImageDraw, at: tuple[int, int], words: str) -> None:
    if words:
        font = _font(30)
        left, top, right, bottom = draw.textbbox(at, words, font=font)
        draw.rectangle((left - 12, top - 10, right + 12, bottom + 10), outline="#a02c2c", width=4)
        draw.text(at, words, font=font, fill="#a02c2c")


def _stamp(draw: ImageDraw.ImageDraw, at: tuple[int, int], dice: random.Random) -> None:
    x, y = at
    draw.rectangle((x, y, x + 120, y + 140), fill=dice.choice(STAMPS), outline="#ffffff", width=6)
    draw.ellipse((x + 30, y + 36, x + 90, y + 100), fill="#ffffff55")
    for n in range(5):
        draw.arc((x - 170, y + 6 + n * 22, x + 40, y + 46 + n * 22), 200, 340, fill="#20242c88", width=3)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
