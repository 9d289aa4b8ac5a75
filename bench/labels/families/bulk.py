"""Magazines, catalogues and appeals: an inkjet address over OR CURRENT RESIDENT, between pictures and headlines."""

from bench.labels import bars, numbers, postage
from bench.labels.ink import Inkjet, Printed
from bench.labels.paper import Sheet
from bench.labels.pieces import Piece

HEADLINES = (
    "SPRING SALE 40% OFF",
    "12 Ways to Rest",
    "You may already qualify",
    "The Great Outdoors Issue",
    "ONE MEAL FEEDS TEN",
    "OPEN HOUSE SATURDAY",
)


def draw(piece: Piece, rng) -> Sheet:
    page = Sheet(
        1500,
        rng.choice([1000, 1300, 1900]),
        rng.choice([(240, 236, 226), (214, 226, 236), (252, 252, 250), (250, 224, 190)]),
        rng=rng,
    )
    _cover(page, piece, rng)
    panel = _panel(piece, rng)
    page.stick(
        panel,
        (rng.randrange(40, page.width - panel.width - 30), page.height - panel.height - rng.randrange(40, 130)),
        angle=rng.gauss(0, 0.4),
        shadow=False,
    )
    return page


def _cover(page: Sheet, piece: Piece, rng) -> None:
    for _ in range(rng.randrange(5, 12)):
        x, y = rng.randrange(page.width), rng.randrange(page.height)
        wide, tall = rng.randrange(80, 500), rng.randrange(80, 400)
        colour = tuple(rng.randrange(60, 235) for _ in range(3))
        shape = rng.choice([page.draw.ellipse, page.draw.rectangle])
        shape((x, y, x + wide, y + tall), fill=colour)
    page.write(
        (60, 30), piece.sender[0], rng.choice(["fjalla", "lato black"]), 120, rng.choice([(20, 20, 24), (150, 20, 40)])
    )
    page.write((70, 200), rng.choice(HEADLINES), "lato bold", 54, rng.choice([(20, 20, 24), (255, 255, 255)]))
    page.write((70, 280), f"{rng.choice(postage.MONTHS)} 2026   No. {rng.randrange(101, 620)}   $5.99", "lato", 32)


def _panel(piece: Piece, rng) -> Sheet:
    panel = Sheet(rng.randrange(900, 1080), 430, (252, 252, 250), rng=rng)
    service = rng.choice(["PRSRT STD", "NONPROFIT ORG", "PRSRT MKTG"])
    panel.draw.rectangle((panel.width - 220, 16, panel.width - 20, 124), outline=(25, 25, 28), width=3)
    panel.block((panel.width - 206, 22), (service, "U.S. POSTAGE", "PAID", piece.sender[0][:14].upper()), "ubuntu", 20)
    panel.block((30, 18), piece.sender, "lato", 19)
    if rng.random() < 0.5:
        panel.write(
            (30, 96),
            rng.choice(["CHANGE SERVICE REQUESTED", "ELECTRONIC SERVICE REQUESTED", "RETURN SERVICE REQUESTED"]),
            "lato",
            19,
        )
    pen = rng.choice([Inkjet("ubuntu mono", 2), Inkjet("ubuntu mono", 3), Inkjet("fira", 2), Printed("ubuntu mono")])
    size = rng.randrange(32, 38)
    zip_code = piece.destination[-1]
    sorting = rng.choice(
        [
            f"******AUTO**3-DIGIT {zip_code[:3]}",
            "*****************ECRWSS**C-012",
            f"****SCH 5-DIGIT {zip_code}  T{rng.randrange(1, 40)} P{rng.randrange(1, 9)}",
        ]
    )
    y = 132
    panel.write((30, y), sorting, pen, size - 8)
    if rng.random() < 0.6:
        key = "".join(rng.choice("BCDFGHKLMNPQRSTVWX") for _ in range(3)) + numbers.digits(rng, 7)
        expiry = f"{rng.choice(postage.MONTHS)}{rng.randrange(26, 29)}"
        panel.write((30, y + 26), f"#{key}  {expiry}  {rng.randrange(100, 620)}", pen, size - 8)
        y += 26
    lines = _with_current_resident(piece, rng)
    panel.recipient((30, y + 36), lines, pen, min(size, int((350 - y) / 1.12 / len(lines) + 2)), leading=1.1)
    if rng.random() < 0.8:
        panel.bars(
            (30, 388),
            bars.intelligent_mail(
                f"0{rng.randrange(5)}{numbers.digits(rng, 18)}-{zip_code}{numbers.digits(rng, 4)}", width=560
            ),
        )
    return panel


def _with_current_resident(piece: Piece, rng) -> tuple[str, ...]:
    lines = piece.addressee.lines
    if rng.random() < 0.6 and "occupant" not in piece.addressee.remark:
        return lines[0], rng.choice(["OR CURRENT RESIDENT", "Or Current Resident", "OR CURRENT OCCUPANT"]), *lines[1:]
    return lines
