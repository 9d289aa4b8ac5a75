"""Labels made by hand: what the reader would have found, without a picture."""

from boxholder.mail.recognition import Box, Entry, LabelText, Line

DOCK = ("12 Dock Street", "Brooklyn, NY 11201")
BANK = ("First Coast Bank", "PO Box 8812", "Jacksonville FL 32203")

ROSA = Entry(1, "234", "Acme Trading LLC", ("Rosa Reyes",), (), "active")
BEN = Entry(2, "235", "", ("Ben Brooks", "John Smith"), (), "active")
INA = Entry(3, "101", "", ("Ina Ivanova",), ("Clay House\nI. Ivanova Ceramics",), "closed")
JOHN = Entry(4, "900", "Harbor Light Co", ("John Smith",), (), "active")
EVERYONE = (ROSA, BEN, INA, JOHN)


def letter(*lines: str, sender: tuple[str, ...] = BANK, confidence: float = 0.99) -> LabelText:
    """An envelope: the sender at the upper left, the recipient's lines in the middle."""
    return LabelText(
        [*block(sender, at=(80, 60), size=24), *block(lines, at=(700, 600), size=40, confidence=confidence)]
    )


def block(texts: tuple[str, ...], *, at: tuple[int, int], size: int, confidence: float = 0.99) -> list[Line]:
    left, top = at
    return [
        Line(text, confidence, Box(left, y, left + int(len(text) * size * 0.55), y + size))
        for text, y in zip(texts, range(top, top + 9999, int(size * 1.3)), strict=False)
    ]
