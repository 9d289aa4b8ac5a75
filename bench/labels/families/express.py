"""Express carriers' waybills: FedEx, DHL and Amazon, each with its own order of things."""

from bench.labels import bars, numbers
from bench.labels.ink import Printed
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece


def draw(piece: Piece, rng) -> Sheet:
    label = Sheet(1200, 1800, rng.choice([(252, 252, 250), (247, 247, 244)]), rng=rng, grain=1.5)
    {"fedex": _fedex, "dhl": _dhl, "amazon": _amazon}[piece.carrier](label, piece, rng)
    return label


def _fedex(label: Sheet, piece: Piece, rng) -> None:
    _city, state, zip_code = piece.destination
    face = rng.choice(["ubuntu", "lato"])
    sender, lines = tuple(line.upper() for line in piece.sender), piece.addressee.lines
    label.write(
        (30, 20),
        f"ORIGIN ID:{rng.choice(['CMHA', 'RDUA', 'DFWA'])}  ({numbers.digits(rng, 3)}) 555-01{numbers.digits(rng, 2)}",
        face,
        26,
    )
    label.block((30, 54), sender, face, 26)
    facts = (
        f"SHIP DATE: {rng.randrange(10, 28)}MAR26",
        f"ACTWGT: {rng.randrange(1, 40)}.00 LB",
        f"CAD: {numbers.digits(rng, 9)}/WSXI3600",
        "BILL SENDER",
    )
    label.block((720, 20), facts, face, 26)
    label.line((0, 250), (1200, 250), width=4)
    label.write((30, 268), "TO", "lato bold", 40)
    size = min(rng.randrange(40, 48), 290 // len(lines))
    label.recipient((110, 268), lines, face, size)
    telephone = f"({numbers.digits(rng, 3)}) 555-01{numbers.digits(rng, 2)}"
    reference = f"{rng.choice(['PO', 'INV', ''])} {rng.randrange(100, 990)}"
    label.write((30, 600), f"{telephone}    REF: {reference}", face, 26)
    label.bars(
        (40, 660), bars.pdf417(f"[)>01{zip_code}840{piece.tracking_number}FDEB{numbers.digits(rng, 60)}", width=820)
    )
    label.write((900, 680), "FedEx", "lato black", 80)
    label.write((900, 780), rng.choice(["Express", "Ground"]), "lato bold", 44)
    label.write((1010, 860), rng.choice(["E", "G"]), "lato black", 130)
    label.line((0, 1040), (1200, 1040), width=6)
    number = piece.tracking_number
    label.write((30, 1066), "TRK#", "lato", 30)
    label.write((130, 1052), numbers.spaced(number), "lato bold", 58)
    label.write((130, 1124), "0201", "lato", 26)
    label.write((760, 1052), rng.choice(["STANDARD OVERNIGHT", "2DAY", "FRI - 17 MAR 10:30A"]), "lato bold", 40)
    label.write((30, 1190), f"XH {rng.choice(['ACYA', 'EWRA', 'PHLA'])}", "lato black", 120)
    label.write((860, 1190), zip_code, "lato bold", 70)
    label.write((860, 1270), f"{state}-US  EWR", "lato bold", 44)
    # The last fourteen of 34 digits are the number, with two leading zeros.
    routed = f"96{numbers.digits(rng, 20)[:18]}00{number}" if rng.random() < 0.7 else number
    code = bars.code128(routed, width=1050, height=260)
    label.bars(((1200 - code.width) / 2, 1390), code)


def _dhl(label: Sheet, piece: Piece, rng) -> None:
    _city, state, zip_code = piece.destination
    face, number = rng.choice(["lato", "fira"]), piece.tracking_number
    label.draw.rectangle((0, 0, 1200, 130), fill=(245, 200, 30) if rng.random() < 0.6 else (252, 252, 250))
    label.write((30, 20), "EXPRESS WORLDWIDE", "lato bold", 50)
    label.write((900, 14), "DHL", "lato black", 92, (200, 20, 40))
    label.write((30, 84), f"2026-0{rng.randrange(1, 9)}-{rng.randrange(10, 28)} MYDHL+ 1.0 / *30-0821*", face, 22)
    label.write((30, 150), "From:", face, 28)
    label.block((150, 150), piece.sender, face, 28)
    label.write((900, 150), f"Origin: {rng.choice(['LEJ', 'HKG', 'CVG'])}", "lato bold", 36)
    label.line((0, 330), (1200, 330), width=4)
    label.write((30, 350), "To:", face, 34)
    lines = piece.addressee.lines
    size = min(rng.randrange(38, 46), 290 // len(lines))
    label.recipient((150, 350), lines, face, size)
    label.write((760, 590), f"Ph: +1 {numbers.digits(rng, 3)} 555 01{numbers.digits(rng, 2)}", face, 24)
    label.line((0, 680), (1200, 680), width=4)
    label.write((60, 690), f"US - {state}E - {rng.choice(['EWR', 'ACY', 'PHL'])}", "lato black", 90)
    label.write((30, 830), f"Ref: {rng.choice(['PO', 'Box', 'Order'])} {rng.randrange(100, 9900)}", face, 28)
    label.write((760, 830), f"{rng.randrange(1, 30)}.{rng.randrange(1, 9)} kg   1/1", "lato bold", 40)
    code = bars.code128(number, width=760, height=200)
    label.bars(((1200 - code.width) / 2, 900), code)
    shown = f"WAYBILL {number[:2]} {number[2:6]} {number[6:]}"
    label.write(((1200 - Printed("lato bold").mask(shown, 44, rng)[0].width) / 2, 1110), shown, "lato bold", 44)
    code = bars.code128(f"2LUS{zip_code}+42000000", width=860, height=190)
    label.bars(((1200 - code.width) / 2, 1190), code)
    label.write((330, 1386), f"(2L)US{zip_code}+42000000", face, 32)
    licence = f"JD01{numbers.digits(rng, 18)}"
    code = bars.code128(f"J{licence}", width=960, height=220)
    label.bars(((1200 - code.width) / 2, 1450), code)
    label.write((300, 1680), f"(J) {licence[:4]} {licence[4:8]} {numbers.spaced(licence[8:])}", face, 32)


def _amazon(label: Sheet, piece: Piece, rng) -> None:
    face, number, lines = rng.choice(["lato", "ubuntu"]), piece.tracking_number, piece.addressee.lines
    label.block((40, 30), ("SHIP FROM", piece.sender[0].upper(), *piece.sender[1:]), face, 24)
    label.write((880, 30), rng.choice(["amazon", "AMZL US", "amazon"]), "lato black", 54)
    label.line((0, 230), (1200, 230), width=5)
    label.write((40, 250), "SHIP TO:", face, 28)
    size = min(rng.randrange(44, 54), 330 // len(lines))
    label.recipient((70, 300), lines, face, size)
    label.line((0, 680), (1200, 680), width=8)
    code = bars.code128(number, width=980, height=240)
    label.bars(((1200 - code.width) / 2, 710), code)
    label.write(((1200 - Printed("lato bold").mask(number, 46, rng)[0].width) / 2, 970), number, "lato bold", 46)
    label.line((0, 1050), (1200, 1050), width=8)
    label.write((50, 1070), rng.choice(["DNJ3", "DPH7", "DAB5"]), "lato black", 190)
    label.write((650, 1080), f"CYCLE {rng.randrange(1, 3)}", "lato bold", 60)
    label.write(
        (650, 1160),
        f"{rng.choice('ABCDEFG')}-{rng.randrange(1, 40)}.{rng.randrange(1, 9)}{rng.choice('ABC')}",
        "lato bold",
        100,
    )
    label.draw.rectangle((0, 1330, 1200, 1450), fill=BLACK)
    label.write((330, 1340), f"{rng.choice('SMT')}{numbers.digits(rng, 3)}", "lato black", 90, (252, 252, 250))
    draw_square = rng.choice([bars.qr, bars.aztec, bars.data_matrix])
    label.bars((60, 1490), draw_square(f"{number}|{numbers.digits(rng, 12)}", width=250))
    label.block(
        (380, 1500),
        (
            f"Wt: {rng.randrange(1, 20)}.{rng.randrange(1, 9)} lb",
            f"Order {numbers.digits(rng, 3)}-{numbers.digits(rng, 7)}-{numbers.digits(rng, 7)}",
            f"Pkg #{rng.randrange(100, 620)}",
        ),
        face,
        34,
    )
