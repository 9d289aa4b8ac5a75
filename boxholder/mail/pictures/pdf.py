"""The pages of a scanner's PDF as pictures. PDFium works for one thread at a time: everything here takes turns."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from boxholder.mail.pictures.decoding import MOST_PIXELS, bytes_of
from boxholder.mail.pictures.errors import Encrypted, TooManyPages, TooManyPixels, TornFile

MOST_PAGES = 1000
# Words, lines, images: a page of small print has some thousands, and nobody may keep a worker drawing for hours.
MOST_THINGS = 50_000
# As fine as its scans are, within these; what is not scanned, text from a computer, is drawn at the first.
_LEAST_DPI, _MOST_DPI = 200, 300
_MOST_EDGE = 3600
# Below that it is an ornament, and the page can do without.
_IMAGE_EDGE = 64

_turn = threading.RLock()


def in_turn() -> threading.RLock:
    """For whoever else calls PDFium."""
    return _turn


class Document:
    """Open only inside `opened`. Pages are numbered from 1."""

    def __init__(self, document: pdfium.PdfDocument):
        self._document = document
        self.pages = len(document)

    def picture_of(self, number: int) -> Image.Image | None:
        """The page as it is seen; None where there is nothing on it. Raises TornFile, TooManyPixels."""
        with _turn, _as_torn(), self._page(number) as page:
            things = list(islice(page.get_objects(max_depth=4), MOST_THINGS + 1))
            if not things:
                return None
            if len(things) > MOST_THINGS:
                raise TooManyPixels
            images = [thing for thing in things if isinstance(thing, pdfium.PdfImage)]
            _refuse_bombs_and_torn(images)
            return page.render(scale=_scale(page, images), rev_byteorder=True).to_pil().convert("RGB")

    @contextmanager
    def _page(self, number: int) -> Iterator[pdfium.PdfPage]:
        page = self._document[number - 1]
        try:
            yield page
        finally:
            page.close()


@contextmanager
def opened(data: bytes) -> Iterator[Document]:
    """Raises TornFile, Encrypted, TooManyPages."""
    document = _open(data)
    try:
        if len(document) > MOST_PAGES:
            raise TooManyPages
        if not len(document):
            raise TornFile
        yield Document(document)
    finally:
        with _turn:
            document.close()


def read(file) -> bytes:
    """Of a file that was sent, once it has been found whole. Raises PictureRefused, see errors.py."""
    data = bytes_of(file)
    with opened(data):
        return data


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        with _turn:
            return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        is_locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise (Encrypted if is_locked else TornFile) from error


def _refuse_bombs_and_torn(images: list[pdfium.PdfImage]) -> None:
    """PDFium draws nothing where an image is torn, and says nothing: each is asked."""
    for image in images:
        width, height = image.get_px_size()
        if width * height > MOST_PIXELS:
            raise TooManyPixels
        if min(width, height) >= _IMAGE_EDGE:
            image.get_bitmap()


def _scale(page: pdfium.PdfPage, images: list[pdfium.PdfImage]) -> float:
    edge = max(page.get_size())
    scanned = max((max(image.get_px_size()) / edge * 72 for image in images), default=0)
    dpi = min(max(scanned, _LEAST_DPI), _MOST_DPI)
    return min(dpi / 72, _MOST_EDGE / edge)


@contextmanager
def _as_torn() -> Iterator[None]:
    try:
        yield
    except pdfium.PdfiumError as error:
        raise TornFile from error
