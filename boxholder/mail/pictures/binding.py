"""Pages bound into one PDF: the JPEGs as they are, nothing is compressed anew."""

import io
from collections.abc import Iterable

import pypdfium2 as pdfium

from boxholder.mail.pictures.pdf import in_turn

# The longest edge, in points: A4 upright.
EDGE = 842


def bound(jpegs: Iterable[bytes]) -> bytes:
    with in_turn():
        document = pdfium.PdfDocument.new()
        try:
            for jpeg in jpegs:
                _add_page(document, jpeg)
            out = io.BytesIO()
            document.save(out)
            return out.getvalue()
        finally:
            document.close()


def _add_page(document: pdfium.PdfDocument, jpeg: bytes) -> None:
    image = pdfium.PdfImage.new(document)
    image.load_jpeg(io.BytesIO(jpeg), inline=True)
    scale = EDGE / max(image.get_px_size())
    width, height = (edge * scale for edge in image.get_px_size())
    image.set_matrix(pdfium.PdfMatrix().scale(width, height))
    page = document.new_page(width, height)
    page.insert_obj(image)
    page.gen_content()
    page.close()
