"""A picture postcard or a dentist's reminder: the message on the left, the address on the right."""

from bench.labels import bars, numbers, postage
from bench.labels.ink import Hand, HandFont
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

GREETINGS = (
    ("Dear both,", "the weather holds and we walk", "to the lighthouse every day.", "Room 318 has a view!", "Love, {}"),
    ("Hello from the lake!", "Two weeks and no rain. Back on", "the 14th. Water the ferns?", "Hugs, {}"),
    ("Happy birthday!", "We think of you on the 26th and", "raise a glass at the harbor.", "Yours, {}"),
)
NOTICES = (
    ("Time for your check-up!", "Call 555-0134 and mention card 234", "to book with {}."),
    ("JUST SOLD on Canal St", "What is your home worth?", "Ask {} today.", "Suite 140, Prospect Ave"),
    ("Final notice", "Your warranty ref. 418 expires.", "{} is waiting for your call."),
)


def draw(piece: Piece, rng) -> Sheet:
    card = Sheet(
        1500,
        rng.choice([1000, 1060]),
        rng.choice([(250, 249, 244), (255, 255, 255), (240, 238, 228)]),
        rng=rng,
        grain=2,
    )
    middle = rng.randrange(690, 750)
    by_hand = piece.writing == "handwritten"
    if by_hand:
        _by_hand(card, piece, middle, rng)
    else:
        _printed(card, piece, middle, rng)
    if rng.random() < 0.7:
        card.line((middle, 120), (middle, card.height - 110), width=3, ink=(120, 120, 125))
    return card


def _by_hand(card: Sheet, piece: Piece, middle: int, rng) -> None:
    pen = rng.choice(
        [
            Hand("scriptc", slant=rng.uniform(-0.1, 0.1), wobble=rng.uniform(0.3, 0.7), width=0.05),
            Hand("futuram", slant=rng.uniform(0, 0.25), wobble=rng.uniform(0.5, 1), width=rng.uniform(0.04, 0.06)),
            HandFont("shadows", wobble=rng.uniform(0.6, 1.2), bold=1),
        ]
    )
    if piece.addressee.lines[-1].isupper():
        # Nobody writes capitals in joined-up script.
        pen = Hand("futuram", slant=rng.uniform(0, 0.2), wobble=rng.uniform(0.5, 1), width=0.05)
    ink = rng.choice([BLACK, (30, 44, 120), (20, 90, 70)])
    message = [line.format(piece.sender[0].split()[0]) for line in rng.choice(GREETINGS)]
    card.block((50, 130), message, pen, 38, ink, leading=1.5)
    postage.stamps(card)
    size = min(rng.randrange(38, 46), 380 // len(piece.addressee.lines))
    card.recipient((middle + 50, 480), piece.addressee.lines, pen, size, ink, leading=1.5)


def _printed(card: Sheet, piece: Piece, middle: int, rng) -> None:
    colour = rng.choice([(30, 110, 140), (170, 50, 60), (70, 120, 60)])
    card.draw.rectangle((0, 0, middle - 40, 150), fill=colour)
    card.write((40, 44), piece.sender[0], "fira bold", 46, (252, 252, 250))
    message = [line.format(piece.sender[0]) for line in rng.choice(NOTICES)]
    card.block((40, 200), message, "fira", 38, leading=1.4)
    card.block((40, card.height - 190), piece.sender, "fira", 26)
    postage.indicia(card, service=rng.choice(["PRSRT STD", "PRESORTED", "PRSRT FIRST CLASS"]))
    size = min(rng.randrange(34, 40), 320 // len(piece.addressee.lines))
    card.recipient((middle + 40, 480), piece.addressee.lines, rng.choice(["fira", "caladea", "fira mono"]), size)
    if rng.random() < 0.7:
        code = f"0{rng.randrange(5)}{numbers.digits(rng, 18)}-{piece.destination[-1]}{numbers.digits(rng, 4)}"
        card.bars((middle + 40, card.height - 130), bars.intelligent_mail(code, width=580))
