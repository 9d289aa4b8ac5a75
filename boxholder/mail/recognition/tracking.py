"""Tracking numbers, told from other digits by their carriers' own check digits.

Where a check digit lets one number in seven or ten pass by chance (FedEx's 12 and 15, DHL's 10, USPS's 20 digits), the
label must also say whose it is. The rules and many of the tests' examples: https://github.com/jkeen/tracking_number_data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from boxholder.mail.recognition.label import Barcode

USPS_WORDS = re.compile(r"USPS|U\.?S\.? ?POST|CERTIFIED|POSTAL SERVICE|PRIORITY MAIL|GROUND ADVANTAGE")
FEDEX_WORDS = re.compile(r"FED ?EX|\bTRK ?#")
DHL_WORDS = re.compile(r"\bDHL\b|WAYBILL")

SPACED_DIGITS = re.compile(r"\d(?:[ .-]?\d){9,33}")
# Not the end of a name: "Beatriz".
UPS = re.compile(r"(?:1|(?<![A-Z])[I|L]) ?Z(?: ?[0-9A-Z]){16}")
S10 = re.compile(r"(?<![A-Z])[A-Z]{2} ?\d{3} ?\d{3} ?\d{3} ?[A-Z]{2}(?![A-Z])")
AMAZON = re.compile(r"T ?B ?[ACM](?: ?[0-9OI]){12}(?![0-9])")
DHL_PIECE = re.compile(r"J(?:[A-Z]{1,3}) ?\d(?: ?\d){8,19}")

CERTIFIED = re.compile("9407|9[2-5]14[78]")  # The service type code behind the first two digits.

LETTERS_FOR_DIGITS = str.maketrans("OQDILSB", "0001158")


@dataclass(frozen=True)
class Tracking:
    """`number` as the carrier's own search takes it, without spaces; `carrier` as `Proposal.carrier`."""

    carrier: str
    number: str
    is_certified: bool = False


def find(texts: Sequence[str], barcodes: Sequence[Barcode]) -> list[Tracking]:
    """Best first: what a barcode says before what was read as text."""
    label = "\n".join(texts).upper()
    found = [*_in_barcodes(barcodes, label), *_in_text(label)]
    return list(dict.fromkeys(found))


def _in_barcodes(barcodes: Sequence[Barcode], label: str) -> Iterator[Tracking]:
    for barcode in barcodes:
        for part in re.split(r"[\x1c-\x1f]|\[\)>", barcode.text.upper()):
            yield from _whole(re.sub(r"[^0-9A-Z]", "", part), label)


def _whole(code: str, label: str) -> Iterator[Tracking]:
    """Whatever the whole of a barcode's field is."""
    if code.isdigit():
        yield from _digits(code, label)
    elif UPS.fullmatch(code):
        yield from _ups(code)
    elif S10.fullmatch(code):
        yield from _s10(code)
    elif AMAZON.fullmatch(code):
        yield Tracking("amazon", code)
    elif DHL_PIECE.fullmatch(code):
        yield Tracking("dhl", code)


def _in_text(label: str) -> Iterator[Tracking]:
    for match in UPS.finditer(label):
        yield from _ups(match[0].replace(" ", ""))
    for match in AMAZON.finditer(label):
        yield Tracking("amazon", match[0][:5].replace(" ", "") + _as_digits(match[0][5:]))
    for match in S10.finditer(label):
        yield from _s10(match[0].replace(" ", ""))
    for match in DHL_PIECE.finditer(label):
        if DHL_WORDS.search(label):
            yield Tracking("dhl", match[0].replace(" ", ""))
    for match in SPACED_DIGITS.finditer(label):
        for code in _runs(re.findall(r"\d+", match[0])):
            yield from _digits(code, label)


def _runs(groups: list[str]) -> Iterator[str]:
    """All of it first, then without the groups before or behind: a ZIP code may stand in the same line."""
    for length in range(len(groups), 0, -1):
        for start in range(len(groups) - length + 1):
            code = "".join(groups[start : start + length])
            if length == len(groups) or len(code) >= 20:
                yield code


