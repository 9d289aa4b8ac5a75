"""WCAG contrast, and a brand's colour moved just far enough to be read.

Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from typing import NamedTuple

from boxholder.web.tokens import DARK, LIGHT, Colour, as_hex, mix, rgb, token

READABLE = 4.5
# What we aim at: tools that measure the drawn page round each mixed colour on the way, and 4.51 became 4.49 in axe.
AIM = 4.6
GROUNDS = ("paper", "surface", "sunken", "accent-tint", "hover")
BLACK, WHITE = (0.0, 0.0, 0.0), (255.0, 255.0, 255.0)


class Accent(NamedTuple):
    """Values for `--accent: light-dark(light, dark)` and `--accent-ink: light-dark(ink_light, ink_dark)`."""

    light: str
    dark: str
    ink_light: str
    ink_dark: str


def legible_accent(brand: str) -> Accent:
    """The brand's hue, darkened on light ground and lightened on dark until text in it and on it reads."""
    light, dark = _until_readable(rgb(brand), LIGHT, towards=BLACK), _until_readable(rgb(brand), DARK, towards=WHITE)
    ink_light, ink_dark = token("accent-ink", LIGHT), token("accent-ink", DARK)
    return Accent(as_hex(light), as_hex(dark), as_hex(ink_light), as_hex(ink_dark))


def contrast(one: Colour, other: Colour) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _until_readable(brand: Colour, scheme: int, *, towards: Colour) -> Colour:
    for step in range(101):
        # Rounded as it will be written: half a step of one channel has been seen to cost the last hundredth.
        colour = rgb(as_hex(mix(towards, brand, share=step / 100)))
        if _is_readable(colour, scheme):
            return colour
    raise ValueError(f"no shade of {as_hex(brand)} is readable")


def _is_readable(accent: Colour, scheme: int) -> bool:
    grounds = [token(ground, scheme, accent=accent) for ground in GROUNDS]
    return all(contrast(accent, ground) >= AIM for ground in [*grounds, token("accent-ink", scheme)])


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
