"""From a file that was sent to the three files that are kept: the original without its place, and two sizes."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from boxholder.mail.pictures import decoding, stripping
from boxholder.mail.pictures.decoding import Photograph
from boxholder.mail.pictures.formats import Format

LARGE_EDGE, SMALL_EDGE = 1600, 400
# Of an original that has to be compressed anew, because no browser shows its kind, or its kind cannot be cleaned.
_ORIGINAL_QUALITY = 92
_PAGE_QUALITY = 88
_LARGE_QUALITY, _SMALL_QUALITY = 82, 76


@dataclass(frozen=True)
class KeptFile:
    suffix: str
    content: bytes


@dataclass(frozen=True)
class Prepared:
    """Everything a Picture says of its files, and the files themselves, none of them written yet."""

    fingerprint: str
    byte_size: int
    width: int
    height: int
    original: KeptFile
    large: KeptFile
    small: KeptFile


def fingerprint_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def prepare(photograph: Photograph, *, fingerprint: str) -> Prepared:
    """Raises TornFile."""
    large = decoding.at_most(photograph, LARGE_EDGE)
    return Prepared(
        fingerprint=fingerprint,
        byte_size=len(photograph.data),
        width=photograph.width,
        height=photograph.height,
        original=_original(photograph),
        large=jpeg_of(large, _LARGE_QUALITY),
        small=jpeg_of(_smaller(large), _SMALL_QUALITY),
    )


def prepare_page(page: Image.Image, *, fingerprint: str) -> Prepared:
    """A page of a PDF, drawn as it is seen: that is its original."""
    original = jpeg_of(page, _PAGE_QUALITY)
    large = page.copy()
    large.thumbnail((LARGE_EDGE, LARGE_EDGE), Image.Resampling.LANCZOS)
    return Prepared(
        fingerprint=fingerprint,
        byte_size=len(original.content),
        width=page.width,
        height=page.height,
        original=original,
        large=jpeg_of(large, _LARGE_QUALITY),
        small=jpeg_of(_smaller(large), _SMALL_QUALITY),
    )


def sizes_of(photograph: Photograph, *, quarter_turns: int) -> tuple[KeptFile, KeptFile]:
    """The two sizes anew, turned clockwise as a person asked for. Raises TornFile."""
    large = decoding.at_most(photograph, LARGE_EDGE)
    profile = large.info
    if quarter_turns:
        large = large.rotate(-90 * quarter_turns, expand=True)
        large.info = profile
    return jpeg_of(large, _LARGE_QUALITY), jpeg_of(_smaller(large), _SMALL_QUALITY)


def jpeg_of(image: Image.Image, quality: int) -> KeptFile:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, icc_profile=image.info.get("icc_profile"))
    return KeptFile("jpg", out.getvalue())


def _smaller(large: Image.Image) -> Image.Image:
    small = large.copy()
    small.thumbnail((SMALL_EDGE, SMALL_EDGE), Image.Resampling.LANCZOS)
    return small


def _original(photograph: Photograph) -> KeptFile:
    """The pixels as they came where that can be; else decoded and compressed once more, full size, upright."""
    try:
        if photograph.format == Format.JPEG:
            return KeptFile("jpg", stripping.jpeg(photograph.data, orientation=photograph.orientation))
        if photograph.format == Format.PNG and photograph.orientation == 1:
            return KeptFile("png", stripping.png(photograph.data))
    except stripping.NotWellFormed:
        pass  # a decoder may forgive what we cannot vouch for
    return jpeg_of(decoding.at_most(photograph, None), _ORIGINAL_QUALITY)