def _digits(code: str, label: str) -> Iterator[Tracking]:
    yield from _usps(code, label)
    yield from _fedex(code, label)
    if len(code) in {10, 11} and DHL_WORDS.search(label) and _dhl_fits(code):
        yield Tracking("dhl", code)


def _ups(code: str) -> Iterator[Tracking]:
    # A shipper's six characters may be letters; what stands behind them hardly ever is one.
    for reading in ("1Z" + code[2:], "1Z" + code[2:8] + _as_digits(code[8:]), "1Z" + _as_digits(code[2:])):
        if _ups_fits(reading):
            yield Tracking("ups", reading)
            return


def _s10(code: str) -> Iterator[Tracking]:
    """Universal Postal Union S10: two letters, eight digits and their check, the country of origin."""
    if _s10_fits(code[2:11]):
        yield Tracking("usps" if code.endswith("US") else "other", code)


def _usps(code: str, label: str) -> Iterator[Tracking]:
    for number in _without_zip(code):
        says_so = len(number) != len(code) or USPS_WORDS.search(label)
        is_package_code = len(number) in {22, 26, 30} and re.match("9[1-5]", number)
        is_older_one = len(number) == 20 and says_so and not number.startswith("612")
        if is_package_code and _thirds_fit(number):
            yield Tracking("usps", number, is_certified=bool(CERTIFIED.match(number)))
            return
        if is_older_one and (_thirds_fit(number) or _thirds_fit("91" + number)):
            yield Tracking("usps", number, is_certified=number.startswith("7"))
            return


def _without_zip(code: str) -> Iterator[str]:
    """420 and five or nine digits of ZIP code may come first."""
    if code.startswith("420"):
        yield code[12:]
        yield code[8:]
    yield code


def _fedex(code: str, label: str) -> Iterator[Tracking]:
    says_so = FEDEX_WORDS.search(label)
    if len(code) == 34 and re.match("96|10", code) and _express_fits(code[-14:]):
        yield Tracking("fedex", code[-12:] if code[-14:-12] == "00" else code[-14:])
    elif len(code) == 22 and code.startswith("96") and _thirds_fit(code[7:]):
        yield Tracking("fedex", code[7:])
    elif len(code) == 20 and code.startswith("612") and _thirds_fit("92" + code):
        yield Tracking("fedex", code)
    elif (
        says_so
        and (
            (len(code) == 12 and _express_fits(code))
            or (len(code) == 15 and _thirds_fit(code))
            # The two-dimensional barcode writes the form behind the number.
            or (len(code) == 16 and code.endswith(("0201", "0430", "0263")) and _express_fits(code[:12]))
        )
    ):
        yield Tracking("fedex", code[:12] if len(code) == 16 else code)


def _as_digits(text: str) -> str:
    return text.replace(" ", "").translate(LETTERS_FOR_DIGITS)


def _thirds_fit(code: str) -> bool:
    """Modulo 10, every other digit three times, beginning beside the check digit: USPS, FedEx Ground, GS1."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(code[:-1])))
    return -total % 10 == int(code[-1])


def _express_fits(code: str) -> bool:
    """FedEx Express: weights 1, 3, 7 from the right, modulo 11, then modulo 10."""
    total = _weighed(reversed(code[:-1]), (1, 3, 7) * 5)
    return total % 11 % 10 == int(code[-1])


def _ups_fits(code: str) -> bool:
    """Letters count as (ASCII - 3) modulo 10; every second of the fifteen behind 1Z counts twice."""
    values = [int(char) if char.isdigit() else (ord(char) - 3) % 10 for char in code[2:]]
    total = sum(value * (1 + place % 2) for place, value in enumerate(values[:-1]))
    return code[-1].isdigit() and -total % 10 == values[-1]


def _s10_fits(digits: str) -> bool:
    check = 11 - _weighed(digits[:8], (8, 6, 4, 2, 3, 5, 9, 7)) % 11
    return {10: 0, 11: 5}.get(check, check) == int(digits[8])


def _dhl_fits(code: str) -> bool:
    return int(code[:-1]) % 7 == int(code[-1])


def _weighed(digits: Iterable[str], weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
