"""What lies on an address before it is photographed: a sticker, a thumb, clear tape."""

from bench.labels.paper import Sheet, around
from bench.labels.pieces import Piece

THUMBS = ((222, 178, 148), (160, 110, 80), (96, 66, 50), (240, 200, 176))


def harm(sheet: Sheet, piece: Piece, rng) -> None:
    if piece.addressee.hidden == "all":
        _hide(sheet, rng)
    elif rng.random() < 0.1:
        _cover_last_line(sheet, rng)
    elif rng.random() < 0.08:
        left, top, right, low = around(sheet.address, 12)
        sheet.tape((left - 40, top, right + 60, top + (low - top) * 2 // 3))


def _hide(sheet: Sheet, rng) -> None:
    """Everything that tells the recipient, whatever else on the piece can be read."""
    box = around(sheet.address, 22)
    if rng.random() < 0.6:
        sheet.cover(
            box, rng.choice([(250, 226, 90), (252, 252, 250)]), words=rng.choice(["NOTIFY SENDER OF NEW ADDRESS", ""])
        )
    else:
        left, top, right, low = box
        wide, tall = (right - left) * 0.3, (low - top) * 0.5
        sheet.draw.ellipse((left - wide, top - tall, right + wide, low + tall), fill=rng.choice(THUMBS))


def _cover_last_line(sheet: Sheet, rng) -> None:
    """The town's line, which tells the clerk nothing new."""
    left, top, right, low = sheet.address[-1]
    start = left + (right - left) * rng.uniform(0, 0.6)
    if rng.random() < 0.5:
        sheet.cover((round(start), top - 2, right + 40, low + 14), (250, 226, 90))
    else:
        # Not so far down that it would reach a barcode.
        tall = low - top
        sheet.draw.ellipse((start, top - tall * 0.4, start + tall * 6, top + tall * 1.6), fill=rng.choice(THUMBS))
