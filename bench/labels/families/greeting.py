"""A picture postcard, from a shop or sent by an app: prose on the left, the address on the right below the stamp.

The back is divided down the middle (as since 1907), with a caption and the publisher's imprint; on a card held upright
it is now and then divided across, the message above. Apps print what their customers typed.
"""

from PIL import Image

from bench.labels import bars, names, postage
from bench.labels.ink import Hand, HandFont
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

MESSAGES = (
    "We landed on Friday and the sea is still warm. Yesterday we took the number 14 bus up to the old fort and ate far "
    "too many sardines. Back on the 26th. Kiss the cat for us!",
    "Greetings from the cabin! Apartment 305 this year, with a balcony. Harvey caught a cold on the first day, but "
    "Odette walks ten miles before breakfast. See you at the market.",
    "Thank you so much for the parcel. Everything arrived in one piece, even the jar. The girls wore the hats all "
    "weekend. Come and see us when the house is ready, it is 234 Elm Avenue now.",
    "Happy New Year! May it bring you good health and fewer meetings. We moved in May; the new number is 555-0142.",
    "Save the date! We are getting married on Saturday the 19th of June at Grange Hall in Mill Haven. A proper "
    "invitation will follow.",
    "The conference ends on Thursday. My talk was in room 412 and only six people came, but one of them had once lived "
    "in Port Ellery and asked after the lighthouse.",
    "It's a boy! Magnus Theodor, 7 lb 4 oz, born on October 3rd. All three of us are home and very tired.",
    "You were right about the trains. Two hours late, no seat, and a man with an accordion. The mountains make up for "
    "it. I owe you lunch, 12 o'clock on the 30th?",
    "Bonjour from the harbor! It rains, the museum is closed and the coffee costs 4.50, but we have not laughed so "
    "much in years. Save us some of that cake.",
)
CAPTIONS = (
    "Lake Arden at dusk",
    "The old lighthouse, built 1871",
    "Greetings from Tule Springs, Nevada",
    "Mercado central",
    "Wildflowers of the coast No. 318",
)


def draw(piece: Piece, rng) -> Sheet:
    upright = rng.random() < 0.15
    width, height = (1060, 1500) if upright else rng.choice([(1500, 1060), (1500, 1000), (1600, 760)])
    card = Sheet(width, height, rng.choice([(252, 251, 247), (255, 255, 255), (243, 239, 226)]), rng=rng, grain=2)
    pen, ink = _pen(piece, rng), BLACK
    if piece.writing == "handwritten":
        ink = rng.choice([BLACK, (30, 44, 120), (20, 60, 90), (110, 30, 70)])
    if upright:
        _upright(card, piece, pen, ink, rng)
    else:
        _landscape(card, piece, pen, ink, rng)
    return card


def _landscape(card: Sheet, piece: Piece, pen, ink, rng) -> None:
    middle = round(card.width * rng.uniform(0.48, 0.54))
    top = 50
    if rng.random() < 0.25:
        card.block((50, 36), piece.sender, "fira" if piece.writing == "printed" else pen, 22, ink, leading=1.1)
        top = 60 + 26 * len(piece.sender)
    low = _imprint(card, middle, rng)
    _message(card, piece, (50, top + rng.randrange(40)), (middle - 90, low - top - 60), pen, ink)
    _postage(card, rng)
    left, y = middle + rng.randrange(36, 80), round(card.height * rng.uniform(0.44, 0.52))
    _address(card, piece, (left, y), pen, ink, rng)


def _upright(card: Sheet, piece: Piece, pen, ink, rng) -> None:
    middle = round(card.height * rng.uniform(0.46, 0.52))
    _postage(card, rng)
    _message(card, piece, (60, 210), (card.width - 120, middle - 260), pen, ink)
    card.line((60, middle), (card.width - 60, middle), width=3, ink=(130, 130, 135))
    _address(card, piece, (rng.randrange(120, 330), middle + rng.randrange(90, 220)), pen, ink, rng)


