"""What a connection check found: one line for each thing it looked at."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Verdict(StrEnum):
    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"
    NOT_VERIFIED = "not_verified"


@dataclass(frozen=True)
class Line:
    """`about` names what was looked at: a field of the form, `mode`, `account`, `pair`, `permission:charge`.

    `blocks`: Boxholder cannot work with it. A line that does not fit and does not block is a warning.
    `by_stripe`: Stripe itself said so to this Secret Key.
    """

    about: str
    label: str
    verdict: Verdict
    text: str = ""
    remedy: str = ""
    blocks: bool = False
    by_stripe: bool = False

    def as_dict(self) -> dict:
        return asdict(self) | {"verdict": str(self.verdict)}


def from_dicts(rows: Iterable[dict]) -> list[Line]:
    return [Line(**row | {"verdict": Verdict(row["verdict"])}) for row in rows]


def fits(about: str, label: str, text: str = "", *, by_stripe: bool = False) -> Line:
    return Line(about, label, Verdict.FITS, text, by_stripe=by_stripe)


def does_not_fit(about: str, label: str, text: str, remedy: str) -> Line:
    return Line(about, label, Verdict.DOES_NOT_FIT, text, remedy, blocks=True)


def warning(about: str, label: str, text: str, remedy: str) -> Line:
    return Line(about, label, Verdict.DOES_NOT_FIT, text, remedy)


def not_verified(about: str, label: str, text: str, remedy: str = "") -> Line:
    return Line(about, label, Verdict.NOT_VERIFIED, text, remedy)


def blocks(lines: Iterable[Line]) -> bool:
    return any(line.blocks for line in lines)


def passes(lines: Iterable[Line]) -> bool:
    """Nothing blocks, and Stripe itself has said something good: silence is not a pass."""
    lines = list(lines)
    return not blocks(lines) and any(line.by_stripe and line.verdict == Verdict.FITS for line in lines)
