"""Weights and sizes as people write them: kept in grams and millimetres, spoken as the space's country is used to."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

# 1959 international yard and pound agreement.
GRAMS = {"g": Decimal(1), "kg": Decimal(1000), "oz": Decimal("28.349523125"), "lb": Decimal("453.59237")}
MILLIMETRES = {"mm": Decimal(1), "cm": Decimal(10), "m": Decimal(1000), "in": Decimal("25.4")}
SPELLINGS = {"lbs": "lb", "ozs": "oz", "kgs": "kg", '"': "in", "”": "in", "″": "in", "inch": "in", "inches": "in"}
NUMBER = r"\d+(?:[.,]\d+)?"
MOST = 2_000_000  # 2 tonnes, or 2 kilometres: a slip of the finger


class NotAMeasure(ValueError):
    """These words name no weight, or no size, that could be meant."""


def uses_pounds(country: str) -> bool:
    return country == "US"


def read_weight(words: str, *, pounds: bool) -> int | None:
    """Grams of "2 lb 3 oz", "1.2 kg"; a bare number is in pounds or grams. Raises NotAMeasure."""
    words = words.strip().lower()
    if not words:
        return None
    parts = re.findall(rf"({NUMBER})\s*([a-z]*)", words)
    if re.sub(rf"{NUMBER}\s*[a-z]*|[\s,]", "", words) or not parts:
        raise NotAMeasure(words)
    return _whole(sum(_times(number, unit or ("lb" if pounds else "g"), GRAMS) for number, unit in parts))


def read_size(words: str, *, inches: bool) -> list[int]:
    """Millimetres of the three edges in "12 x 9 x 4 in", "30 × 20 × 10 cm"; [] for nothing. Raises NotAMeasure."""
    words = words.strip().lower()
    if not words:
        return []
    fits = re.fullmatch(rf"({NUMBER})\s*[x×*]\s*({NUMBER})\s*[x×*]\s*({NUMBER})\s*([a-z]*|[\"”″])", words)
    if not fits:
        raise NotAMeasure(words)
    *edges, unit = fits.groups()
    return [_whole(_times(edge, unit or ("in" if inches else "cm"), MILLIMETRES)) for edge in edges]


def say_weight(grams: int | None, *, pounds: bool) -> str:
    if grams is None:
        return ""
    if not pounds:
        return f"{grams} g" if grams < 1000 else f"{_plain(Decimal(grams) / 1000, 3)} kg"
    ounces = max(_rounded(grams / GRAMS["oz"], 1), Decimal("0.1"))
    whole, rest = divmod(ounces, 16)
    return " ".join(
        filter(None, [f"{whole:f} lb" if whole else "", f"{_plain(rest, 1)} oz" if rest or not whole else ""])
    )


def say_size(edges: list[int | None], *, inches: bool) -> str:
    if all(edge is None for edge in edges):
        return ""
    unit = "in" if inches else "cm"
    said = ["–" if edge is None else _plain(edge / MILLIMETRES[unit], 1) for edge in edges]
    return f"{' × '.join(said)} {unit}"


def _times(number: str, unit: str, units: dict[str, Decimal]) -> Decimal:
    unit = SPELLINGS.get(unit, unit)
    if unit not in units:
        raise NotAMeasure(unit)
    try:
        return Decimal(number.replace(",", ".")) * units[unit]
    except InvalidOperation as error:
        raise NotAMeasure(number) from error


def _whole(amount: Decimal | int) -> int:
    whole = int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 < whole <= MOST:
        raise NotAMeasure(str(amount))
    return whole


def _rounded(amount: Decimal, places: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _plain(amount: Decimal, places: int) -> str:
    """Without zeros that say nothing: 3.50 is 3.5."""
    return f"{_rounded(amount, places).normalize():f}"
