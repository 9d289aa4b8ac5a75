"""What the post puts on an envelope: stamps, postmarks, indicia, sorting marks."""

import math

from PIL import Image, ImageDraw

from bench.labels.paper import BLACK, Sheet, with_grain

STAMP_COLOURS = ((178, 34, 52), (40, 70, 140), (30, 110, 80), (190, 120, 30), (90, 60, 120))
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


def stamps(sheet: Sheet) -> None:
    """One to three, top right, each a picture of something, with a postmark across."""
    rng, x = sheet.rng, sheet.width - 40
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        width, height = rng.choice([(120, 140), (140, 110), (110, 150)])
        x -= width + rng.randrange(4, 14)
        sheet.stick(_stamp(rng, width, height), (x, 30 + rng.randrange(10)), angle=rng.gauss(0, 2))
    if rng.random() < 0.85:
        postmark(sheet, (x - 130 + rng.randrange(60), 20 + rng.randrange(20)))


def _stamp(rng, width: int, height: int) -> Sheet:
    stamp = Sheet(width, height, (250, 248, 240), rng=rng)
    colour = rng.choice(STAMP_COLOURS)
    stamp.draw.rectangle((8, 8, width - 9, height - 9), fill=colour)
    for _ in range(rng.randrange(3, 8)):
        x, y, r = rng.randrange(width), rng.randrange(height), rng.randrange(8, 36)
        shade = tuple(min(255, part + rng.randrange(10, 90)) for part in colour)
        stamp.draw.ellipse((x - r, y - r, x + r, y + r), fill=shade)
    stamp.draw.rectangle((0, 0, width - 1, height - 1), outline=(250, 248, 240), width=9)
    stamp.write(
        (16, height - 36), rng.choice(["FOREVER", "USA 58c", "USA", "FOREVER USA"]), "noto bold", 15, (255, 255, 255)
    )
    return stamp


def postmark(sheet: Sheet, at) -> None:
    rng, mark = sheet.rng, Image.new("L", (420, 160))
    draw = ImageDraw.Draw(mark)
    draw.ellipse((5, 5, 150, 150), outline=255, width=3)
    draw.ellipse((32, 32, 123, 123), outline=200, width=2)
    for row in range(5):
        wave = [(155 + step * 6, 30 + row * 22 + 7 * math.sin(step / 3)) for step in range(44)]
        draw.line(wave, fill=235, width=3)
    stamped = Sheet(100, 60, (0, 0, 0), rng=rng)
    stamped.write((12, 2), f"{rng.choice(MONTHS)} {rng.randrange(1, 29)}", "noto bold", 20, (255, 255, 255))
    stamped.write((22, 26), "2026", "noto bold", 20, (255, 255, 255))
    mark.paste(stamped.image.convert("L").resize((70, 42)), (44, 56))
    mark = with_grain(mark.convert("RGB"), rng, 25).convert("L").point(lambda ink: max(0, ink - 45))
    mark = mark.rotate(rng.gauss(0, 9), Image.Resampling.BICUBIC)
    sheet.image.paste((50, 50, 60), (round(at[0]), round(at[1])), mark)


def indicia(sheet: Sheet, *, service: str) -> None:
    """The box for postage paid by permit, or a meter's print with its code."""
    rng, x = sheet.rng, sheet.width - 280
    lines = rng.choice(
        [
            (service, "U.S. POSTAGE", "PAID", f"PERMIT NO. {rng.randrange(20, 990)}"),
            (service, "US POSTAGE PAID", "FALLBROOK OH", f"PERMIT {rng.randrange(1000, 9900)}"),
        ]
    )
    sheet.draw.rectangle((x, 36, sheet.width - 50, 150), outline=BLACK, width=3)
    sheet.block((x + 20, 44), lines, "noto", 19)


def meter(sheet: Sheet, matrix) -> None:
    rng, x = sheet.rng, sheet.width - 420
    red = rng.choice([(190, 30, 40), BLACK])
    sheet.bars((x, 36), matrix)
    words = ("US POSTAGE", f"$ 00{rng.randrange(0, 9)}.{rng.randrange(10, 99)}0", f"ZIP 432{rng.randrange(10, 99)}")
    sheet.block((x + 130, 36), words, "fira bold", 26, red)
    sheet.write(
        (x + 130, 132), f"{rng.randrange(10**9):010} {rng.choice(MONTHS)} {rng.randrange(1, 29)} 2026", "fira", 17, red
    )


def sprayed_bars(sheet: Sheet, at) -> None:
    """The orange or black bars a sorting machine sprays along the lower edge."""
    rng, ink = sheet.rng, sheet.rng.choice([(225, 110, 40), (60, 60, 60)])
    for step in range(rng.randrange(30, 62)):
        high = rng.choice([10, 24])
        x = at[0] + step * 11
        sheet.draw.rectangle((x, at[1] - high, x + 4, at[1]), fill=ink)


def rubber_stamp(sheet: Sheet, at, lines, *, size: int, angle: float, ink) -> None:
    """A sender's stamp from an ink pad: a little askew, patchy where the pad was dry."""
    wet = Sheet(1000, round(size * 1.3 * len(lines)) + 40, (0, 0, 0), rng=sheet.rng)
    boxes = wet.block((20, 14), lines, "ubuntu bold", size, (235, 235, 235))
    mark = wet.image.crop((0, 0, max(box[2] for box in boxes) + 20, wet.height))
    mark = with_grain(mark, sheet.rng, 18).convert("L").point(lambda ink: max(0, ink - 40))
    mark = mark.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    sheet.image.paste(ink, (round(at[0]), round(at[1]), round(at[0]) + mark.width, round(at[1]) + mark.height), mark)


def port_paid(sheet: Sheet, country: str) -> None:
    """Postage paid abroad, in a frame, top right."""
    rng, x = sheet.rng, sheet.width - 330
    lines = rng.choice(
        [
            ("P.P.", country, f"Taxe perçue {rng.randrange(100, 990)}"),
            ("PORT PAYÉ", country, "PRIORITY"),
            ("ROYAL POST", "PRIORITY", f"HQ {rng.randrange(10000, 99000)}"),
        ]
    )
    sheet.draw.rectangle((x, 40, sheet.width - 50, 160), outline=BLACK, width=3)
    sheet.block((x + 20, 50), lines, "noto", 24)
