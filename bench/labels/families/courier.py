"""A courier's waybill in a clear pouch on a bag: sender beside, above or below the consignee, in boxes with captions.

The couriers are regional ones whose numbers nobody knows. Europe's parcel labels have the consignee large and the
sender small, below or sideways along the edge.
"""

from PIL import Image

from bench.labels import bars, numbers
from bench.labels.ink import Hand
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

COLOURS = ((222, 222, 226), (60, 64, 74), (240, 236, 226), (150, 160, 174))
COURIERS = ("NORDPFEIL", "Coastline Couriers", "VELOX 24", "TriState Express")
CAPTIONS = (
    ("1 SENDER", "2 RECEIVER"),
    ("Shipper / Expéditeur", "Consignee / Destinataire"),
    ("Absender", "Empfänger"),
    ("Collection", "Delivery"),
)


def draw(piece: Piece, rng) -> Sheet:
    bag = Sheet(1700, 1350, rng.choice(COLOURS), rng=rng, grain=5)
    bill = rng.choice([_beside, _above, _below, _sideways])(piece, rng)
    at = (rng.randrange(80, 1700 - bill.width - 40), rng.randrange(110, 190))
    bag.stick(bill, at, angle=rng.gauss(0, 2))
    _pouch(bag, (at[0] - 40, at[1] - 80, at[0] + bill.width + 40, at[1] + bill.height + 40), rng)
    return bag


def _beside(piece: Piece, rng) -> Sheet:
    bill, face, pen = _bill(1400, 890, rng), _face(rng), _pen(piece, rng)
    bill.line((700, 150), (700, 560), width=3)
    bill.line((0, 560), (1400, 560), width=3)
    captions = rng.choice(CAPTIONS)
    _party(bill, (30, 165), captions[0], piece.sender, pen or face, 30, face)
    _consignee(bill, piece, (730, 165), captions[1], 640, pen or face, rng)
    _facts(bill, (30, 590), face, rng)
    return bill


def _above(piece: Piece, rng) -> Sheet:
    bill, face, pen = _bill(1000, 1080, rng), _face(rng), _pen(piece, rng)
    bill.line((0, 380), (1000, 380), width=3)
    bill.line((0, 740), (1000, 740), width=3)
    captions = rng.choice(CAPTIONS)
    _party(bill, (30, 160), captions[0], piece.sender, pen or face, 32, face)
    _consignee(bill, piece, (30, 395), captions[1], 940, pen or face, rng)
    _facts(bill, (30, 770), face, rng)
    return bill


def _below(piece: Piece, rng) -> Sheet:
    """The consignee first, large; who sent it in small type under the codes."""
    bill, face, pen = _bill(1000, 1080, rng), _face(rng), _pen(piece, rng)
    captions = rng.choice(CAPTIONS)
    _consignee(bill, piece, (30, 165), captions[1], 940, pen or face, rng)
    bill.line((0, 540), (1000, 540), width=3)
    _facts(bill, (30, 570), face, rng)
    bill.line((0, 880), (1000, 880), width=3)
    _party(bill, (30, 895), captions[0], piece.sender, pen or face, 24, face)
    return bill


def _sideways(piece: Piece, rng) -> Sheet:
    bill, face, pen = _bill(1150, 1000, rng), _face(rng), _pen(piece, rng)
    captions = rng.choice(CAPTIONS)
    _consignee(bill, piece, (30, 165), captions[1], 880, pen or face, rng)
    bill.line((0, 540), (940, 540), width=3)
    _facts(bill, (30, 580), face, rng)
    edge = Sheet(800, 190, (252, 252, 250), rng=rng)
    _party(edge, (20, 10), captions[0], piece.sender, face, 26, face)
    bill.line((940, 130), (940, 1000), width=3)
    bill.image.paste(edge.image.transpose(Image.Transpose.ROTATE_90), (950, 150))
    return bill


