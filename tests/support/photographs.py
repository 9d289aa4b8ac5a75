"""Small made-up files of every kind that is taken in, and of some that are not.

photographs.jpeg(gps=True, orientation=6)      each call gives other bytes, unless `seed` says which
"""

import io
import itertools
import re
import struct
import zlib

import pillow_heif
import segno
from PIL import Image, ImageDraw, PngImagePlugin

# Dock Street lies elsewhere: found in a kept file, this place was not taken out.
PLACE = "Null Island 0.0001"
CAMERA = "Snapmaker 3000"

_seeds = itertools.count(1)


def image(width: int = 96, height: int = 64, *, seed: int | None = None, text: str = "") -> Image.Image:
    """Paper with a red corner at the top left, a blue one at the bottom right, and something of its own between."""
    seed = next(_seeds) if seed is None else seed
    paper = Image.new("RGB", (width, height), (230, 225, 215))
    draw = ImageDraw.Draw(paper)
    draw.rectangle((0, 0, width // 4, height // 4), fill=(200, 30, 30))
    draw.rectangle((width * 3 // 4, height * 3 // 4, width, height), fill=(30, 30, 200))
    draw.text((width // 3, height // 3), text or f"#{seed}", fill=(20, 20, 20))
    draw.point([(seed % width, height // 2), (seed // width % width, height // 2 + 1)], fill=(0, 120, 0))
    return paper


def jpeg(width: int = 96, height: int = 64, *, orientation: int = 1, gps: bool = False, **picture) -> bytes:
    """`orientation` as a camera writes it that was held that way; `gps`: with place, camera and comment."""
    exif = _exif(orientation, gps)
    more = {"comment": PLACE} if gps else {}
    return _saved(image(width, height, **picture), "JPEG", exif=exif, quality=90, **more)


def png(*, gps: bool = False, **picture) -> bytes:
    info = PngImagePlugin.PngInfo()
    if gps:
        info.add_text("Comment", PLACE)
        info.add_itxt("XML:com.adobe.xmp", f"<x>{PLACE}</x>")
    return _saved(image(**picture), "PNG", pnginfo=info, exif=_exif(1, gps))


def webp(*, gps: bool = False, **picture) -> bytes:
    return _saved(image(**picture), "WEBP", exif=_exif(1, gps), xmp=PLACE.encode() if gps else b"")


def heic(*, gps: bool = False, **picture) -> bytes:
    """What an iPhone sends."""
    pillow_heif.register_heif_opener()
    return _saved(image(**picture), "HEIF", exif=_exif(1, gps).tobytes())


def pdf(
    pages: int = 1,
    *,
    blank: tuple[int, ...] = (),
    covers: tuple[int, ...] = (),
    torn: tuple[int, ...] = (),
    code: str = "BX-SEP",
    sheets: dict[int, str] | None = None,
) -> bytes:
    """From a scanner: every page one picture. The others are numbers of pages that are blank, covers, or broken.

    `sheets`: which pages are covers with a code of their own.
    """
    codes = {**dict.fromkeys(covers, code), **(sheets or {})}
    kinds = {**dict.fromkeys(blank, _blank()), **{number: _cover(each) for number, each in codes.items()}}
    drawn = [kinds.get(number) or image(210, 297) for number in range(1, pages + 1)]
    data = _saved(drawn[0], "PDF", save_all=True, append_images=drawn[1:], resolution=72)
    images = [match.start() for match in re.finditer(rb"/Subtype /Image", data)]
    for number in torn:
        inside = data.index(b"stream", images[number - 1]) + 300
        data = data[:inside] + bytes(800) + data[inside + 800 :]
    return data


def locked_pdf() -> bytes:
    """Opens with a password nobody has."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /O <" + b"4f" * 32 + b"> /U <" + b"55" * 32 + b"> /P -4 >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<" + b"ab" * 16 + b"> <" + b"ab" * 16 + b">] >>"
    return body + b"xref\n0 5\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF" % (table, trailer, len(body))


def _blank() -> Image.Image:
    """Paper is never quite white, the feeder leaves a shadow, and somebody has punched it."""
    sheet = Image.effect_noise((210, 297), 6).point(lambda tone: tone + 110).convert("RGB")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, 4, 297), fill=(120, 120, 120))
    for y in (110, 190):
        draw.ellipse((8, y, 14, y + 6), fill=(10, 10, 10))
    return sheet


def _cover(code: str) -> Image.Image:
    out = io.BytesIO()
    segno.make_qr(code).save(out, kind="png", scale=4)
    sheet = Image.new("RGB", (210, 297), (252, 252, 252))
    sheet.paste(Image.open(out).convert("RGB"), (50, 90))
    return sheet


def bomb() -> bytes:
    """A few bytes that say they are 900 megapixels."""
    data = png()
    header = b"IHDR" + struct.pack(">II", 30_000, 30_000) + data[24:29]
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]


def _exif(orientation: int, gps: bool) -> Image.Exif:
    exif = Image.Exif()
    if orientation != 1:
        exif[0x0112] = orientation
    if gps:
        exif[0x010F] = CAMERA
        exif[0x010E] = PLACE
        exif.get_ifd(0x8825).update({1: "N", 2: (0.0, 0.0, 1.0), 3: "E", 4: (0.0, 0.0, 1.0), 29: "2026:01:02"})
    return exif


def _saved(picture: Image.Image, format: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()
