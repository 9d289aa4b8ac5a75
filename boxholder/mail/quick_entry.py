"""One line of a clerk, or of a USB scanner, which is a keyboard that ends in Enter: "parcel 234", a tracking barcode,
or a sentence: "log a parcel for 234".

What a mailbox's sheet says (BX-17) picks that mailbox, what a shelf label says (M-1042) is a piece that is here.
"""

import re
from dataclasses import dataclass, replace

from boxholder.mail.models import MailItem
from boxholder.mail.recognition import Barcode, tracking

_SHEET = re.compile(r"BX-(\d{1,18})", re.IGNORECASE)
_PIECE = re.compile(r"M-(\d{1,18})", re.IGNORECASE)
# A PMB has ten characters at most: what is longer, and mostly digits, comes from a carrier.
_TOO_LONG_FOR_A_PMB = 11
# Whose a number is that could be several carriers': each is asked as if the label said so.
_NAMED = ("FEDEX", "DHL WAYBILL", "USPS")
_SENTENCE = re.compile(r"(?:log )?(?:an? |the |one )?(?P<what>.+?) for (?P<whose>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class QuickEntry:
    """`whose` is what remains: a PMB or a name."""

    whose: str = ""
    type: str = ""
    carrier: str = ""
    tracking_number: str = ""
    mailbox: int | None = None
    piece: int | None = None


def understand(text: str) -> QuickEntry:
    text = " ".join(text.split())
    if piece := _PIECE.fullmatch(text):
        return QuickEntry(piece=int(piece[1]))
    if sheet := _SHEET.fullmatch(text):
        return QuickEntry(mailbox=int(sheet[1]))
    if found := _tracking(text):
        return QuickEntry(carrier=found.carrier, tracking_number=found.number)
    return _spoken(text)


def _spoken(text: str) -> QuickEntry:
    text, tracked = _without_tracking(text)
    entry = _sentence(text) or _words(text)
    if not tracked:
        return entry
    return replace(entry, carrier=tracked.carrier, tracking_number=tracked.number)


def _sentence(text: str) -> QuickEntry | None:
    """None where "for" does not follow a type or a carrier: "Homes for Pets" is a name."""
    said = _SENTENCE.fullmatch(text)
    what = _words(said["what"]) if said else None
    return replace(what, whose=said["whose"]) if said and what and not what.whose else None


def _words(text: str) -> QuickEntry:
    """Words for the type and the carrier stand before or behind, in any order; what is left says whose it is."""
    text, carrier = _without(text, _carrier_words())
    text, type = _without(text, _type_words())
    if not carrier:
        text, carrier = _without(text, _carrier_words())
    return QuickEntry(whose=text, type=type, carrier=carrier)


def _tracking(code: str) -> tracking.Tracking | None:
    """Of one code, as a scanner types it."""
    barcode = [Barcode(code, "")]
    if found := tracking.find([], barcode):
        return found[0]
    bare = re.sub(r"[^0-9A-Za-z]", "", code)
    is_code = len(bare) >= _TOO_LONG_FOR_A_PMB and sum(map(str.isdigit, bare)) > len(bare) / 2 and " " not in code
    if not is_code:
        return None
    guesses = [found[0] for words in _NAMED if (found := tracking.find([words], barcode))]
    return guesses[0] if len(guesses) == 1 else tracking.Tracking("", bare.upper())


def _without_tracking(text: str) -> tuple[str, tracking.Tracking | None]:
    for word in text.split():
        if found := _tracking(word):
            return " ".join(text.replace(word, " ", 1).split()), found
    return text, None


def _without(text: str, words: dict[str, str]) -> tuple[str, str]:
    """The text without the first of these words that begins or ends it, and what that word means."""
    folded = text.casefold()
    for word in sorted(words, key=len, reverse=True):
        if folded == word or folded.startswith(f"{word} "):
            return text[len(word) :].strip(), words[word]
        if folded.endswith(f" {word}"):
            return text[: -len(word)].strip(), words[word]
    return text, ""


def _type_words() -> dict[str, str]:
    labels = {str(label).casefold(): value for value, label in MailItem.Type.choices}
    values = {value.replace("_", " "): value for value in MailItem.Type.values}
    return labels | values | {"package": MailItem.Type.PARCEL.value}


def _carrier_words() -> dict[str, str]:
    named = [choice for choice in MailItem.Carrier.choices if choice[0] != MailItem.Carrier.OTHER]
    return {str(label).casefold(): value for value, label in named}
