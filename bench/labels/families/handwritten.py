"""An envelope addressed by hand: a birthday card, a cheque, a letter from an aunt."""

from bench.labels import postage
from bench.labels.ink import Hand, HandFont
from bench.labels.paper import Sheet
from bench.labels.pieces import Piece

COLOURS = ((251, 250, 246), (244, 238, 224), (226, 236, 244), (246, 226, 226), (250, 250, 250))
INKS = ((28, 28, 34), (30, 44, 120), (30, 44, 120), (40, 40, 46), (90, 30, 60))


def draw(piece: Piece, rng) -> Sheet:
    width, height = rng.choice([(1650, 720), (1250, 900), (1250, 900), (1150, 800)])
    envelope = Sheet(width, height, rng.choice(COLOURS), rng=rng, grain=3)
    pen, ink = _hand(rng, capitals=piece.addressee.lines[-1].isupper()), rng.choice(INKS)
    if rng.random() < 0.8:
        envelope.block((50, 40), piece.sender, pen, rng.randrange(26, 31), ink, leading=1.15)
    elif rng.random() < 0.6:
        _address_sticker(envelope, piece, rng)
    postage.stamps(envelope)
    lines = piece.addressee.lines
    at = (width * rng.uniform(0.2, 0.36), height * rng.uniform(0.4, 0.48))
    size = min(rng.randrange(40, 54), int((height - at[1] - 10) / 1.2 / len(lines)))
    envelope.recipient(at, lines, pen, size, ink, leading=rng.uniform(1.1, 1.25))
    if rng.random() < 0.4:
        postage.sprayed_bars(envelope, (width - 720, height - 12))
    return envelope


def _hand(rng, *, capitals: bool):
    """Nobody writes capitals in joined-up script."""
    script = Hand("scripts", slant=rng.uniform(-0.15, 0.1), wobble=rng.uniform(0.3, 0.9), width=rng.uniform(0.05, 0.08))
    return rng.choice(
        [
            HandFont("shadows", wobble=rng.uniform(0.5, 1.3), bold=rng.choice([0, 1])),
            HandFont("intuitive", wobble=rng.uniform(0.5, 1.4)),
            Hand("futural", slant=rng.uniform(-0.1, 0.3), wobble=rng.uniform(0.5, 1.2), width=rng.uniform(0.05, 0.1)),
            *([] if capitals else [script]),
        ]
    )


def _address_sticker(envelope: Sheet, piece: Piece, rng) -> None:
    """The little printed labels that charities send."""
    sticker = Sheet(390, 110, (252, 250, 240), rng=rng)
    sticker.draw.rectangle((6, 6, 40, 103), fill=rng.choice([(200, 60, 70), (60, 120, 80), (60, 80, 160)]))
    sticker.block((54, 12), piece.sender, "caladea", 23)
    envelope.stick(sticker, (40, 36), angle=rng.gauss(0, 2))
