"""What somebody typed into the search field, as a question to the index.

Every word must be found, each as the beginning of a word. "PMB 234" and "#234" mean that very number. A word with
digits also means the end of a tracking number, and digits in groups the tracking number they make together.
"""

import re
import unicodedata
from dataclasses import dataclass

# Between words; the same in PostgreSQL's regular expressions and in Python's.
SEPARATORS = (
    r"[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u2bff\u3000-\u303f\ufe0f\U0001f000-\U0001faff]+"
)
ACCENT = r"([A-Za-z])[\u0300-\u036f]+"
MOST_WORDS = 12
LONGEST = 64
# Fewer last digits of a tracking number than that would find every other parcel.
SHORTEST_TAIL, LONGEST_TAIL = 4, 12
SHORTEST_TRACKING_NUMBER = 8

PMB = re.compile(r"(?:\bpmb[\s#:.-]*|#\s*)([0-9][0-9a-z-]*)", re.IGNORECASE)
PIECE = re.compile(r"\bM-?(\d{1,18})(?![\w-])", re.IGNORECASE)
SURROGATES = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Word:
    text: str
    is_whole: bool = False


@dataclass(frozen=True)
class Tail:
    """The end of a tracking number, backwards."""

    text: str


Atom = Word | Tail
# One of these is enough, each all of its atoms.
Term = tuple[tuple[Atom, ...], ...]


@dataclass(frozen=True)
class Wanted:
    """All of `terms`, or else the `number` they spell together; and if given, the piece with just this pk."""

    terms: tuple[Term, ...] = ()
    number: Term = ()
    piece: int | None = None

    @property
    def is_nothing(self) -> bool:
        return not self.terms and self.piece is None


def wanted(text: str, *, knows_pieces: bool = True) -> Wanted:
    """`knows_pieces=False`: "M-1042" is two words like any other."""
    text = SURROGATES.sub(" ", text)[:1000]
    piece = PIECE.search(text) if knows_pieces else None
    if piece:
        text = PIECE.sub(" ", text, count=1)
    pmbs = PMB.findall(text)
    words = words_of(PMB.sub(" ", text))[:MOST_WORDS]
    terms = [_pmb(pmb) for pmb in pmbs[:MOST_WORDS]] + [_term(word) for word in words]
    number = _number(words) if not pmbs else ()
    return Wanted(tuple(terms), number, int(piece[1]) if piece else None)


def words_of(text: str) -> list[str]:
    return [word[:LONGEST] for word in re.split(SEPARATORS, fold(text)) if word]


def fold(text: str) -> str:
    """Small letters, and A to Z without accents, as the index has them."""
    bare = re.sub(ACCENT, r"\1", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).lower().replace("ς", "σ")


def squeeze(number: str) -> str:
    """A tracking number without what people put between its digits."""
    return re.sub(r"[^0-9a-z]", "", fold(number))


def _pmb(pmb: str) -> Term:
    """Assigned there, or read on the label."""
    parts = words_of(pmb)
    return ((Word("pmb" + "".join(parts), is_whole=True),), (Word("pmb", True), *(Word(part, True) for part in parts)))


def _term(word: str) -> Term:
    if len(word) < SHORTEST_TAIL or not re.search("[0-9]", word):
        return ((Word(word),),)
    return ((Word(word),), (_tail(word),))


def _number(words: list[str]) -> Term:
    together = "".join(words)
    digits = len(re.findall("[0-9]", together))
    if len(words) < 2 or len(together) < SHORTEST_TRACKING_NUMBER or digits < len(together) * 0.6:
        return ()
    return _term(together[:LONGEST])


def _tail(word: str) -> Tail:
    return Tail(word[-LONGEST_TAIL:][::-1])
