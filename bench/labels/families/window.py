"""A business letter in a window envelope: the address is on the letter inside, printed by a laser."""

from bench.labels import bars, numbers, postage
from bench.labels.paper import BLACK, Sheet, with_grain
from bench.labels.pieces import Piece

FACES = ("noto", "noto", "caladea", "fira mono", "noto bold", "cascadia")


def draw(piece: Piece, rng) -> Sheet:
    envelope = Sheet(1650, 720, rng.choice([(250, 250, 248), (244, 243, 238), (238, 241, 244)]), rng=rng, grain=2)
    _sender(envelope, piece, rng)
    if rng.random() < 0.5:
        postage.indicia(envelope, service=rng.choice(["PRESORTED", "FIRST-CLASS MAIL", "PRSRT FIRST CLASS"]))
    else:
        postage.meter(envelope, bars.data_matrix(numbers.digits(rng, 50), width=110))
    if rng.random() < 0.5:
        words = (
            "IMPORTANT TAX DOCUMENT ENCLOSED",
            "RETURN SERVICE REQUESTED",
            "SECOND NOTICE",
            "PERSONAL AND CONFIDENTIAL",
        )
        envelope.write((rng.randrange(60, 800), rng.choice([230, 640])), rng.choice(words), "noto bold", 24)
    left, top = rng.randrange(110, 330), rng.randrange(285, 340)
    _window(envelope, _letter(piece, rng), (left, top))
    return envelope


def _sender(envelope: Sheet, piece: Piece, rng) -> None:
    x, ink = 60, rng.choice([BLACK, (30, 60, 120), (120, 30, 40)])
    if rng.random() < 0.6:
        envelope.draw.ellipse((x, 45, x + 70, 115), fill=ink)
        envelope.draw.rectangle((x + 22, 62, x + 48, 98), fill=(250, 250, 248))
        x += 90
    envelope.write((x, 44), piece.sender[0], "caladea bold", 30, ink)
    envelope.block((x, 84), piece.sender[1:], "noto", 20, ink)


def _letter(piece: Piece, rng) -> Sheet:
    """The part of the letter that shows; folded carelessly it slips in the window."""
    letter = Sheet(
        rng.randrange(760, 860), rng.randrange(265, 305), rng.choice([(255, 255, 255), (246, 246, 240)]), rng=rng
    )
    size, face, x, y = rng.randrange(26, 32), rng.choice(FACES), rng.randrange(22, 90), rng.randrange(14, 40)
    if rng.random() < 0.55:
        job = f"{numbers.digits(rng, 7)} {numbers.digits(rng, 2)} AB 0.{numbers.digits(rng, 3)}"
        sorting = (
            f"**AUTO T{rng.randrange(1, 9)} 0 {numbers.digits(rng, 4)} {piece.destination[-1]}-{numbers.digits(rng, 4)}"
        )
        letter.write((x, y), f"{job} {sorting}", "fira mono", 17)
        y += 28
    if rng.random() < 0.5:
        letter.bars(
            (x, y),
            bars.intelligent_mail(
                f"{_imb(rng)}-{piece.destination[-1]}{numbers.digits(rng, 4)}", width=rng.randrange(520, 600)
            ),
        )
        y += 48
    letter.recipient(
        (x, y), piece.addressee.lines, face, min(size, (letter.height - y) // (len(piece.addressee.lines) + 1))
    )
    return letter


def _imb(rng) -> str:
    return f"0{rng.randrange(5)}{numbers.digits(rng, 18)}"


def _window(envelope: Sheet, letter: Sheet, at) -> None:
    rng, (x, y) = envelope.rng, at
    envelope.draw.rounded_rectangle(
        (x - 8, y - 8, x + letter.width + 8, y + letter.height + 8),
        22,
        fill=(205, 205, 202),
        outline=(170, 170, 168),
        width=3,
    )
    envelope.stick(letter, (x, y), angle=rng.gauss(0, 0.5), shadow=False)
    if rng.random() < 0.4:
        _reflection(envelope, (x, y, x + letter.width, y + letter.height))


def _reflection(envelope: Sheet, box) -> None:
    """Light in the glassine: pale stripes across the address."""
    rng, part = envelope.rng, envelope.image.crop(box)
    pale = Sheet(part.width, part.height, (0, 0, 0), rng=rng)
    for _ in range(rng.randrange(1, 4)):
        x, wide, lean = rng.randrange(part.width), rng.randrange(20, 110), rng.randrange(-80, 80)
        shine = rng.randrange(40, 110)
        pale.draw.polygon(
            [(x, 0), (x + wide, 0), (x + wide + lean, part.height), (x + lean, part.height)], fill=(shine,) * 3
        )
    mask = with_grain(pale.image, rng, 4).convert("L")
    envelope.image.paste((255, 255, 255), box, mask)
