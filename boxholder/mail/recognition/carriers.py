"""Who carried a piece and what kind of piece it is, as far as the label says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boxholder.mail.recognition.tracking import Tracking

CARRIERS = {
    "fedex": r"\bFED ?EX\b",
    "ups": r"\bUPS\b|UNITED PARCEL SERVICE",
    "dhl": r"\bDHL\b",
    "usps": r"\bUSPS\b|U\.? ?S\.? ?POST(?:AGE|AL)|FIRST[ -]?CLASS|PRE-?SORT(?:ED)?|PRSRT|PRIORITY MAIL|CERTIFIED MAIL",
    "amazon": r"AMAZON (?:LOGISTICS|SHIPPING)|\bAMZL\b",
    "other": r"\b(?:ONTRAC|LASERSHIP|GLS|DPD|HERMES|EVRI|PUROLATOR|ROYAL MAIL|CANADA POST|DEUTSCHE POST|LA POSTE)\b",
}
TYPES = {
    "legal": r"CERTIFIED MAIL|REGISTERED MAIL|LEGAL (?:NOTICE|DOCUMENTS?|MAIL)|SUMMONS|SUBPOENA|SERVICE OF PROCESS"
    r"|\bSHERIFF\b|(?:SUPERIOR|DISTRICT|CIRCUIT|SUPREME|MUNICIPAL|BANKRUPTCY|COUNTY) COURT\b",
    "oversize": r"\bOVERSIZED?\b|TEAM LIFT|LARGE PACKAGE",
    "cheque": r"(?:CHECK|CHEQUE) ENCLOSED|PAY TO THE ORDER OF",
    "magazine": r"\bPERIODICALS?\b|\bMAGAZINE\b",
    "parcel": r"PRIORITY MAIL|GROUND ADVANTAGE|PARCEL SELECT|MEDIA MAIL|UPS GROUND|NEXT DAY AIR|FEDEX (?:GROUND|HOME)",
}


def carrier(texts: Sequence[str]) -> str:
    label = "\n".join(texts).upper()
    return next((name for name, says in CARRIERS.items() if re.search(says, label)), "")


def type_guess(texts: Sequence[str], tracked: Sequence[Tracking]) -> str:
    """Empty without a real hint."""
    label = "\n".join(texts).upper()
    said = next((kind for kind, says in TYPES.items() if re.search(says, label)), "")
    if any(found.is_certified for found in tracked):
        return "legal"
    if said in {"legal", "oversize"}:
        return said
    return "parcel" if tracked else said
