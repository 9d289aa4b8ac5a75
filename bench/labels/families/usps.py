"""The Postal Service's four by six inches, as label printers print them."""

from bench.labels import bars, numbers
from bench.labels.ink import Printed
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

SERVICES = (
    ("P", "USPS PRIORITY MAIL®"),
    ("P", "PRIORITY MAIL 2-DAY™"),
    ("G", "USPS GROUND ADVANTAGE™"),
    ("E", "PRIORITY MAIL EXPRESS 1-DAY™"),
    ("F", "USPS FIRST-CLASS PKG™"),
)


def draw(piece: Piece, rng) -> Sheet:
    label = Sheet(1200, 1800, rng.choice([(252, 252, 250), (246, 246, 242)]), rng=rng, grain=1.5)
    face, letter, service = rng.choice(["noto", "fira", "noto"]), *rng.choice(SERVICES)
    label.draw.rectangle((14, 14, 1185, 1785), outline=BLACK, width=5)
    _postage(label, letter, rng)
    label.draw.rectangle((14, 330, 1185, 424), outline=BLACK, width=5)
    title = Printed("noto bold").mask(service, 62, rng)[0].width
    label.write(((1200 - title) / 2, 340), service, "noto bold", 62)
    _blocks(label, piece, face, rng)
    _tracking(label, piece, rng)
    return label


def _postage(label: Sheet, letter: str, rng) -> None:
    label.write((80, 40), letter, "noto bold", 230)
    label.line((330, 14), (330, 330), width=5)
    lines = (
        "US POSTAGE AND FEES PAID",
        f"0{rng.randrange(1, 9)}/{rng.randrange(10, 28)}/2026",
        f"Mailed from {numbers.digits(rng, 5)}",
    )
    label.block((360, 40), lines, "noto bold", 30)
    label.block(
        (360, 170),
        (
            f"{rng.randrange(1, 9)} lb {rng.randrange(1, 15)} oz  Zone {rng.randrange(1, 9)}",
            f"Commercial  062S{numbers.digits(rng, 10)}",
        ),
        "noto",
        26,
    )
    label.bars((960, 50), bars.data_matrix(numbers.digits(rng, 60), width=200))


def _blocks(label: Sheet, piece: Piece, face: str, rng) -> None:
    size = rng.randrange(30, 38)
    sender = piece.sender if rng.random() < 0.5 else tuple(line.upper() for line in piece.sender)
    y = 450
    if rng.random() < 0.3:
        label.write((50, y), "FROM:", face, size - 6)
        y += size
    label.block((50, y), sender, face, size)
    day = f"Expected Delivery Day: 0{rng.randrange(1, 9)}/{rng.randrange(10, 28)}/2026"
    label.write((1150, 450), rng.choice([day, "C012", "R003", "0006"]), face, 30, right=True)
    y = rng.randrange(740, 840)
    ship_to = rng.choice(["SHIP\nTO:", "SHIP TO:", "TO:"])
    label.block((50, y + 6), ship_to.split("\n"), face, 34)
    x = 50 + Printed(face).mask("SHIP TO: ", 34, rng)[0].width
    size = min(rng.randrange(40, 52), 360 // len(piece.addressee.lines))
    label.recipient((x, y), piece.addressee.lines, face, size)
    if rng.random() < 0.6:
        label.bars((1010, 560), bars.data_matrix(f"420{piece.destination[-1]}{piece.tracking_number}", width=140))


def _tracking(label: Sheet, piece: Piece, rng) -> None:
    number = piece.tracking_number
    label.line((14, 1240), (1185, 1240), width=14)
    title = rng.choice(["USPS TRACKING #EP", "USPS TRACKING #", "USPS TRACKING # eVS"])
    label.write(((1200 - Printed("noto bold").mask(title, 44, rng)[0].width) / 2, 1258), title, "noto bold", 44)
    code = bars.gs1_128(
        f"[420]{piece.destination[-1]}[{number[:2]}]{number[2:]}", width=1060, height=rng.randrange(200, 260)
    )
    label.bars(((1200 - code.width) / 2, 1330), code)
    spaced = numbers.spaced(number)
    label.write(((1200 - Printed("noto bold").mask(spaced, 44, rng)[0].width) / 2, 1610), spaced, "noto bold", 44)
    label.line((14, 1690), (1185, 1690), width=14)
    if rng.random() < 0.5:
        label.write(
            (60, 1710),
            f"Order {rng.randrange(100, 620)}-{numbers.digits(rng, 7)}   Ref# {rng.randrange(100, 990)}",
            "noto",
            34,
        )
