"""A large flat envelope, manila or white, with a sheet label pasted on: contracts, passports, a calendar."""

from bench.labels import bars, numbers, postage
from bench.labels.ink import Hand, Printed
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

COLOURS = ((226, 190, 130), (218, 178, 112), (248, 247, 243), (200, 206, 214))


def draw(piece: Piece, rng) -> Sheet:
    width, height = rng.choice([(1700, 1280), (1280, 1700)])
    envelope = Sheet(width, height, rng.choice(COLOURS), rng=rng, grain=rng.uniform(3, 6))
    envelope.stick(_from_label(piece, rng), (rng.randrange(50, 90), rng.randrange(50, 90)), angle=rng.gauss(0, 2))
    postage.stamps(envelope) if rng.random() < 0.6 else postage.meter(envelope, _matrix(rng))
    if piece.writing == "handwritten":
        pen = Hand("futuram", slant=rng.uniform(-0.05, 0.2), wobble=rng.uniform(0.4, 1), width=rng.uniform(0.04, 0.07))
        ink, size = rng.choice([BLACK, (24, 30, 110)]), rng.randrange(46, 58)
        envelope.recipient((width * 0.26, height * 0.42), piece.addressee.lines, pen, size, ink, leading=1.2)
    else:
        label = _label(piece, rng)
        at = ((width - label.width) * rng.uniform(0.35, 0.65), height * rng.uniform(0.38, 0.46))
        envelope.stick(label, at, angle=rng.gauss(0, 2.5))
    if piece.tracking_number:
        _tracking(envelope, piece.tracking_number, rng)
    if rng.random() < 0.6:
        words = rng.choice(["DO NOT BEND", "PHOTOGRAPHS", "FIRST CLASS", "LEGAL DOCUMENTS"])
        envelope.write((rng.randrange(80, 300), height - rng.randrange(90, 150)), words, "fira bold", 58, (180, 30, 40))
    return envelope


def _matrix(rng):
    return bars.data_matrix(numbers.digits(rng, 44), width=110)


def _from_label(piece: Piece, rng) -> Sheet:
    sticker = Sheet(560, 170, (252, 252, 250), rng=rng)
    sticker.block((24, 18), piece.sender, rng.choice(["caladea", "fira"]), 34)
    return sticker


def _label(piece: Piece, rng) -> Sheet:
    """Two by four inches off a sheet; some have a logo and the sender again in small type at the top."""
    label = Sheet(860, 400, (254, 254, 252), rng=rng)
    face, y = rng.choice(["caladea", "fira", "cascadia", "noto"]), 40
    if rng.random() < 0.5:
        colour = rng.choice([(30, 90, 140), (140, 60, 30), (60, 60, 60)])
        label.draw.rectangle((0, 0, 860, 60), fill=colour)
        label.write((24, 12), piece.sender[0], "fira bold", 30, (252, 252, 250))
        y = 84
    size = min(rng.randrange(38, 46), int((390 - y) / 1.25 / len(piece.addressee.lines)))
    label.recipient((rng.randrange(30, 90), y), piece.addressee.lines, face, size)
    return label


def _tracking(envelope: Sheet, number: str, rng) -> None:
    sticker = Sheet(700, 190, (252, 252, 250), rng=rng)
    sticker.write((200, 8), "USPS TRACKING #", "fira bold", 26)
    code = bars.gs1_128(f"[{number[:2]}]{number[2:]}", width=620, height=90)
    sticker.bars(((700 - code.width) / 2, 46), code)
    shown = Printed("fira bold").mask(numbers.spaced(number), 28, rng)[0].width
    sticker.write(((700 - shown) / 2, 142), numbers.spaced(number), "fira bold", 28)
    envelope.stick(sticker, (envelope.width - 780, envelope.height - 320), angle=rng.gauss(0, 1.5))
