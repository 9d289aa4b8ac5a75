"""Numbers as addresses and forms bring them. What is no number of ours is nothing, whatever a browser sends."""

# The largest key of a row has nineteen digits; a database refuses to compare with more.
LONGEST = 18


def number(text: str | None) -> int | None:
    """Digits only: "²" is one for `str.isdigit`, and none for `int`."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= LONGEST else None


def numbers(texts: list[str]) -> list[int]:
    """Those that are one, in their order."""
    return [found for text in texts if (found := number(text)) is not None]
