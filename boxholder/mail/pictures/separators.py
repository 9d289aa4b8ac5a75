"""What stands between two pieces in a scanner's feeder: a blank page, or a sheet with a code of ours on it."""

import re

import zxingcpp
from PIL import Image

SEPARATOR = "BX-SEP"
_MAILBOX = re.compile(r"BX-(\d{1,18})")

_CODE_EDGE = 1600
_LOOK_EDGE = 560
# Punch holes, staples and the shadow of the feeder lie in the margin.
_MARGIN = 0.08
# How much darker than the paper is ink, and how much of it is dust. Faint: what shines through from the other side.
_INK = 48
_DUST = 0.0003


def is_blank(page: Image.Image) -> bool:
    seen = _at_most(page, _LOOK_EDGE)
    width, height = seen.size
    inside = seen.crop((
        round(width * _MARGIN), round(height * _MARGIN), round(width * (1 - _MARGIN)), round(height * (1 - _MARGIN)),
    ))  # fmt: skip
    tones = inside.histogram()
    paper = _median(tones)
    return sum(tones[: max(paper - _INK, 0)]) <= sum(tones) * _DUST


def codes_on(page: Image.Image) -> set[str]:
    return {code.text.strip() for code in zxingcpp.read_barcodes(_at_most(page, _CODE_EDGE))}


def mailbox_in(codes: set[str]) -> int | None:
    """Of a sheet that says whose the next piece is: the mailbox's key."""
    found = {int(match[1]) for code in codes if (match := _MAILBOX.fullmatch(code))}
    return found.pop() if len(found) == 1 else None


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
