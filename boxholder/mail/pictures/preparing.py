"""From a file that was sent to the three files that are kept: the original without its place, and two sizes."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from boxholder.mail.pictures import decoding, stripping
from boxholder.mail.pictures.decoding import Photograph
from boxholder.mail.pictures.formats import Format

LARGE_EDGE, SMALL_EDGE = 1600, 400
# Of an original that has to be compressed anew.
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

    @property
    def files(self) -> dict[str, KeptFile]:
        return {"original": self.original, "large": self.large, "small": self.small}

    @property
    def measures(self) -> dict[str, int]:
        """What a row says of them."""
        return {"byte_size": self.byte_size, "width": self.width, "height": self.height}


def fingerprint_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def prepare(photograph: Photograph, *, fingerprint: str) -> Prepared:
    """Raises TornFile."""
    if original := _cleaned(photograph):
        large = decoding.at_most(photograph, LARGE_EDGE)
    else:
        whole = decoding.at_most(photograph, None)
        original, large = jpeg_of(whole, _ORIGINAL_QUALITY), _at_most(whole, LARGE_EDGE)
    return Prepared(
        fingerprint=fingerprint,
        byte_size=len(photograph.data),
        width=photograph.width,
        height=photograph.height,
        original=original,
        large=jpeg_of(large, _LARGE_QUALITY),
        small=jpeg_of(_at_most(large, SMALL_EDGE), _SMALL_QUALITY),
    )


def prepare_page(page: Image.Image, *, fingerprint: str) -> Prepared:
    """A page of a PDF, drawn as it is seen: that is its original."""
    original, large = jpeg_of(page, _PAGE_QUALITY), _at_most(page, LARGE_EDGE)
    return Prepared(
        fingerprint=fingerprint,
        byte_size=len(original.content),
        width=page.width,
        height=page.height,
        original=original,
        large=jpeg_of(large, _LARGE_QUALITY),
        small=jpeg_of(_at_most(large, SMALL_EDGE), _SMALL_QUALITY),
    )


def sizes_of(photograph: Photograph, *, quarter_turns: int) -> tuple[KeptFile, KeptFile]:
    """The two sizes anew, turned clockwise as a person asked for. Raises TornFile."""
    upright = decoding.at_most(photograph, LARGE_EDGE)
    large = upright.rotate(-90 * quarter_turns, expand=True)
    large.info = upright.info
    return jpeg_of(large, _LARGE_QUALITY), jpeg_of(_at_most(large, SMALL_EDGE), _SMALL_QUALITY)


def _cleaned(photograph: Photograph) -> KeptFile | None:
    """The file with its pixels as they came, where that can be: not one is compressed a second time.

    None where no browser shows its kind, or where a decoder forgives what cannot be vouched for here.
    """
    try:
        if photograph.format == Format.JPEG:
            return KeptFile("jpg", stripping.jpeg(photograph.data, orientation=photograph.orientation))
        if photograph.format == Format.PNG and photograph.orientation == 1:
            return KeptFile("png", stripping.png(photograph.data))
    except stripping.NotWellFormed:
        return None
    return None


def _at_most(image: Image.Image, edge: int) -> Image.Image:
    share = min(1.0, edge / max(image.size))
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    smaller = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    smaller.info = image.info
    return smaller


def jpeg_of(image: Image.Image, quality: int) -> KeptFile:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, icc_profile=image.info.get("icc_profile"))
    return KeptFile("jpg", out.getvalue())
