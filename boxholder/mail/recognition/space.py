"""The space's own address, found again on a label however it is abbreviated or misread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from boxholder.mail.recognition.names import look, plain

STREET_WORDS = {
    "STREET": "ST", "AVENUE": "AVE", "ROAD": "RD", "BOULEVARD": "BLVD", "DRIVE": "DR", "LANE": "LN", "COURT": "CT",
    "PLACE": "PL", "SQUARE": "SQ", "PARKWAY": "PKWY", "HIGHWAY": "HWY", "SUITE": "STE", "FLOOR": "FL", "NORTH": "N",
    "SOUTH": "S", "EAST": "E", "WEST": "W",
}  # fmt: skip
# A number, a name, and what kind of street it is.
STREET = re.compile(
    r"^(?P<number>\d{1,6}[A-Z]?) .*[A-Z]{2,}.* (?:ST|AVE|RD|BLVD|DR|LN|CT|PL|SQ|PKWY|HWY|WAY|ROW|TER|CIR|TRL|ALY)\b"
)
SUITE = re.compile(r"\b(?:STE|UNIT|FL|APT|RM|ROOM|#).*$")
# Five digits, one or two of them perhaps read as letters, behind a state's two.
STATE_ZIP = re.compile(r"\b[A-Z]{2}[ .]*(?=(?:[A-Z]*\d){3})(?P<code>[0-9OILSB]{5})(?: ?\d{4})?(?!\d)")
# The same with a letter of the state or a digit of the code lost or doubled.
WORN_STATE_ZIP = re.compile(r"[A-Z]{3,} [A-Z]{1,2} ?\d[0-9OILSB]{3,5}(?: ?\d{4})?$")
TO_DIGITS = str.maketrans("OILSB", "01158")
SAME_STREET = 82
SAME_WORD = 85
SAME_TOWN = 80
OTHER_STREET = 60


class Space:
    """Made from the address's lines or parts: "12 Dock Street", "Brooklyn, NY 11201"."""

    def __init__(self, address: Sequence[str]):
        texts = [_abbreviated(line) for line in address if line.strip()]
        streets = [text for text in texts if re.match(r"\d|.*[A-Z]{3}.* \d", text) and re.search(r"[A-Z]{3}", text)][:1]
        elsewhere = [text for text in texts if text not in streets]
        self.street = SUITE.sub("", streets[0]).strip() if streets else ""
        # Its suite is nobody's PMB.
        self.numbers = {word for text in texts for word in text.split() if any(char.isdigit() for char in word)}
        self.postal_codes = {code for text in elsewhere if (code := _postal_code(text))}
        self.cities = {word for text in elsewhere for word in text.split() if len(word) > 3 and word.isalpha()}
        self.towns = {letters for text in elsewhere if len(letters := _letters(text)) > 3}

    def has_street(self, row: str) -> bool:
        if not self.street:
            return False
        text = _abbreviated(row)
        return _stands_in(self.street, text) or _glued_stands_in(self.street.replace(" ", ""), text.replace(" ", ""))

    def has_another_street(self, row: str) -> bool:
        """Surely not ours, however badly that may have been read."""
        found = STREET.match(_abbreviated(row))
        if not self.street or found is None or self.has_street(row):
            return False
        number, name = _number_and_name(self.street)
        is_another_number = bool(number) and _digits_apart(look(found["number"]), look(number)) > 1
        return is_another_number or fuzz.partial_ratio(name, found[0]) < OTHER_STREET

    def begins_address(self, row: str) -> bool:
        return self.has_street(row) or bool(STREET.match(_abbreviated(row)))

    def ends_address(self, row: str) -> bool:
        return bool(STATE_ZIP.search(plain(row)) or WORN_STATE_ZIP.search(" ".join(plain(row).split())))

    def has_postal_code(self, row: str) -> bool:
        text = plain(row)
        writings = (text.replace(" ", ""), text.translate(TO_DIGITS))
        return any(
            re.search(rf"(?<!\d){code}(?:\d{{4}})?(?!\d)", writing)
            for code in self.postal_codes
            for writing in writings
        )

    def has_another_postal_code(self, row: str) -> bool:
        """One digit may be misread, if it is our city."""
        codes = zip_codes(row)
        apart = [_digits_apart(code, ours) for code in codes for ours in self.postal_codes]
        return bool(apart) and min(apart) >= (2 if self._has_city(row) else 1)

    def is_city(self, row: str) -> bool:
        """The row is the city, its state and code, and hardly more."""
        words = plain(row).split()
        city = [word for word in words if self._is_city_word(word)]
        is_hardly_more = bool(city) and len(_letters(row)) - sum(map(len, city)) <= 3
        return is_hardly_more or any(fuzz.ratio(_letters(row), town) >= SAME_TOWN for town in self.towns)

    def _has_city(self, row: str) -> bool:
        glued = plain(row).replace(" ", "")
        return any(fuzz.partial_ratio(city, glued) >= SAME_WORD for city in self.cities)

    def _is_city_word(self, word: str) -> bool:
        return any(fuzz.ratio(word, city) >= SAME_WORD for city in self.cities)


def zip_codes(row: str) -> list[str]:
    """The five digits of American ZIP codes that stand behind a state."""
    return [match["code"].translate(TO_DIGITS) for match in STATE_ZIP.finditer(plain(row))]


def _abbreviated(text: str) -> str:
    return " ".join(STREET_WORDS.get(word, word) for word in plain(text).split())


def _postal_code(text: str) -> str:
    parts = [word for word in text.split() if any(char.isdigit() for char in word)]
    return parts[0] if parts and parts[0].isdigit() and len(parts[0]) > 3 else "".join(parts)


def _stands_in(street: str, text: str) -> bool:
    """With its number as a word of its own, and a name that is nearly the same."""
    number, name = _number_and_name(street)
    has_number = not number or look(number) in {look(word) for word in text.split()}
    return has_number and fuzz.partial_ratio(name, text) >= SAME_STREET


def _number_and_name(street: str) -> tuple[str, str]:
    words = street.split()
    number = next((word for word in words if word[0].isdigit()), "")
    return number, " ".join(word for word in words if word != number)


def _letters(text: str) -> str:
    return "".join(char for char in plain(text) if char.isalpha())


def _glued_stands_in(street: str, text: str) -> bool:
    return len(text) >= len(street) and fuzz.partial_ratio(street, text) >= 93


def _digits_apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))
