"""How like two names are: 1 letter by letter, SAME and more but for misreading or a slip of the pen, under CLOSE merely
alike. Two people of one family are not the same person: a given name must be there, or its initial.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from boxholder.mail.recognition import names
from boxholder.mail.recognition.names import Name

SAME = 0.93
CLOSE = 0.75
HINT = 0.45


def likeness(said: Name, known: Name, weight: Callable[[str], float] = len) -> float:
    """`weight`: what a word of the known name counts for, the less the more mailboxes have it."""
    if said.full == known.full:
        return 1.0
    if said.joined == known.joined or sorted(said.words) == sorted(known.words):
        return 0.98
    if names.look(said.joined) == names.look(known.joined):
        return 0.96
    if _is_slip(said.words, known.words) or _is_slip_of_all(said, known):
        return 0.94
    if _is_initial_and_surname(said.words, known.words):
        return 0.93
    whole = max(
        fuzz.ratio(said.joined, known.joined),
        fuzz.ratio(" ".join(sorted(said.words)), " ".join(sorted(known.words))),
    )
    return min(max(whole / 100, _covered(said.words, known.words, weight)) * 0.97, 0.92)


def _is_slip(said: Sequence[str], known: Sequence[str]) -> bool:
    """Word by word the same but for a letter or two; short words and first letters do not change."""
    if len(said) != len(known):
        return False
    slips = [OSA.distance(one, other) for one, other in zip(said, known, strict=True)]
    return all(
        slip <= _slips_in(other) and (not slip or one[0] == other[0] or (slip == 1 and len(other) > 7))
        for slip, one, other in zip(slips, said, known, strict=True)
    )


def _is_slip_of_all(said: Name, known: Name) -> bool:
    """Where words were read as one, or one as two; and of a company whatever its words."""
    is_company = known.full != known.joined
    return (is_company or len(said.words) != len(known.words)) and (
        _is_slip((said.joined,), (known.joined,)) or _is_slip((said.full,), (known.full,))
    )


def _slips_in(word: str) -> int:
    return 0 if len(word) < 5 else 1 if len(word) < 9 else 2


def _is_initial_and_surname(said: Sequence[str], known: Sequence[str]) -> bool:
    """ "L. Scarborough" for Leon Scarborough. A middle initial more or less does not matter."""
    if len(said) < 2 or len(known) < 2 or len(said[-1]) < 4:
        return False
    return said[-1] == known[-1] and min(len(said[0]), len(known[0])) == 1 and said[0][0] == known[0][0]


def _covered(said: Sequence[str], known: Sequence[str], weight: Callable[[str], float]) -> float:
    """How much of the known name stands in the line: "Ms Rosa J Reyes" has all of "Rosa Reyes"."""
    left = list(said)
    found = 0.0
    for word in known:
        best, alike = max(((other, _word_likeness(other, word)) for other in left), key=_second, default=("", 0.0))
        if alike:
            left.remove(best)
            found += alike * weight(word)
    total = sum(weight(word) for word in known)
    beside = sum(len(word) for word in left) / (sum(len(word) for word in said) or 1)
    return found / total * (1 - 0.35 * beside) if total else 0.0


def _second(pair: tuple[str, float]) -> float:
    return pair[1]


def _word_likeness(said: str, known: str) -> float:
    if said == known:
        return 1.0
    if len(said) == 1 or len(known) == 1:
        return 0.7 if said[0] == known[0] else 0.0
    alike = fuzz.ratio(said, known) / 100
    return alike if alike >= 0.75 else 0.0
