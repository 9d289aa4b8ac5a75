"""UPS: shipper above, MaxiCode and routing in the middle, the 1Z number in the last third."""

from bench.labels import bars, numbers
from bench.labels.ink import Printed
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

SERVICES = (
    ("UPS GROUND", ""),
    ("UPS GROUND", ""),
    ("UPS 2ND DAY AIR", "2"),
    ("UPS NEXT DAY AIR", "1"),
    ("UPS 3 DAY SELECT", "3"),
)
GS, RS, EOT = "\x1d", "\x1e", "\x04"


def draw(piece: Piece, rng) -> Sheet:
    label = Sheet(1200, 1800, rng.choice([(252, 252, 250), (244, 243, 238)]), rng=rng, grain=1.5)
    face = rng.choice(["lato", "ubuntu", "lato"])
    sender = tuple(line.upper() for line in piece.sender)
    label.block((40, 30), (sender[0], numbers.digits(rng, 10), *sender[1:]), face, 28)
    label.write((760, 30), f"{rng.randrange(1, 60)} LBS", "lato bold", 40)
    label.write((1010, 30), "1 OF 1", "lato bold", 40)
    if rng.random() < 0.4:
        label.write((760, 80), f"DWT: {rng.randrange(8, 20)},{rng.randrange(8, 20)},{rng.randrange(2, 12)}", face, 26)
    label.write((40, 240), rng.choice(["SHIP TO:", "SHIP", "SHIP TO:"]), "lato bold", 38)
    lines = piece.addressee.lines
    size = min(rng.randrange(40, 50), 330 // len(lines))
    label.recipient((rng.choice([90, 130]), 290), lines, face, size)
    label.line((0, 660), (1200, 660), width=8)
    _routing(label, piece, rng)
    _tracking(label, piece, rng)
    return label


def _routing(label: Sheet, piece: Piece, rng) -> None:
    city, state, zip_code = piece.destination
    plus4 = numbers.digits(rng, 4)
    secondary = GS.join(
        ["1Z" + piece.tracking_number[-8:], "UPSN", piece.tracking_number[2:8], "089", "", "1/1", "10", "N"]
    )
    message = f"[)>{RS}01{GS}96{secondary}{GS}{GS}{city.upper()}{GS}{state}{RS}{EOT}"
    label.bars((40, 690), bars.maxicode(f"{zip_code}{plus4}", message, width=300))
    label.line((370, 660), (370, 1010), width=6)
    label.write((410, 680), f"{state} {zip_code[:3]} {rng.randrange(0, 9)}-{rng.randrange(10, 60)}", "lato bold", 88)
    code = bars.gs1_128(f"[420]{zip_code}{plus4}", width=520, height=150)
    label.bars((430, 820), code)


def _tracking(label: Sheet, piece: Piece, rng) -> None:
    label.draw.rectangle((0, 1010, 1200, 1024), fill=BLACK)
    service, mark = rng.choice(SERVICES)
    label.write((40, 1036), service, "lato black", 76)
    if mark:
        label.write((1060, 1030), mark, "lato black", 120)
    number = piece.tracking_number
    shown = f"TRACKING #: {number[:2]} {number[2:5]} {number[5:8]} {number[8:10]} {number[10:14]} {number[14:]}"
    label.write((40, 1134), shown, "lato", 38)
    label.line((0, 1190), (1200, 1190), width=6)
    code = bars.code128(number, width=1000, height=rng.randrange(220, 290))
    label.bars(((1200 - code.width) / 2, 1220), code)
    label.line((0, 1530), (1200, 1530), width=14)
    label.write(
        (40, 1550), rng.choice(["BILLING: P/P", "BILLING: 3RD PARTY", "BILLING: P/P  RETURN SERVICE"]), "lato", 32
    )
    if rng.random() < 0.7:
        label.write((40, 1600), f"REF 1: PO {numbers.digits(rng, 5)}   INV # {rng.randrange(100, 620)}", "lato", 32)
        label.write((40, 1645), f"REF 2: {rng.choice(['BOX', 'DEPT', 'UNIT'])} {rng.randrange(100, 620)}", "lato", 32)
    version = f"WS 2{rng.randrange(1, 6)}.0.{rng.randrange(10, 40)} ZP450 {numbers.digits(rng, 2)}.5V 03/2026"
    label.write((1160 - Printed("lato").mask(version, 20, rng)[0].width, 1740), version, "lato", 20)
