"""A magazine or a catalogue in film, or in a paper wrap: the address in the upper half, as the post wants it on flats.

The cover shows through and is often turned against the address; subscribers' keys and expiry dates stand above the
name, and "return undeliverable copies to" below it, beside it, or along the edge.
"""

from PIL import Image

from bench.labels import bars, names, numbers, postage
from bench.labels.ink import Inkjet
from bench.labels.paper import BLACK, Sheet, with_grain
from bench.labels.pieces import Piece

LINES = (
    "THE KITCHEN ISSUE",
    "318 ideas for a small garden",
    "Interview: the last lamplighter",
    "How we sleep now",
    "Boats, built slowly",
    "12 walks before breakfast",
    "Summer tools from $14",
)


def draw(piece: Piece, rng) -> Sheet:
    page = Sheet(1400, 1800, tuple(rng.randrange(120, 250) for _ in range(3)), rng=rng, grain=1)
    _cover(page, piece, rng)
    if rng.random() < 0.4:
        # Held so that the address can be read, the cover lies on its side.
        page.turn(rng.choice([Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270]))
    sheet = _carrier_sheet(piece, rng, whole=rng.random() < 0.4, width=page.width)
    at = (
        (0, 0)
        if sheet.width == page.width
        else (rng.randrange(40, page.width - sheet.width - 20), rng.randrange(50, 220))
    )
    page.stick(sheet, at, angle=0 if sheet.width == page.width else rng.gauss(0, 1.2), shadow=False)
    _film(page, rng)
    return page


def _cover(page: Sheet, piece: Piece, rng) -> None:
    for _ in range(rng.randrange(6, 14)):
        x, y = rng.randrange(page.width), rng.randrange(300, page.height)
        shape = rng.choice([page.draw.ellipse, page.draw.rectangle, page.draw.ellipse])
        shape((x - 260, y - 200, x + rng.randrange(60, 400), y + rng.randrange(60, 300)),
              fill=tuple(rng.randrange(50, 240) for _ in range(3)))  # fmt: skip
    masthead = rng.choice(names.MAGAZINES) if len(piece.sender) > 3 else piece.sender[0]
    page.write((60, 30), masthead, rng.choice(["fjalla", "lato black", "caladea bold"]), 130, (250, 250, 248))
    for row, line in enumerate(rng.sample(LINES, 4)):
        y = page.height * (0.42 + 0.13 * row)
        page.write(
            (rng.choice([60, 60, 460]), y),
            line,
            "lato bold",
            rng.choice([44, 60]),
            rng.choice([(250, 250, 248), BLACK]),
        )


def _carrier_sheet(piece: Piece, rng, *, whole: bool, width: int) -> Sheet:
    """A label of ten by four centimetres, or the top of a sheet as wide as the magazine."""
    sheet = (
        Sheet(width, 620, (253, 253, 251), rng=rng)
        if whole
        else Sheet(rng.randrange(880, 1000), 380, (252, 252, 250), rng=rng)
    )
    abroad = len(piece.sender) > 3
    pen = rng.choice([Inkjet("ubuntu mono", 2), "ubuntu mono", "fira mono", "noto", "lato"])
    x, y = (rng.randrange(80, 420), 230) if whole else (30, 24)
    if whole:
        sheet.write((40, 40), piece.sender[0], "lato black", 40)
        if abroad:
            postage.port_paid(sheet, piece.sender[-1])
        else:
            postage.indicia(sheet, service=rng.choice(["PERIODICALS", "PRSRT STD", "STANDARD MAIL"]))
    size = rng.randrange(28, 36)
    for line in _keys(piece, rng):
        sheet.write((x, y), line, pen, size - 6)
        y += size
    lines = (*piece.addressee.lines, "USA") if abroad else piece.addressee.lines
    low = 470 if whole else 290
    size = min(size, int((low - y) / 1.15 / len(lines)))
    sheet.recipient((x, y), lines, pen, size, leading=1.15)
    if rng.random() < 0.6 and not abroad:
        code = f"0{rng.randrange(5)}{numbers.digits(rng, 18)}-{piece.destination[-1]}{numbers.digits(rng, 4)}"
        sheet.bars((x, low + 14), bars.intelligent_mail(code, width=540))
    _return_to(sheet, piece, whole, rng)
    return sheet


def _keys(piece: Piece, rng) -> list[str]:
    key = f"{rng.choice(['S', 'K', 'M'])}{numbers.digits(rng, 7)}/{rng.randrange(1, 9)}"
    return [
        line
        for line, chance in (
            (f"***********SCH 3-DIGIT {piece.destination[-1][:3]}", 0.5),
            (f"#{key}   EXP {rng.choice(postage.MONTHS)} {rng.randrange(26, 29)}", 0.5),
            (f"Issue {rng.randrange(100, 620)}  P{rng.randrange(1, 40)}", 0.3),
        )
        if rng.random() < chance
    ]


def _return_to(sheet: Sheet, piece: Piece, whole: bool, rng) -> None:
    words = rng.choice(["Return undeliverable copies to:", "Rücksendung an:", "Postmaster: send address changes to"])
    if not whole:
        if rng.random() < 0.5:
            sheet.write((30, 352), ", ".join(piece.sender), "lato", 17)
    elif rng.random() < 0.5:
        sheet.block((sheet.width - 420, 330), (words, *piece.sender), "lato", 22)
    else:
        sheet.write((40, 576), f"{words} {', '.join(piece.sender)}", "lato", 22)


def _film(page: Sheet, rng) -> None:
    """Folds in the film catch the light."""
    pale = Sheet(page.width, page.height, (0, 0, 0), rng=rng)
    for _ in range(rng.randrange(4, 12)):
        x, y = rng.randrange(page.width), rng.randrange(page.height)
        end = (x + rng.randrange(-500, 500), y + rng.randrange(-300, 300))
        pale.draw.line(((x, y), end), fill=(rng.randrange(40, 150),) * 3, width=rng.randrange(3, 14))
    mask = with_grain(pale.image, rng, 6).convert("L").point(lambda light: light if light > 12 else 0)
    page.image.paste((255, 255, 255), (0, 0), mask)
