"""A marketplace's own label on a poly mailer: sender and recipient side by side, and no carrier that we know."""

from bench.labels import bars, numbers
from bench.labels.ink import Printed
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

COLOURS = ((70, 74, 82), (226, 226, 228), (206, 140, 160), (120, 150, 190))


def draw(piece: Piece, rng) -> Sheet:
    mailer = Sheet(1700, 1500, rng.choice(COLOURS), rng=rng, grain=6)
    for _ in range(rng.randrange(2, 6)):
        # Creases in the film.
        start = (rng.randrange(1700), rng.randrange(1500))
        end = (start[0] + rng.randrange(-400, 400), start[1] + rng.randrange(-300, 300))
        mailer.line(
            start, end, width=rng.randrange(2, 6), ink=tuple(part + 14 for part in mailer.image.getpixel((3, 3)))
        )
    label = _label(piece, rng)
    mailer.stick(label, (rng.randrange(90, 190), rng.randrange(160, 280)), angle=rng.gauss(0, 3))
    if rng.random() < 0.5:
        mailer.write((120, 60), rng.choice(["REUSE ME", "this bag is 100% recycled", "return? open here"]), "lato", 44)
    return mailer


def _label(piece: Piece, rng) -> Sheet:
    label = Sheet(1400, 950, (252, 252, 250), rng=rng, grain=1.5)
    face, heading = (
        rng.choice(["fira", "noto", "ubuntu", "cascadia"]),
        rng.choice([("FROM", "TO"), ("Ship from:", "Ship to:")]),
    )
    split = rng.randrange(470, 560)
    label.draw.rectangle((10, 10, 1389, 939), outline=BLACK, width=4)
    label.line((split, 10), (split, 400), width=4)
    label.line((10, 400), (1389, 400), width=4)
    label.write((36, 30), heading[0], face, 28)
    label.block((36, 76), _narrow(piece.sender, face, 30, split - 60, rng), face, 30)
    label.write((split + 26, 30), heading[1], face, 28)
    size = min(rng.randrange(40, 50), int(310 / 1.25 / len(piece.addressee.lines)))
    label.recipient((split + 26, 76), piece.addressee.lines, rng.choice([face, "noto bold"]), size)
    order = f"{rng.choice('BHKT')}{numbers.digits(rng, 9)}"
    label.bars((60, 450), bars.qr(f"https://example.com/o/{order}", width=260))
    code = bars.code128(order, width=800, height=200)
    label.bars((420, 450), code, quiet=10)
    label.write((560, 664), order, face, 44)
    facts = (
        f"Route {rng.choice('ABCD')}{rng.randrange(10, 99)}",
        f"Box {rng.randrange(1, 4)} of {rng.randrange(4, 6)}",
    )
    label.block((60, 740), facts, "lato black", 60)
    label.block(
        (700, 750),
        (f"Order # {rng.randrange(100, 620)}-{numbers.digits(rng, 5)}", f"Qty {rng.randrange(1, 9)}"),
        face,
        36,
    )
    return label


def _narrow(lines, face: str, size: int, room: int, rng) -> list[str]:
    """Broken where the column ends."""
    broken = []
    for line in lines:
        words, kept = line.split(), ""
        for word in words:
            longer = f"{kept} {word}".strip()
            if kept and Printed(face).mask(longer, size, rng)[0].width > room:
                broken.append(kept)
                longer = word
            kept = longer
        broken.append(kept)
    return broken
