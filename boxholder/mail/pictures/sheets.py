"""What stands between two pieces in a scanner's feeder: a blank page, or a sheet with our code on it."""

import zxingcpp
from PIL import Image

SEPARATOR = "BX-SEP"

_CODE_EDGE = 1600
_LOOK_EDGE = 560
# Punch holes, staples and the shadow of the feeder lie in the margin.
_MARGIN = 0.08
# How much darker than the paper is ink, and how much of it is dust. Faint: what shines through from the other side.
_INK = 48
_DUST = 0.0003


def is_separator(page: Image.Image) -> bool:
    return is_blank(page) or is_cover_sheet(page)


def is_blank(page: Image.Image) -> bool:
    seen = _at_most(page, _LOOK_EDGE)
    width, height = seen.size
    inside = seen.crop((
        round(width * _MARGIN), round(height * _MARGIN), round(width * (1 - _MARGIN)), round(height * (1 - _MARGIN)),
    ))  # fmt: skip
    tones = inside.histogram()
    paper = _median(tones)
    return sum(tones[: max(paper - _INK, 0)]) <= sum(tones) * _DUST


def is_cover_sheet(page: Image.Image) -> bool:
    codes = zxingcpp.read_barcodes(_at_most(page, _CODE_EDGE))
    return any(code.text.strip() == SEPARATOR for code in codes)


def _at_most(page: Image.Image, edge: int) -> Image.Image:
    seen = page.convert("L")
    seen.thumbnail((edge, edge), Image.Resampling.BOX)
    return seen


def _median(tones: list[int]) -> int:
    half, passed = sum(tones) / 2, 0
    for tone, count in enumerate(tones):
        passed += count
        if passed >= half:
            return tone
    return len(tones) - 1
