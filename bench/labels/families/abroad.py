"""A window envelope from a firm abroad: its address in one small underlined line above ours, as DIN 5008 has it.

In Germany, Britain and Spain the window is on the left, in Portugal and often in France on the right; who has no line
in the window prints "if undelivered, return to" along the lower edge.
"""

from bench.labels import bars, numbers, postage
from bench.labels.paper import BLACK, Sheet
from bench.labels.pieces import Piece

# Pixels per millimetre.
MM = 7.5
FACES = ("noto", "lato", "caladea", "fira", "source serif")


def draw(piece: Piece, rng) -> Sheet:
    width, height = rng.choice([(220, 110), (229, 114), (229, 162)])
    envelope = Sheet(
        round(width * MM),
        round(height * MM),
        rng.choice([(252, 252, 250), (240, 240, 236), (228, 234, 238)]),
        rng=rng,
        grain=2,
    )
    *_street, country = piece.sender
    on_the_right = country in ("PORTUGAL", "JAPAN") or rng.random() < 0.15
    _front(envelope, piece, rng)
    line_inside = country != "UNITED KINGDOM" and rng.random() < 0.8
    letter = _letter(piece, rng, line_inside=line_inside)
    x = envelope.width - letter.width - round(20 * MM) if on_the_right else round(20 * MM)
    envelope.draw.rounded_rectangle(
        (
            x - 6,
            envelope.height - letter.height - 118,
            x + letter.width + 6,
            envelope.height - 106,
        ),
        18,
        outline=(180, 180, 178),
        width=4,
    )
    envelope.stick(letter, (x, envelope.height - letter.height - 112), angle=rng.gauss(0, 0.4), shadow=False)
    if not line_inside:
        words = f"{rng.choice(['If undelivered, return to:', 'Retour / Return:'])} {', '.join(piece.sender)}"
        envelope.write((60, envelope.height - 60), words, "noto", 20)
    return envelope


def _front(envelope: Sheet, piece: Piece, rng) -> None:
    *_street, country = piece.sender
    if rng.random() < 0.6:
        ink = rng.choice([(20, 70, 130), (150, 20, 40), (30, 100, 70)])
        envelope.draw.rectangle((60, 60, 120, 120), fill=ink)
        envelope.write((140, 62), piece.sender[0], "fira bold", 44, ink)
    if rng.random() < 0.5:
        postage.port_paid(envelope, country)
    else:
        code = bars.data_matrix(numbers.digits(rng, 42), width=100)
        envelope.bars((envelope.width - 420, 44), code)
        when = f"{rng.randrange(1, 28):02}.0{rng.randrange(1, 9)}.26"
        value = (
            rng.choice(["FRANKIT", "FRANQUIA", "POSTAGE PAID"]),
            f"{rng.randrange(1, 9)},{rng.randrange(10, 99)} EUR",
        )
        envelope.block((envelope.width - 300, 46), (*value, when), "fira", 28)
    if rng.random() < 0.5:
        sticker = Sheet(290, 84, (30, 70, 150), rng=rng)
        sticker.write(
            (20, 20), rng.choice(["PRIORITAIRE", "PAR AVION", "BY AIR MAIL"]), "lato bold", 36, (250, 250, 250)
        )
        envelope.stick(sticker, (envelope.width * 0.45, 60), angle=rng.gauss(0, 2))


def _letter(piece: Piece, rng, *, line_inside: bool) -> Sheet:
    """What the window of 90 by 45 millimetres shows."""
    letter = Sheet(round(90 * MM), round(45 * MM), (255, 255, 254), rng=rng)
    face, x, y = rng.choice(FACES), rng.randrange(18, 40), rng.randrange(14, 26)
    if line_inside:
        line = rng.choice([" · ", " - ", ", "]).join(piece.sender)
        size = next(size for size in range(19, 8, -1) if letter.room_for(line, face, size, 650 - x))
        left, _top, right, low = letter.write((x, y), line, face, size)
        letter.line((left, low + 4), (right, low + 4), width=2)
        y += 34
    if rng.random() < 0.3:
        letter.bars((x, y), bars.data_matrix(numbers.digits(rng, 40), width=56))
        letter.write(
            (x + 70, y + 12), f"{numbers.digits(rng, 2)} {numbers.digits(rng, 8)} K{rng.randrange(100, 620)}", face, 20
        )
        y += 64
    elif rng.random() < 0.4:
        note = ["Persönlich/Vertraulich", "Einschreiben", f"Ref. {rng.randrange(100, 620)}/26", "CONFIDENCIAL"]
        letter.write((x, y), rng.choice(note), face, 22)
        y += 34
    lines = (
        *piece.addressee.lines,
        rng.choice(["USA", "USA", "VEREINIGTE STAATEN", "ESTADOS UNIDOS", "UNITED STATES"]),
    )
    size = min(rng.randrange(27, 32), int((letter.height - y - 6) / 1.22 / len(lines)))
    letter.recipient((x, y), lines, face, size, BLACK, leading=1.22)
    return letter
