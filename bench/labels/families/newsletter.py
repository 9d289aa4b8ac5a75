"""A newsletter folded once and sealed with tabs, without an envelope: the outer panel carries everything.

The return address belongs at the top left; amateurs put it under the address, at the foot, or beside their headline.
"""

from bench.labels import bars, numbers, postage
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

TEASERS = (
    (
        "Spring programme",
        "Twelve evenings, one ticket. Subscribers choose their seats from March 3. Box office 555-0127.",
    ),
    (
        "What the dredging found",
        "Forty years of river mud, read like a book. Page 3. Also: the 2026 budget in plain words.",
    ),
    ("We need hands", "Saturday the 14th, nine o'clock, behind the boat shed. Gloves and soup provided."),
    (
        "Class notes",
        "Wedding bells for Edith and Lars; Rosa runs her 31st marathon; a farewell to Professor Cormorant.",
    ),
    ("Annual appeal", "Last year 418 neighbors gave, and the roof is half paid. Could you be number 419?"),
)
PLACES = ("top left", "top left", "top left", "foot", "below")


def draw(piece: Piece, rng) -> Sheet:
    paper = rng.choice([(254, 254, 252), (244, 240, 226), (226, 236, 240)])
    panel = Sheet(1650, rng.choice([1070, 1070, 760]), paper, rng=rng, grain=2)
    colour, place = rng.choice([(30, 90, 70), (130, 40, 40), (40, 60, 120), BLACK]), rng.choice(PLACES)
    _tabs(panel, rng)
    postage.indicia(panel, service=rng.choice(["NONPROFIT ORG", "NON-PROFIT", "PRSRT STD"]))
    if place == "top left":
        panel.block((60, 50), piece.sender, "source serif", 28, colour)
        if rng.random() < 0.4:
            panel.write((60, 170), rng.choice(["Return Service Requested", "Change Service Requested"]), "lato", 24)
    left = round(panel.width * rng.uniform(0.4, 0.5))
    _teaser(panel, left - 120, colour, 50 if place != "top left" else 250, rng)
    _address(panel, piece, left, place, colour, rng)
    if place == "foot":
        panel.line((0, panel.height - 90), (panel.width, panel.height - 90), width=6, ink=colour)
        panel.write((60, panel.height - 66), "  |  ".join(piece.sender), "source serif", 30, colour)
    return panel


def _teaser(panel: Sheet, room: int, colour, top: int, rng) -> None:
    headline, words = rng.choice(TEASERS)
    title = panel.broken(headline, "caladea bold", 60, room)
    panel.block((60, top), title, "caladea bold", 60, colour, leading=1.1)
    y = top + 70 * len(title) + 10
    lines = panel.broken(words, "source serif", 32, room)
    panel.block((60, y), lines[: max(1, int((panel.height - 110 - y) / 42))], "source serif", 32, leading=1.3)


def _address(panel: Sheet, piece: Piece, left: int, place: str, colour, rng) -> None:
    """On a label from a sheet, or printed on the panel; a tab may sit close by."""
    lines, face = piece.addressee.lines, rng.choice(["fira", "noto", "caladea", "ubuntu mono"])
    y = round(panel.height * rng.uniform(0.42, 0.5))
    room = panel.height - y - (150 if place == "below" else 120)
    size = min(rng.randrange(32, 40), int(room / 1.25 / len(lines)))
    if rng.random() < 0.4:
        label = Sheet(720, round(size * 1.25 * len(lines)) + 50, (255, 255, 254), rng=rng)
        label.recipient((30, 22), lines, face, size)
        panel.stick(label, (left, y), angle=rng.gauss(0, 1.5))
    else:
        panel.recipient((left, y), lines, face, size)
    low = y + round(size * 1.25 * len(lines)) + 75
    if rng.random() < 0.5 and low < panel.height - 150:
        code = f"0{rng.randrange(5)}{numbers.digits(rng, 18)}-{piece.destination[-1]}{numbers.digits(rng, 4)}"
        panel.bars((left, low), bars.intelligent_mail(code, width=560))
        low += 50
    if place == "below":
        own = (f"From: {piece.sender[0]}", ", ".join(piece.sender[1:]))
        panel.block((left, min(low + 16, panel.height - 110)), own, "source serif", 25, colour)


def _tabs(panel: Sheet, rng) -> None:
    """Clear or white wafers over the open edge at the top."""
    for x in rng.choice([(panel.width // 2,), (180, panel.width - 520)]):
        panel.draw.ellipse((x - 60, -60, x + 60, 60), fill=(246, 246, 246), outline=(214, 214, 214), width=3)
