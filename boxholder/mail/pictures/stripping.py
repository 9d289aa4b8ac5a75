"""Taking out of a file what the camera wrote into it: where, when, with what, by whom. The pixels are not touched."""

import re
import struct
from collections.abc import Iterator

# A marker inside the compressed data: not a stuffed zero, not a restart, not filling.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SOI, _EOI, _SOS = b"\xff\xd8", b"\xff\xd9", 0xDA
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
# Start, density, no thumbnail.
_JFIF_BYTES = 14

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What the pixels need to look right: PNG (Third Edition), table 7. Nothing that holds words, times or EXIF.
_PNG_CHUNKS = set(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT pHYs".split())


class NotWellFormed(ValueError):
    """The file is not built as its kind is; nothing can be said about what it would carry along."""


def jpeg(data: bytes, *, orientation: int) -> bytes:
    """Without EXIF, XMP, IPTC, comments, embedded previews and whatever follows the end; with its colours.

    `orientation` (1 to 8, as in EXIF) is written back, as the only thing in its EXIF, where it is not 1: browsers and
    viewers show the file upright by it, and not one pixel is compressed a second time.
    """
    kept = [_SOI, _upright(orientation)]
    for marker, segment in _segments(data):
        if marker == _APP0 and segment[4:9] == b"JFIF\0":
            kept.append(struct.pack(">BBH", 0xFF, _APP0, _JFIF_BYTES + 2) + segment[4:16] + b"\0\0")
        elif not _is_about_the_picture(marker) or _is_needed(marker, segment):
            kept.append(segment)
    return b"".join([*kept, _EOI])


def _is_about_the_picture(marker: int) -> bool:
    """An application's segment, a comment: not what the decoder decodes."""
    return 0xE0 <= marker <= 0xEF or marker >= 0xF0


def _is_needed(marker: int, segment: bytes) -> bool:
    # APP14 says how Adobe's files keep their colours.
    is_profile = marker == _APP2 and segment[4:16] == b"ICC_PROFILE\0"
    return is_profile or (marker == _APP14 and segment[4:9] == b"Adobe")


def _upright(orientation: int) -> bytes:
    if orientation == 1:
        return b""
    # A big-endian TIFF with one directory of one entry: tag 0x0112, one SHORT.
    exif = b"Exif\0\0" + struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return struct.pack(">BBH", 0xFF, _APP1, len(exif) + 2) + exif


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its whole segment, compressed data included, up to the end of the picture."""
    at = len(_SOI)
    while True:
        while data[at : at + 2] == b"\xff\xff":  # filling
            at += 1
        if data[at : at + 2] == _EOI:
            return
        marker, end = _length_of(data, at)
        if marker == _SOS:
            found = _MARKER.search(data, end)
            if found is None:
                raise NotWellFormed("no end of the picture")
            end = found.start()
        yield marker, data[at:end]
        at = end


def _length_of(data: bytes, at: int) -> tuple[int, int]:
    """The marker here, and where its segment ends."""
    if len(data) < at + 4 or data[at] != 0xFF:
        raise NotWellFormed("no marker where one should stand")
    end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    if end < at + 4 or end > len(data):
        raise NotWellFormed("a segment is cut off")
    return data[at + 1], end


def png(data: bytes) -> bytes:
    """Without texts, times and EXIF; whatever follows the end is gone, too."""
    kept, at = [_PNG_SIGNATURE], len(_PNG_SIGNATURE)
    while True:
        length = int.from_bytes(data[at : at + 4], "big")
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or len(kind) < 4:
            raise NotWellFormed("a chunk is cut off")
        if kind in _PNG_CHUNKS:
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
