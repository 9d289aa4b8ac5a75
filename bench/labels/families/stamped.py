"""A C4 envelope whose sender is a rubber stamp, wherever it came down: top left, below the franking, or at the foot."""

from bench.labels import bars, numbers, postage
from bench.labels.ink import Hand, HandFont, Typewriter
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

COLOURS = ((222, 190, 140), (250, 249, 245), (214, 200, 170), (232, 232, 234))
PADS = ((40, 40, 110), (30, 30, 36), (140, 30, 60), (30, 90, 60))


def draw(piece: Piece, rng) -> Sheet:
    width, height = rng.choice([(1800, 1280), (1280, 1800), (1800, 1280)])
    envelope = Sheet(width, height, rng.choice(COLOURS), rng=rng, grain=rng.uniform(3, 6))
    postage.stamps(envelope) if rng.random() < 0.7 else postage.meter(
        envelope, bars.data_matrix(numbers.digits(rng, 44), width=110)
    )
    _sender(envelope, piece, rng)
    if piece.tracking_number:
        _registered(envelope, piece.tracking_number, rng)
    lines = piece.addressee.lines
    if len(piece.sender) > 3:
        lines = (*lines, rng.choice(["USA", "U.S.A.", "ÉTATS-UNIS"]))
    pen, ink, size = _pen(piece, rng)
    at = (width * rng.uniform(0.3, 0.48), height * rng.uniform(0.52, 0.6))
    size = min(size, int((height - at[1] - 60) / 1.28 / len(lines)))
    envelope.recipient(at, lines, pen, size, ink, leading=1.28)
    if rng.random() < 0.5:
        words = rng.choice(
            ["DO NOT BEND", "Bitte nicht knicken", "PRINTED MATTER", "CONTRACT - 2 COPIES", "Ne pas plier"]
        )
        envelope.write(
            (rng.randrange(80, 240), height * rng.uniform(0.36, 0.44)), words, "lato bold", 44, (170, 30, 40)
        )
    return envelope


def _sender(envelope: Sheet, piece: Piece, rng) -> None:
    size, width, height = rng.randrange(26, 34), envelope.width, envelope.height
    place = rng.choice(["top left", "top left", "top left", "right", "right", "foot", "flap"])
    at = {
        "top left": (60 + rng.randrange(60), 50 + rng.randrange(60)),
        "right": (width - 620 - rng.randrange(40), 240 + rng.randrange(60)),
        "foot": (60 + rng.randrange(60), height - 240 - rng.randrange(40)),
    }
    if place == "flap":
        # On the back, which nobody photographed.
        return
    lines = (rng.choice(["From:", "Abs."]), *piece.sender) if rng.random() < 0.25 else piece.sender
    postage.rubber_stamp(envelope, at[place], lines, size=size, angle=rng.gauss(0, 3), ink=rng.choice(PADS))


def _pen(piece: Piece, rng):
    if piece.writing == "printed":
        return rng.choice([Typewriter(0.6), "noto", "caladea", "lato", "cascadia"]), BLACK, rng.randrange(36, 46)
    pen = rng.choice(
        [
            Hand("futuram", slant=rng.uniform(-0.1, 0.2), wobble=rng.uniform(0.5, 1), width=rng.uniform(0.05, 0.08)),
            Hand("rowmans", slant=rng.uniform(0, 0.2), wobble=rng.uniform(0.4, 1), width=rng.uniform(0.06, 0.1)),
            HandFont("shadows", wobble=rng.uniform(0.5, 1.2), bold=1),
        ]
    )
    return pen, rng.choice([BLACK, (24, 30, 110)]), rng.randrange(46, 58)


def _registered(envelope: Sheet, number: str, rng) -> None:
    sticker = Sheet(540, 180, (252, 252, 250), rng=rng)
    sticker.write((14, 10), "R", "lato black", 110)
    sticker.bars((124, 20), bars.code128(number, width=400, height=96), quiet=6)
    sticker.write((130, 128), f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:11]} {number[11:]}", "lato", 30)
    envelope.stick(sticker, (envelope.width * rng.uniform(0.08, 0.2), envelope.height * 0.24), angle=rng.gauss(0, 2))