def _bill(width: int, height: int, rng) -> Sheet:
    bill = Sheet(width, height, (252, 252, 250), rng=rng, grain=1.5)
    ink = rng.choice([(200, 60, 20), (20, 90, 60), (60, 40, 120), BLACK])
    bill.draw.rectangle((0, 0, width - 1, height - 1), outline=BLACK, width=4)
    bill.draw.rectangle((0, 0, width, 120), fill=ink)
    bill.write((30, 24), rng.choice(COURIERS), "lato black", 66, (252, 252, 250))
    bill.write(
        (width - 330, 40), rng.choice(["NEXT DAY", "B2C", "EXPRESS 12:00", "ECONOMY"]), "lato bold", 42, (252, 252, 250)
    )
    return bill


def _face(rng) -> str:
    return rng.choice(["noto", "ubuntu", "lato", "fira mono"])


def _pen(piece: Piece, rng):
    if piece.writing == "printed":
        return None
    return Hand("futural", slant=rng.uniform(0, 0.2), wobble=rng.uniform(0.5, 1), width=0.07)


def _party(bill: Sheet, at, caption: str, lines, pen, size: int, face: str) -> None:
    bill.write(at, caption, face, 22, (70, 70, 76))
    bill.block((at[0] + 16, at[1] + 36), lines, pen, size, leading=1.22)


def _consignee(bill: Sheet, piece: Piece, at, caption: str, width: int, pen, rng) -> None:
    lines = piece.addressee.lines
    bill.write(at, caption, "noto", 24, (70, 70, 76))
    size = min(rng.randrange(38, 50), int(270 / 1.22 / len(lines)))
    while size > 18 and not all(bill.room_for(line, pen, size, width - 30) for line in lines):
        size -= 1
    bill.recipient((at[0] + 16, at[1] + 42), lines, pen, size, leading=1.22)
    telephone = f"Tel. 609 555 01{numbers.digits(rng, 2)}"
    if rng.random() < 0.5:
        bill.write((at[0] + 16, at[1] + 50 + size * 1.22 * len(lines)), telephone, "noto", 24)


def _facts(bill: Sheet, at, face: str, rng) -> None:
    """Pieces, weight, references, and the courier's own number under its bars."""
    number = f"{rng.choice(['NXC', 'CLC', 'VX'])}{numbers.digits(rng, 9)}{rng.choice('AKR')}"
    code = bars.code128(number, width=560, height=130)
    bill.bars((at[0], at[1]), code, quiet=8)
    bill.write((at[0] + 60, at[1] + 138), number, face, 34)
    facts = (
        f"Pcs {rng.randrange(1, 3)}/{rng.randrange(3, 6)}   {rng.randrange(1, 19)}.{rng.randrange(10)} kg",
        f"Account No. {numbers.digits(rng, 6)}",
        f"Your ref. {rng.choice(['PO', 'RMA', '#'])} {rng.randrange(100, 620)}",
        rng.choice(["Signature required", "Leave with desk", "Contents: documents"]),
    )
    bill.block((at[0] + 590, at[1]), facts, face, 28)
    bill.write(
        (at[0], at[1] + 190), f"{rng.choice(['EWR', 'PHL', 'J04'])} - {rng.randrange(100, 620)}", "lato black", 76
    )


def _pouch(bag: Sheet, box, rng) -> None:
    """Clear film with a printed rim, and light in its folds."""
    left, top, right, low = box
    ink = rng.choice([(230, 120, 40), (190, 40, 50), (40, 80, 160)])
    bag.draw.rectangle(box, outline=ink, width=6)
    bag.draw.rectangle((left, top, right, top + 56), fill=ink)
    words = rng.choice(["DOCUMENTS ENCLOSED", "PACKING LIST ENCLOSED", "LIEFERSCHEIN - RECHNUNG", "SHIPPING DOCUMENTS"])
    bag.write((left + 40, top + 8), words, "lato bold", 36, (252, 252, 250))
    glare = Image.new("L", bag.image.size)
    pale = Sheet(bag.width, bag.height, (0, 0, 0), rng=rng)
    for _ in range(rng.randrange(2, 6)):
        x, lean, wide = rng.randrange(left, right), rng.randrange(-200, 200), rng.randrange(8, 60)
        shine = rng.randrange(30, 100)
        pale.draw.polygon([(x, top), (x + wide, top), (x + wide + lean, low), (x + lean, low)], fill=(shine,) * 3)
    glare.paste(pale.image.convert("L"))
    bag.image.paste((255, 255, 255), (0, 0), glare)
