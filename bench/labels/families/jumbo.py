"""An advertising card of six by nine inches: the offer on the left or across the top, the address low on the right.

Saturation mailers print the return address at the top left of the card, of its right half, or at the foot of the offer.
"""

from bench.labels import bars, directory, numbers, postage
from bench.labels.paper import Sheet
from bench.labels.pieces import Piece

OFFERS = {
    "Your next cleaning is on us": "New patients: exam and X-rays for $59. Call 555-0118 or book online. Offer 318; "
    "good until June 30. We speak Spanish and Portuguese.",
    "SOLD in 9 days": "221 {street} went for 7% over asking. Curious what yours would bring? Ask for the free report "
    "before the spring market opens. No obligation.",
    "Drafty this winter?": "Buy two windows, get one free. From $127 a month. {town} neighbors saved up to 34 "
    "percent last year. Suite 140 showroom open daily.",
    "We miss you!": "It has been 12 months since your last eye exam. Bring this card and save $40 on frames. Walk-ins "
    "welcome Tuesday to Saturday, 9 to 6.",
    "Oil change $29.95": "Up to 5 quarts, with tire rotation and a 21-point check. Not valid with other "
    "offers. Coupon 455-B, expires May 31.",
    "Flu shots are here": "Mondays and Thursdays, no appointment. Stickers for the children! Ask about "
    "our Saturday hours in {town}.",
}
COLOURS = ((24, 90, 140), (170, 60, 40), (40, 110, 80), (90, 60, 130), (190, 120, 20))


def draw(piece: Piece, rng) -> Sheet:
    width, height = rng.choice([(1650, 1100), (1500, 1000), (1650, 760)])
    card = Sheet(width, height, (254, 254, 252), rng=rng, grain=1.5)
    headline, words = rng.choice(list(OFFERS.items()))
    town, *_state = directory.TOWN.split(",")
    words = words.format(street=directory.STREET.split(" ", 1)[1], town=town)
    if height > 800 and rng.random() < 0.35:
        _across(card, piece, headline, words, rng)
    else:
        _beside(card, piece, headline, words, rng)
    return card


def _beside(card: Sheet, piece: Piece, headline: str, words: str, rng) -> None:
    middle, colour = round(card.width * rng.uniform(0.46, 0.54)), rng.choice(COLOURS)
    filled = rng.random() < 0.5
    ink = (250, 250, 248) if filled else (30, 30, 34)
    if filled:
        card.draw.rectangle((0, 0, middle - 30, card.height), fill=colour)
    else:
        card.draw.rectangle((middle - 36, 0, middle - 30, card.height), fill=colour)
    place = rng.choice(["right half", "right half", "top left", "foot"])
    y = 50
    if place == "top left":
        card.block((40, 36), piece.sender, "lato", 24, ink)
        y = 150
    title = card.broken(headline, "lato black", 66, middle - 110)
    card.block((40, y), title, "lato black", 66, ink if filled else colour, leading=1.1)
    y += 80 * len(title) + 20
    card.block((40, y), card.broken(words, "lato", 34, middle - 120), "lato", 34, ink, leading=1.3)
    if place == "foot":
        card.block((40, card.height - 130), piece.sender, "lato bold", 26, ink)
    elif place == "right half":
        card.block((middle + 20, 40), piece.sender, "lato", 22)
    _address_side(card, piece, middle + 30, rng)


def _across(card: Sheet, piece: Piece, headline: str, words: str, rng) -> None:
    """The offer as a band along the top, everything postal below it."""
    low, colour = round(card.height * 0.36), rng.choice(COLOURS)
    card.draw.rectangle((0, 0, card.width - 340, low), fill=colour)
    card.write((40, 36), headline, "lato black", 74, (250, 250, 248))
    card.block((40, 150), card.broken(words, "lato", 32, card.width - 440), "lato", 32, (250, 250, 248))
    card.block((40, low + rng.choice([40, 300])), piece.sender, "lato", 26)
    _address_side(card, piece, round(card.width * 0.48), rng)


def _address_side(card: Sheet, piece: Piece, left: int, rng) -> None:
    postage.indicia(card, service=rng.choice(["PRSRT STD", "PRSRT MKTG", "ECRWSS", "PRESORTED"]))
    lines, face = piece.addressee.lines, rng.choice(["ubuntu mono", "fira mono", "noto", "fira"])
    y, zip_code = round(card.height * rng.uniform(0.5, 0.58)), piece.destination[-1]
    size = min(rng.randrange(30, 38), int((card.height - y - 110) / 1.25 / len(lines)))
    if rng.random() < 0.6:
        sorting = f"*****{rng.choice(['ECRWSS', 'AUTO', 'SCH 5-DIGIT'])}**C{rng.randrange(1, 90):03}"
        card.write((left, y - size - 10), sorting, face, size - 8)
    card.recipient((left, y), lines, face, size)
    if rng.random() < 0.8:
        code = f"0{rng.randrange(5)}{numbers.digits(rng, 18)}-{zip_code}{numbers.digits(rng, 4)}"
        card.bars((left, card.height - 80), bars.intelligent_mail(code, width=560))
