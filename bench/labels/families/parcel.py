"""A padded bag or a used box: the label among other stickers, sometimes over an old one, often by marker."""

from bench.labels import bars, numbers, postage
from bench.labels.ink import Hand, HandFont
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

COLOURS = ((196, 158, 110), (180, 140, 96), (236, 236, 232), (210, 210, 214), (120, 124, 132))


def draw(piece: Piece, rng) -> Sheet:
    parcel = Sheet(1700, rng.choice([1250, 1400]), rng.choice(COLOURS), rng=rng, grain=7)
    if piece.old_address:
        _old_label(parcel, piece, rng)
    label = _by_hand(piece, rng) if piece.writing == "handwritten" else _thermal(piece, rng)
    x, y = rng.randrange(330, 430), rng.randrange(470, 540)
    parcel.stick(label, (x, y), angle=rng.gauss(0, 1.5))
    if rng.random() < 0.5:
        _sender_above(parcel, piece, rng)
    _stickers(parcel, piece, rng)
    return parcel


def _old_label(parcel: Sheet, piece: Piece, rng) -> None:
    """Under the new one: its barcode cut off, its address crossed out with a marker."""
    old = Sheet(820, 560, (246, 244, 236), rng=rng, grain=3)
    boxes = old.block((60, 90), piece.old_address, "ubuntu", 34)
    old.write((60, 40), "SHIP TO:", "ubuntu", 26)
    old.bars((400, 330), bars.code128(f"9400{numbers.digits(rng, 18)}", width=560, height=180).crop((0, 0, 300, 180)))
    left, top, right, low = boxes[0][0], boxes[0][1], boxes[0][2], boxes[-1][3]
    marker = rng.choice([(20, 20, 24), (40, 40, 110)])
    old.line((left - 20, top - 8), (right + 30, low + 8), width=16, ink=marker)
    old.line((left - 10, low + 10), (right + 40, top - 10), width=16, ink=marker)
    for box in boxes[:2]:
        old.line(
            (box[0] - 8, (box[1] + box[3]) / 2),
            (box[2] + 8, (box[1] + box[3]) / 2 + rng.randrange(-6, 6)),
            width=11,
            ink=marker,
        )
    parcel.stick(old, (rng.randrange(60, 180), rng.randrange(190, 240)), angle=rng.gauss(0, 4))


def _thermal(piece: Piece, rng) -> Sheet:
    label = Sheet(1180, 640, rng.choice([(252, 252, 250), (238, 240, 240)]), rng=rng, grain=1.5)
    label.block((40, 26), ("FROM:", *piece.sender), "lato", 24)
    label.line((0, 180), (1180, 180), width=4)
    label.write((40, 196), "TO:", "lato bold", 30)
    lines = piece.addressee.lines
    face, size = (
        rng.choice(["lato", "source serif", "space mono", "ubuntu bold"]),
        min(rng.randrange(38, 48), 240 // len(lines)),
    )
    label.recipient((120, 196), lines, face, size)
    if piece.tracking_number:
        _tracking(label, piece.tracking_number, (40, 470))
    return label


def _by_hand(piece: Piece, rng) -> Sheet:
    label = Sheet(1180, 640, rng.choice([(252, 252, 250), (240, 232, 208)]), rng=rng, grain=3)
    joined = Hand("cursive", slant=rng.uniform(0, 0.15), wobble=rng.uniform(0.3, 0.8), width=rng.uniform(0.06, 0.1))
    pen = rng.choice(
        [
            HandFont("amatic", wobble=rng.uniform(0.4, 1.0)),
            *([] if piece.addressee.lines[-1].isupper() else [joined]),
            Hand(
                "rowmans", slant=rng.uniform(-0.15, 0.25), wobble=rng.uniform(0.5, 1.2), width=rng.uniform(0.08, 0.14)
            ),
        ]
    )
    ink = rng.choice([BLACK, (24, 30, 110), (130, 20, 30)])
    label.block((40, 20), piece.sender, pen, 32, ink, leading=1.15)
    lines = piece.addressee.lines
    label.recipient((140, 170), lines, pen, min(rng.randrange(48, 64), int(300 / 1.15 / len(lines))), ink, leading=1.15)
    if piece.tracking_number:
        _tracking(label, piece.tracking_number, (440, 490))
    return label


def _tracking(label: Sheet, number: str, at) -> None:
    if number.isdigit():
        code = bars.gs1_128(f"[{number[:2]}]{number[2:]}", width=700, height=100)
    else:
        code = bars.code128(number, width=500, height=100)
    label.bars(at, code, quiet=14)
    label.write((at[0] + 30, at[1] + 108), numbers.spaced(number) if number.isdigit() else number, "lato", 30)


def _sender_above(parcel: Sheet, piece: Piece, rng) -> None:
    parcel.write((80, 50), piece.sender[0], "fjalla", 54, (30, 30, 34))
    parcel.write(
        (80, 120),
        rng.choice(["www.example.com", "thank you for shopping small", "Handle with care"]),
        "lato",
        30,
        (30, 30, 34),
    )


def _stickers(parcel: Sheet, piece: Piece, rng) -> None:
    fragile = Sheet(420, 150, (214, 40, 40), rng=rng)
    fragile.write((40, 30), "FRAGILE", "lato black", 84, (252, 252, 250))
    customs = Sheet(460, 330, (232, 240, 230), rng=rng)
    customs.block(
        (20, 16),
        (
            "CUSTOMS DECLARATION",
            "CN 22",
            "[x] Gift  [ ] Documents",
            f"Books   0.{rng.randrange(100, 620)} kg",
            f"Value: {rng.randrange(10, 90)}.00",
            f"No. {rng.randrange(100, 620)}",
        ),
        "lato",
        30,
    )
    sticker = rng.choice([fragile, customs])
    parcel.stick(sticker, (rng.randrange(1080, 1200), rng.randrange(60, 100)), angle=rng.gauss(0, 6))
    if rng.random() < 0.4:
        postage.postmark(parcel, (rng.randrange(500, 700), rng.randrange(40, 80)))
    if rng.random() < 0.5:
        left, top, right, low = (
            parcel.address[0][0] - 60,
            parcel.address[0][1] - 30,
            parcel.width - 60,
            parcel.address[-1][3] + 40,
        )
        parcel.tape((left, top, right, low) if rng.random() < 0.5 else (0, top + 40, parcel.width, top + 140))
