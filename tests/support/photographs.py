"""Small made-up files of every kind that is taken in, and of some that are not.

photographs.jpeg(gps=True, orientation=6)      each call gives other bytes, unless `seed` says which
"""

import io
import itertools
import struct
import zlib

import pillow_heif
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


def pdf(pages: int = 1, *, blank: tuple[int, ...] = (), width: int = 210, height: int = 297) -> bytes:
    """From a scanner: every page one picture. `blank`: numbers of the pages with nothing on them."""
    white = Image.new("RGB", (width, height), (252, 252, 252))
    sheets = [white if n in blank else image(width, height) for n in range(1, pages + 1)]
    return _saved(sheets[0], "PDF", save_all=True, append_images=sheets[1:], resolution=72)


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
