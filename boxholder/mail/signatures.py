"""A signature is the strokes of a finger as an SVG path in a box of 600 × 200: moves and lines, nothing else."""

import re

WIDTH, HEIGHT = 600, 200
# A stroke of a second has some sixty points; nobody signs for minutes.
MOST_CHARACTERS = 60_000
STROKE = r"M\d{1,3}(?:\.\d)? \d{1,3}(?:\.\d)?(?:L\d{1,3}(?:\.\d)? \d{1,3}(?:\.\d)?)+"


class NotASignature(ValueError):
    """Something else than strokes in the box came in its place."""


def read(path: str) -> str:
    """The path as it is kept; "" where nobody signed. Raises NotASignature."""
    path = path.strip()
    if len(path) > MOST_CHARACTERS or not re.fullmatch(rf"(?:{STROKE})*", path):
        raise NotASignature
    for x, y in re.findall(r"([\d.]+) ([\d.]+)", path):
        if float(x) > WIDTH or float(y) > HEIGHT:
            raise NotASignature
    return path
