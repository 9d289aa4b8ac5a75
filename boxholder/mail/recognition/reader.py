"""Reads a photographed mail piece on this machine: text lines and barcodes, no network.

Lines are found in a small copy and cut out of a sharper one; barcodes need a sharper one still. Time goes by the number
of lines, not by the size of the picture.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import zxingcpp
from PIL import Image, ImageOps

from boxholder.mail.recognition import engine, upright
from boxholder.mail.recognition.label import Barcode, Box, LabelText, Line
from boxholder.mail.recognition.view import View, around, quarters, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

BARCODE_SIDE = 3000
LEAST_CONFIDENCE = 0.5
DOUBTFUL = 0.8  # Half of the lines are less sure.
FEW = 3  # An address has as many lines. With fewer found, the picture is searched again in four parts,
SMALL = 20  # and with lines as low as this, what is written on is seen from nearer; if the picture has more to show.
NEARER = 0.8
DARK = 150  # Of 255: paper is white, so that a picture with nothing as bright was taken in the dark.

_one_at_a_time = threading.Lock()


def read(image: Image.Image) -> LabelText:
    """About half a second of two cores. Safe to call from several threads: they take turns."""
    picture = ImageOps.exif_transpose(image).convert("RGB")
    barcodes = _barcodes(shrunk(picture, BARCODE_SIDE))
    with _one_at_a_time:
        lines, rotation = _lines(picture)
    return LabelText(lines=lines, barcodes=barcodes, rotation=rotation)


def _barcodes(picture: Image.Image) -> list[Barcode]:
    found = zxingcpp.read_barcodes(picture.convert("L"), text_mode=zxingcpp.TextMode.Plain)
    return [Barcode(barcode.text, barcode.format.name) for barcode in found if barcode.text]


def _lines(picture: Image.Image) -> tuple[list[Line], int]:
    view, quads = _found(picture)
    if len(quads) < FEW and _is_dark(picture):
        view, quads = max(
            (view, quads), _found(ImageOps.autocontrast(picture, cutoff=1)), key=lambda found: len(found[1])
        )
    if not len(quads):
        return [], 0

    across = upright.are_across(quads, upright.direction(quads))
    if across.sum() < FEW:
        across[:] = False
    lines, reading = _read(view, quads[~across], picture.size)
    if across.any():
        lines += _set_apart(_read(view, quads[across], picture.size)[0], max(picture.size))
    return sorted(lines, key=lambda line: (line.box.top, line.box.left)), upright.quarter_turn(reading)


def _read(view: View, quads: NDArray, size: tuple[int, int]) -> tuple[list[Line], float]:
    """Lines of one direction, and that direction."""
    reading = upright.direction(quads)
    texts, is_turned = _texts(engine.cut_out(view.pixels, upright.ordered(quads, reading)))
    reading += 180 * is_turned
    boxes = upright.boxes(view.in_picture(quads), reading, size=size)
    lines = [
        Line(text.strip(), round(confidence, 3), box)
        for (text, confidence), box in zip(texts, boxes, strict=True)
        if confidence >= LEAST_CONFIDENCE and text.strip()
    ]
    return lines, reading


def _set_apart(lines: list[Line], by: int) -> list[Line]:
    """What runs across the rest, an address on a magazine that lies on its side or a sender along an edge, as if it
    stood upright on a sheet of its own at the upper left: there it is not taken for the recipient's lower address.
    """
    return [replace(line, box=Box(*(edge - by for edge in line.box))) for line in lines]


def _texts(cuttings: list[NDArray]) -> tuple[list[tuple[str, float]], bool]:
    """Each line's text, and whether the lines had to be turned on their heads. In bad light that is easily mistaken:
    when it reads badly, the other way is tried.
    """
    is_turned = engine.are_upside_down(cuttings)
    texts = engine.recognize(_turned(cuttings) if is_turned else cuttings)
    if _sureness(texts) < DOUBTFUL:
        others = engine.recognize(cuttings if is_turned else _turned(cuttings))
        if _sureness(others) > _sureness(texts):
            return others, not is_turned
    return texts, is_turned


def _turned(cuttings: list[NDArray]) -> list[NDArray]:
    return [np.rot90(cutting, 2) for cutting in cuttings]


def _sureness(texts: list[tuple[str, float]]) -> float:
    return median(confidence for _, confidence in texts) if texts else 0.0


def _is_dark(picture: Image.Image) -> bool:
    return bool(np.percentile(np.asarray(picture.convert("L").reduce(8)), 99) < DARK)


def _found(picture: Image.Image) -> tuple[View, NDArray]:
    """A small label on a large parcel is overlooked, or too small, at first."""
    whole = View.of(picture)
    quads = engine.find_lines(whole.pixels)
    seen = whole.in_picture(quads)
    if len(quads) < FEW and max(picture.size) > View.SIDE:
        seen = np.concatenate([seen, *_in_quarters(picture)])
    elif whole.line_height(quads) >= SMALL:
        return whole, quads

    nearer = View.of(picture, around(seen, picture.size)) if len(seen) else whole
    if nearer.scale >= NEARER * whole.scale:
        return whole, quads
    again = engine.find_lines(nearer.pixels)
    return (nearer, again) if len(again) >= len(quads) else (whole, quads)


def _in_quarters(picture: Image.Image) -> Iterator[NDArray]:
    for quarter in quarters(picture.size):
        view = View.of(picture, quarter)
        yield view.in_picture(engine.find_lines(view.pixels, side=engine.SEARCH_SIDE))
