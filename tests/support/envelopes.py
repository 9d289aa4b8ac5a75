"""A photographed envelope that can really be read."""

import io

from PIL import Image, ImageDraw, ImageFont

PAPER, INK = "#eee8dc", "#222"


def envelope(*lines: str, turned: int = 0) -> bytes:
    """A PNG with these lines in its middle; `turned` by so many degrees, counter-clockwise."""
    picture = Image.new("RGB", (900, 500), PAPER)
    for place, text in enumerate(lines):
        ImageDraw.Draw(picture).text((300, 200 + 45 * place), text, font=ImageFont.load_default(32), fill=INK)
    out = io.BytesIO()
    picture.rotate(turned, expand=True).save(out, "PNG")
    return out.getvalue()
