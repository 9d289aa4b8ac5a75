"""Codes for scanners, as SVG: QR for cameras and phones, Code 128 for the pistol that only reads lines."""

import io

import segno
import zxingcpp


def qr(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def code_128(text: str) -> str:
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_svg(add_quiet_zones=False)
