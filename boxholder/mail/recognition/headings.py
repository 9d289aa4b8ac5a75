"""The words over an address that say whose it is, TO and FROM; a message has them too: "to the lighthouse"."""

from __future__ import annotations

import re

from boxholder.mail.recognition.names import plain

# Waybills number their boxes ("1 From", "3 To") and say it in two languages ("Shipper / Expéditeur").
_WORDS = r"^(?:[1-9][ .]+)?(?:(?:{words})\b[ :./]*)+"
TO = re.compile(
    _WORDS.format(
        words=r"SHIP(?: ?TO|$)|DELIVER(?: ?TO|$)|TO|CONSIGNEE|RECIPIENT|RECEIVER|MAIL ?TO|ADDRESSEE"
        r"|EMPF(?:Ä|AE?)NGER|DESTINATAIRE|DESTINAT[AÁ]RIO|ONTVANGER"
    )
    + r"(?!.*\bSENDER\b)"
)
FROM = re.compile(
    _WORDS.format(
        words=r"SHIP ?FROM|FROM|FRM|SENDER|SHIPPER|ORIGIN ID|RETURN(?: ADDRESS| TO)?(?! RECEIPT| SERVICE)|R A"
        r"|ABSENDER|EXP[EÉ]DITEUR|REMITENTE|REMETENTE|MITTENTE|AFZENDER"
    )
)
PATTERNS = {"to": TO, "from": FROM}


def opening(text: str) -> set[str]:
    """The headings that the text begins with."""
    if _is_prose(text):
        return set()
    return {kind for kind, pattern in PATTERNS.items() if pattern.match(_letters(text))}


def alone(text: str) -> str:
    """The heading that is the whole text."""
    return next((kind for kind, pattern in PATTERNS.items() if pattern.fullmatch(_letters(text))), "")


def behind(text: str) -> str:
    """What follows the heading, or all of it."""
    if _is_prose(text):
        return text
    for pattern in PATTERNS.values():
        found = pattern.match(text.upper())
        text = text[found.end() :] if found else text
    return text


def _is_prose(text: str) -> bool:
    """It goes on in small letters: "to the lighthouse", "From all of us"."""
    found = re.match(r"(?:to|from)\b[ .]*", text, re.IGNORECASE)
    return found is not None and text[found.end() :][:1].islower()


def _letters(text: str) -> str:
    return " ".join(plain(text).split())
