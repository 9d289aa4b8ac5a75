"""Tracking numbers as the carriers make them, each with its check digit.

- USPS, 22 digits: GS1's weights 3 and 1 from the right. Universal Postal Union S10: weights 8 6 4 2 3 5 9 7, modulo 11.
- UPS, 1Z and sixteen: letters count as (A=2, B=3, …) modulo 10, every second character twice.
- FedEx Express, 12 digits: weights 3 1 7 repeated over the first eleven, modulo 11, modulo 10.
- DHL Express, 10 digits: the first nine modulo 7. Amazon: TBA and twelve digits, no check.
"""

from random import Random

S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def usps(rng: Random, *, service: str = "9405") -> str:
    body = service + digits(rng, 21 - len(service))
    return body + gs1_check(body)


def gs1_check(body: str) -> str:
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def s10(rng: Random) -> str:
    serial = digits(rng, 8)
    return f"{rng.choice(['LZ', 'CP', 'RE', 'EA'])}{serial}{s10_check(serial)}{rng.choice(['US', 'GB', 'DE', 'CN'])}"


def s10_check(serial: str) -> str:
    check = 11 - sum(weight * int(digit) for weight, digit in zip(S10_WEIGHTS, serial, strict=True)) % 11
    return {10: "0", 11: "5"}.get(check, str(check))


def ups(rng: Random) -> str:
    shipper = "".join(rng.choice("0123456789ABCEFHRTVWXY") for _ in range(6))
    body = shipper + rng.choice(["03", "02", "01", "12", "42"]) + digits(rng, 7)
    return f"1Z{body}{ups_check(body)}"


def ups_check(body: str) -> str:
    values = [int(char) if char.isdigit() else (ord(char) - 63) % 10 for char in body]
    return str(-(sum(values[0::2]) + 2 * sum(values[1::2])) % 10)


def fedex(rng: Random) -> str:
    body = rng.choice("2789") + digits(rng, 10)
    return body + fedex_check(body)


def fedex_check(body: str) -> str:
    return str(sum(int(digit) * (3, 1, 7)[place % 3] for place, digit in enumerate(body)) % 11 % 10)


def dhl(rng: Random) -> str:
    body = rng.choice("123456789") + digits(rng, 8)
    return body + dhl_check(body)


def dhl_check(body: str) -> str:
    return str(int(body) % 7)


def amazon(rng: Random) -> str:
    return "TBA" + rng.choice("03") + digits(rng, 11)


def spaced(number: str, group: int = 4) -> str:
    return " ".join(number[at : at + group] for at in range(0, len(number), group))
