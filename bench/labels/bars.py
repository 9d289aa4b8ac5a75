"""Barcodes, drawn by Zint: the symbologies that carriers print, as black on white."""

import numpy as np
from PIL import Image
from zint import InputMode, Symbol, Symbology

GROUP_SEPARATOR, RECORD_SEPARATOR, END = "\x1d", "\x1e", "\x04"


def code128(data: str, *, width: int, height: int) -> Image.Image:
    return _fit(_encoded(Symbology.CODE128, data), width, height)


def gs1_128(data: str, *, width: int, height: int) -> Image.Image:
    """Data with its identifiers in brackets: [420]08299[92]0590…"""
    return _fit(_encoded(Symbology.GS1_128, data, input_mode=InputMode.GS1NOCHECK), width, height)


def pdf417(data: str, *, width: int) -> Image.Image:
    return _scaled(_encoded(Symbology.PDF417, data, option_2=8), width)


def data_matrix(data: str, *, width: int) -> Image.Image:
    return _scaled(_encoded(Symbology.DATAMATRIX, data), width)


def aztec(data: str, *, width: int) -> Image.Image:
    return _scaled(_encoded(Symbology.AZTEC, data), width)


def qr(data: str, *, width: int) -> Image.Image:
    return _scaled(_encoded(Symbology.QRCODE, data), width)


def maxicode(zip_code: str, data: str, *, width: int) -> Image.Image:
    """UPS’s: the primary message is nine digits of ZIP, country and class of service."""
    return _scaled(_encoded(Symbology.MAXICODE, data, option_1=2, primary=f"{zip_code}840001"), width)


def intelligent_mail(data: str, *, width: int) -> Image.Image:
    return _scaled(_encoded(Symbology.USPS_IMAIL, data), width)


def _encoded(symbology: Symbology, data: str, **options) -> Image.Image:
    symbol = Symbol()
    symbol.symbology, symbol.show_text, symbol.scale = symbology, False, 2.0
    for option, value in options.items():
        setattr(symbol, option, value)
    symbol.encode(data)
    symbol.buffer()
    return Image.fromarray(np.asarray(symbol.bitmap)[:, :, 0].copy())


def _fit(picture: Image.Image, width: int, height: int) -> Image.Image:
    """As many whole pixels a module as go into the width: printers do not blur bars."""
    modules = picture.width // 4
    module = max(1, width // modules)
    return picture.resize((modules * module, height), Image.Resampling.NEAREST)


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    height = round(picture.height * width / picture.width)
    return picture.resize((width, height), Image.Resampling.LANCZOS)
