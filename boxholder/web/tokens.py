"""The colours of `_tokens.css` as numbers, so that code and tests measure what the browser draws."""

import re
from functools import cache
from pathlib import Path

CSS = Path(__file__).parent / "static" / "web" / "css" / "_tokens.css"
LIGHT, DARK = 0, 1

Colour = tuple[float, float, float]


def rgb(hexadecimal: str) -> Colour:
    digits = hexadecimal.lstrip("#")
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def as_hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in colour)


def mix(one: Colour, other: Colour, *, share: float) -> Colour:
    """`color-mix(in srgb, one share, other)`."""
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def token(name: str, scheme: int, **overrides: Colour) -> Colour:
    """The colour of `--name`, with other tokens overridden the way a brand's stylesheet does."""
    if name in overrides:
        return overrides[name]

    value = _declarations()[name]
    if pair := re.fullmatch(r"light-dark\((#\w{6}), (#\w{6})\)", value):
        return rgb(pair[scheme + 1])
    if mixed := re.fullmatch(r"color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, var\(--([\w-]+)\)\)", value):
        ground, share = token(mixed[3], scheme, **overrides), int(mixed[2]) / 100
        return mix(token(mixed[1], scheme, **overrides), ground, share=share)

    raise ValueError(f"--{name}: {value} is not a plain colour")


@cache
def _declarations() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): ([^;]+);", CSS.read_text()))
