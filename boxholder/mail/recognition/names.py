"""Names as they are compared: capitals, no accents, no punctuation, no legal form, no courtesy."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LEGAL_FORMS = frozenset(
    """LLC INC INCORPORATED CORP CORPORATION CO COMPANY LTD LIMITED LLP LP PLC PLLC PC PA PBC NA GMBH AG KG UG EV SE SA
    SAS SARL SRL SPA SL BV NV AB AS APS OY PTY PTE KK""".split()
)
COURTESIES = frozenset("MR MRS MS MISS MX DR PROF SIR MADAM HERR FRAU MME MONSIEUR SR SRA THE".split())
GENERIC = re.compile(
    r"^(?:(?:OR )?CURRENT (?:RESIDENT|OCCUPANT)|(?:OUR )?(?:NEIGHBOU?R|RESIDENT|OCCUPANT|POSTAL CUSTOMER)|PRESIDENT|CEO"
    r"|(?:THE )?(?:BUSINESS )?OWNER|(?:OFFICE )?MANAGER|HUMAN RESOURCES|LEGAL DEPARTMENT|REGISTERED AGENT"
    r"|ACCOUNTS? (?:PAYABLE|RECEIVABLE)|(?:ACCOUNTING|BILLING)(?: DEPT| DEPARTMENT)?)$"
)
_MARKS = str.maketrans(dict.fromkeys('-_/\\|,;:()[]{}<>*+"“”„«»&@·•—–~=!?', " ") | dict.fromkeys(".'’`´"))
# Letters and digits a camera mixes up.
_LOOK_ALIKES = str.maketrans("01|58264", "OIISBZGA")


class Name(NamedTuple):
    """`words` without legal form and courtesy; `full` with them, spaces gone."""

    words: tuple[str, ...]
    full: str

    @property
    def joined(self) -> str:
        return "".join(self.words)


@lru_cache(maxsize=100_000)
def name(text: str) -> Name:
    words = plain(text).split()
    bare = words
    while len(bare) > 1 and bare[-1] in LEGAL_FORMS:
        bare = bare[:-1]
    while len(bare) > 1 and bare[0] in COURTESIES:
        bare = bare[1:]
    return Name(tuple(word for word in bare if word != "AND") or tuple(bare), "".join(words))


def plain(text: str) -> str:
    """Capitals, no accents, punctuation as spaces."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return text.upper().translate(_MARKS)


def look(word: str) -> str:
    """The same for words that a camera may take for each other."""
    return word.translate(_LOOK_ALIKES).replace("RN", "M").replace("VV", "W").replace("L", "I")


def is_generic(text: str) -> bool:
    """It names nobody: "or current resident"."""
    return bool(GENERIC.match(" ".join(plain(text).split())))