def _pen(piece: Piece, rng):
    if piece.writing == "printed":
        return rng.choice(["fira", "caladea", "lato", "ubuntu", "source serif"])
    if piece.addressee.lines[-1].isupper():
        return Hand("futuram", slant=rng.uniform(0, 0.2), wobble=rng.uniform(0.5, 1), width=0.05)
    return rng.choice(
        [
            Hand("scripts", slant=rng.uniform(-0.1, 0.1), wobble=rng.uniform(0.3, 0.8), width=0.055),
            Hand("futural", slant=rng.uniform(0, 0.25), wobble=rng.uniform(0.5, 1.1), width=0.06),
            HandFont("intuitive", wobble=rng.uniform(0.5, 1.2)),
            HandFont("shadows", wobble=rng.uniform(0.5, 1.2), bold=1),
        ]
    )


def _message(card: Sheet, piece: Piece, at, room, pen, ink) -> None:
    """As large as it fits: whoever has little to say writes large."""
    rng, (x, y), (width, height) = card.rng, at, room
    given = piece.addressee.lines[0].split()[0].title()
    opening = f"Dear {given}," if given in names.GIVEN else rng.choice(["Hello!", "Dear all,", "Hi there,"])
    words, closing = rng.choice(MESSAGES), rng.choice(["Love, {}", "Yours, {}", "Hugs from {}", "All the best, {}"])
    signed = closing.format(rng.choice([piece.sender[0].split()[0], piece.sender[0]]))
    for size in range(44, 20, -2):
        lines = [opening, *card.broken(words, pen, size, width), signed]
        if len(lines) * size * 1.35 <= height:
            break
    card.block((x, y), lines, pen, size, ink, leading=1.35)


def _imprint(card: Sheet, middle: int, rng) -> int:
    """What the publisher printed, and how far down the message may reach."""
    low, grey = card.height - 20, (110, 110, 116)
    if rng.random() < 0.75:
        card.line((middle, 110), (middle, card.height - 90), width=3, ink=(130, 130, 135))
    if rng.random() < 0.5:
        up = Sheet(520, 40, card.image.getpixel((3, 3)), rng=rng)
        up.write((8, 4), rng.choice(["© Tidemark Cards, Sandwell", "Printed in Portugal", "Foto: L. Auer"]), "lato", 22)
        card.image.paste(up.image.transpose(Image.Transpose.ROTATE_90), (middle + 6, 130))
    if rng.random() < 0.4:
        card.write(
            (middle - 130, 24), rng.choice(["POST CARD", "CARTE POSTALE", "BILHETE POSTAL"]), "caladea", 40, grey
        )
    if rng.random() < 0.6:
        card.write((50, card.height - 60), rng.choice(CAPTIONS), "lato", 26, grey)
        low -= 60
    if rng.random() < 0.3:
        code = bars.qr(f"https://example.com/card/{rng.randrange(10**6)}", width=110)
        card.bars((middle - 150, card.height - 150), code)
        low -= 100
    return low


def _postage(card: Sheet, rng) -> None:
    if rng.random() < 0.75:
        postage.stamps(card)
    else:
        postage.indicia(card, service=rng.choice(["FIRST-CLASS MAIL", "PRSRT FIRST CLASS"]))


def _address(card: Sheet, piece: Piece, at, pen, ink, rng) -> None:
    """On the three or four ruled lines, or on none."""
    lines = piece.addressee.lines
    if len(piece.sender) > 3 or rng.random() < 0.15:
        lines = (*lines, rng.choice(["USA", "U.S.A."]))
    size = min(rng.randrange(34, 44), int((card.height - at[1] - 70) / 1.45 / len(lines)))
    if rng.random() < 0.4:
        for row in range(max(3, len(lines))):
            y = at[1] + size * (1.4 * row + 1.34)
            card.line((at[0] - 10, y), (card.width - 50, y), width=2, ink=(150, 150, 156))
    card.recipient(at, lines, pen, size, ink, leading=1.4)
