"""Reads a photographed mail piece on this machine: text lines and barcodes, no network.

Lines are found in a small copy and cut out of a sharper one; barcodes need a sharper one still. Time goes by the number
of lines, not by the size of the picture.
"""

from __future__ import annotations

import threading

import numpy as np
import zxingcpp
from PIL import Image, ImageOps

from boxholder.mail.recognition import engine, upright
from boxholder.mail.recognition.label import Barcode, LabelText, Line

TEXT_SIDE = 2000
BARCODE_SIDE = 3000
LEAST_CONFIDENCE = 0.5

_one_at_a_time = threading.Lock()


def read(image: Image.Image) -> LabelText:
    """About half a second of two cores. Safe to call from several threads: they take turns."""
    picture = ImageOps.exif_transpose(image)
    sharp = _shrunk(picture, BARCODE_SIDE)
    barcodes = _barcodes(sharp)
    copy = _shrunk(sharp, TEXT_SIDE)
    with _one_at_a_time:
        lines, rotation = _lines(copy, scale=picture.width / copy.width)
    return LabelText(lines=lines, barcodes=barcodes, rotation=rotation)


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    copy = picture.convert("RGB")
    if max(copy.size) > side:
        copy.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return copy


def _barcodes(picture: Image.Image) -> list[Barcode]:
    found = zxingcpp.read_barcodes(picture.convert("L"), text_mode=zxingcpp.TextMode.Plain)
    return [Barcode(barcode.text, barcode.format.name) for barcode in found if barcode.text]


def _lines(picture: Image.Image, *, scale: float) -> tuple[list[Line], int]:
    pixels = np.asarray(picture)[:, :, ::-1].copy()  # The engine reads blue, green, red.
    quads = engine.find_lines(pixels)
    if not len(quads):
        return [], 0

    reading = upright.direction(quads)
    cuttings = engine.cut_out(pixels, upright.ordered(quads, reading))
    if engine.are_upside_down(cuttings):
        reading += 180
        cuttings = [np.rot90(cutting, 2) for cutting in cuttings]
    boxes = upright.boxes(quads, reading, size=picture.size, scale=scale)
    lines = [
        Line(text.strip(), round(confidence, 3), box)
        for (text, confidence), box in zip(engine.recognize(cuttings), boxes, strict=True)
        if confidence >= LEAST_CONFIDENCE and text.strip()
    ]
    return sorted(lines, key=lambda line: (line.box.top, line.box.left)), upright.quarter_turn(reading)
