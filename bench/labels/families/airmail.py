"""A letter from abroad: striped border, a sender with postal customs of their own, perhaps registered."""

from bench.labels import bars, postage
from bench.labels.ink import Hand, HandFont, Typewriter
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

RED, BLUE = (196, 40, 50), (40, 70, 150)


def draw(piece: Piece, rng) -> Sheet:
    width, height = rng.choice([(1500, 750), (1350, 950)])
    envelope = Sheet(width, height, rng.choice([(250, 250, 250), (232, 240, 246), (246, 244, 234)]), rng=rng, grain=3)
    if rng.random() < 0.6:
        _stripes(envelope)
    pen, ink = _pen(piece, rng), rng.choice([BLACK, (30, 44, 120)])
    sender_at = rng.choice([(70, 60), (70, 60), (70, height - 230)])
    envelope.block(
        sender_at, (rng.choice(["Abs.:", "From:", "Exp.", "Rem."]), *piece.sender), pen, 25, ink, leading=1.15
    )
    postage.stamps(envelope)
    envelope.write((width * 0.42, 70), rng.choice(["PAR AVION", "AIR MAIL", "PRIORITAIRE"]), "fira bold", 36, BLUE)
    if piece.tracking_number:
        _registered(envelope, piece.tracking_number, rng)
    lines = (*piece.addressee.lines, rng.choice(["USA", "U.S.A.", "UNITED STATES", "États-Unis / USA"]))
    size = min(rng.randrange(34, 42), int(height * 0.42 / 1.25 / len(lines)))
    envelope.recipient((width * rng.uniform(0.38, 0.44), height * rng.uniform(0.5, 0.53)), lines, pen, size, ink)
    return envelope


def _pen(piece: Piece, rng):
    if piece.writing == "printed":
        return rng.choice([Typewriter(0.7), "caladea", "ubuntu", "cascadia"])
    return rng.choice(
        [
            Hand("futuram", slant=rng.uniform(-0.1, 0.3), wobble=rng.uniform(0.5, 1.1), width=rng.uniform(0.04, 0.07)),
            Hand("rowmans", slant=rng.uniform(0, 0.3), wobble=rng.uniform(0.5, 1), width=rng.uniform(0.05, 0.08)),
            HandFont("intuitive", wobble=rng.uniform(0.6, 1.2)),
        ]
    )


def _stripes(envelope: Sheet) -> None:
    for number, x in enumerate(range(-40, envelope.width + envelope.height, 66)):
        colour = (RED, (250, 250, 250), BLUE, (250, 250, 250))[number % 4]
        for top, low in ((0, 26), (envelope.height - 26, envelope.height)):
            envelope.draw.polygon([(x, top), (x + 66, top), (x + 52, low), (x - 14, low)], fill=colour)


def _registered(envelope: Sheet, number: str, rng) -> None:
    sticker = Sheet(520, 170, (252, 252, 250), rng=rng)
    sticker.write((16, 6), "R", "noto bold", 110)
    code = bars.code128(number, width=390, height=90)
    sticker.bars((120, 20), code)
    sticker.write((130, 120), f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:11]} {number[11:]}", "noto", 30)
    envelope.stick(sticker, (envelope.width * 0.36, 150), angle=rng.gauss(0, 2))
