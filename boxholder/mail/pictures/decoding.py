"""Opening a photograph: what it is, how large it says it is, and only then its pixels.

Whatever a decoder raises on bytes that strangers may have made, the file is at fault: it becomes TornFile.
"""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import pillow_heif
from PIL import Image

from boxholder.mail.pictures.errors import (
    NotAPicture,
    PictureRefused,
    StorageFull,
    TooLarge,
    TooManyPixels,
    TornFile,
    is_full,
)
from boxholder.mail.pictures.formats import Format, format_of

MOST_BYTES = 50 * 1024 * 1024
# A baseline JPEG is decoded at a fraction of its size; of everything else all pixels stand in memory at once, of a WebP
# several times. That is 512 MB at most.
MOST_PIXELS = 120_000_000
MOST_PIXELS_AT_ONCE = 50_000_000
MOST_PIXELS_WEBP = 25_000_000
# Pictures above this are decoded one at a time, so that many of them together need no more memory than one.
LARGE_PIXELS = 24_000_000

_ORIENTATION = 0x0112
# Of EXIF's eight orientations, what brings each upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_COLOURS_KEPT = {"RGB", "RGBA", "L"}
# A display's or a phone's profile has half a kilobyte to three; a printer's has hundreds and is for its own ink.
_PROFILE_BYTES = 16 * 1024
_one_large_picture = threading.Lock()

# Ours are stricter; Pillow's own would warn about what we let pass.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
pillow_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True)
class Photograph:
    """A file whose header has been looked at, and no pixel yet. `width` and `height` as it is seen upright."""

    data: bytes
    format: Format
    width: int
    height: int
    orientation: int
    is_progressive: bool


def read(file) -> Photograph:
    """Of a file that was sent. Raises NotAPicture, TooLarge, TornFile, TooManyPixels, StorageFull."""
    return look_at(bytes_of(file))


def head_of(file) -> bytes:
    """Its first kilobyte. Raises StorageFull."""
    return _read(file, 1024)


def bytes_of(file) -> bytes:
    """All of it. Raises TooLarge, and StorageFull where there was no room to receive it."""
    if (file.size or 0) > MOST_BYTES:
        raise TooLarge
    return _read(file, -1)


def _read(file, count: int) -> bytes:
    try:
        file.seek(0)
        return file.read(count)
    except OSError as error:
        raise StorageFull if is_full(error) else TornFile from error


def look_at(data: bytes) -> Photograph:
    format = format_of(data[:1024])
    if format is None or format == Format.PDF:
        raise NotAPicture
    with _as_torn(), _opened(data, format) as image:
        # An iPhone's HEIC arrives turned already.
        turned = _orientation(image) if format != Format.HEIC else 1
        photograph = Photograph(
            data=data,
            format=format,
            width=image.height if turned in {5, 6, 7, 8} else image.width,
            height=image.width if turned in {5, 6, 7, 8} else image.height,
            orientation=turned,
            is_progressive=bool(image.info.get("progressive")),
        )
    _refuse_a_bomb(photograph)
    return photograph


def _orientation(image: Image.Image) -> int:
    try:
        said = image.getexif().get(_ORIENTATION)
    except Exception:  # what the camera wrote beside the picture is broken; the picture need not be
        return 1
    return said if said in _TURNS else 1


def at_most(photograph: Photograph, edge: int | None) -> Image.Image:
    """The pixels, upright, in RGB or grey, with the longest edge at most `edge`. Raises TornFile.

    Every byte of the file is decoded, so a file that was cut off is found out here.
    """
    is_large = photograph.width * photograph.height > LARGE_PIXELS
    turn = _one_large_picture if is_large else nullcontext()
    with turn, _as_torn(), _opened(photograph.data, photograph.format) as image:
        if edge and photograph.format == Format.JPEG:
            image.draft(None, _within(image.size, edge))
        profile = image.info.get("icc_profile") if image.mode in _COLOURS_KEPT else None
        seen = _eight_bits(image)
        if edge:
            seen.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=None)
        seen = _on_paper(seen)
        if photograph.orientation != 1:
            seen = seen.transpose(_TURNS[photograph.orientation])
        seen.info = {"icc_profile": profile} if profile and len(profile) <= _PROFILE_BYTES else {}
        return seen


def _refuse_a_bomb(photograph: Photograph) -> None:
    most = MOST_PIXELS_WEBP if photograph.format == Format.WEBP else MOST_PIXELS_AT_ONCE
    if photograph.format == Format.JPEG and not photograph.is_progressive:
        most = MOST_PIXELS
    if photograph.width * photograph.height > most:
        raise TooManyPixels


def _opened(data: bytes, format: Format) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=(format.value,))


def _within(size: tuple[int, int], edge: int) -> tuple[int, int]:
    share = min(1.0, edge / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _eight_bits(image: Image.Image) -> Image.Image:
    """Decoded; in a mode that can be made smaller."""
    if image.mode in {"RGB", "RGBA", "L", "LA"}:
        image.load()
        return image
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.point(lambda value: value / 256).convert("L")
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_paper(image: Image.Image) -> Image.Image:
    """Nothing transparent: what a JPEG can hold."""
    if image.mode in {"RGB", "L"}:
        return image
    seen = image.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


@contextmanager
def _as_torn() -> Iterator[None]:
    try:
        yield
    except PictureRefused:
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except Exception as error:
        raise TornFile from error
