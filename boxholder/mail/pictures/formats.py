"""What a file is, by its first bytes: a name and a browser's word for it prove nothing."""

import enum


class Format(enum.Enum):
    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"
    PDF = "PDF"


# What an iPhone, and others after it, write into the first box: ISO/IEC 23008-12, annex B.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# A PDF may have something before its header: ISO 32000-1, annex H, implementation note 13.
PDF_WITHIN = 1024


def format_of(head: bytes) -> Format | None:
    """`head`: the first kilobyte."""
    if head.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return Format.HEIC
    if b"%PDF-" in head[:PDF_WITHIN]:
        return Format.PDF
    return None
