"""A letter or an invoice with everything typed on the envelope itself, real stamps, and sometimes certified."""

from bench.labels import bars, numbers, postage
from bench.labels.ink import Printed, Typewriter
from bench.labels.paper import Sheet
from bench.labels.pieces import Piece

COLOURS = ((250, 249, 244), (242, 234, 214), (214, 190, 150), (232, 236, 240), (246, 240, 226))


def draw(piece: Piece, rng) -> Sheet:
    width, height = rng.choice([(1650, 720), (1650, 720), (1300, 940), (1500, 1080)])
    envelope = Sheet(width, height, rng.choice(COLOURS), rng=rng, grain=rng.uniform(2, 6))
    pen = rng.choice(
        [Typewriter(0.4), Typewriter(1.0), Printed("space mono"), Printed("source serif"), Printed("lato")]
    )
    ink = rng.choice([(20, 20, 24), (20, 20, 24), (40, 42, 90)])
    envelope.block((55, 50), piece.sender, pen, rng.randrange(20, 25), ink)
    if rng.random() < 0.75:
        postage.stamps(envelope)
    else:
        postage.meter(envelope, bars.data_matrix(numbers.digits(rng, 40), width=105))
    if piece.tracking_number:
        _certified(envelope, piece.tracking_number, rng)
    at = (width * rng.uniform(0.32, 0.42), height * rng.uniform(0.48, 0.56))
    size = min(rng.randrange(27, 34), int((height - at[1] - 20) / 1.3 / len(piece.addressee.lines)))
    envelope.recipient(at, piece.addressee.lines, pen, size, ink, leading=rng.uniform(1.2, 1.35))
    _remarks(envelope, pen, rng)
    return envelope


def _certified(envelope: Sheet, number: str, rng) -> None:
    """The green sticker, above the address."""
    sticker = Sheet(640, 190, (205, 228, 208), rng=rng)
    sticker.draw.rectangle((0, 0, 639, 48), fill=(20, 110, 60))
    sticker.write((20, 8), "CERTIFIED MAIL", "lato black", 28, (250, 250, 250))
    code = bars.gs1_128(f"[{number[:2]}]{number[2:]}", width=560, height=80)
    sticker.bars(((640 - code.width) / 2, 60), code, quiet=8)
    sticker.write((130, 152), numbers.spaced(number), "lato", 24)
    envelope.stick(sticker, (envelope.width * 0.36, 130), angle=rng.gauss(0, 1.5))


def _remarks(envelope: Sheet, pen, rng) -> None:
    if rng.random() < 0.35:
        words = ("INVOICE ENCLOSED", "CONFIDENTIAL", "Photos - do not bend", "VIA AIR MAIL", "TIME-SENSITIVE")
        envelope.write(
            (70, envelope.height * rng.uniform(0.6, 0.8)),
            rng.choice(words),
            pen,
            24,
            rng.choice([(170, 30, 40), (20, 20, 24)]),
        )
    if rng.random() < 0.5:
        postage.sprayed_bars(envelope, (envelope.width - 760, envelope.height - 16))
