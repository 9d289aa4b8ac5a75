"""Who has a mailbox at a space, arranged for finding a misread name among thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from boxholder.mail.recognition import names, pmb
from boxholder.mail.recognition.names import Name

AT_LEAST = 72
SHORTLIST = 60


@dataclass(frozen=True)
class Entry:
    """One mailbox of the space, closed ones included. An alias may have several lines: each is a name."""

    mailbox_id: int
    pmb: str
    company: str
    people: tuple[str, ...]
    aliases: tuple[str, ...]
    status: Literal["active", "invited", "closed"]


@dataclass(frozen=True)
class Known:
    """A name of one mailbox. `kind`: company, person or alias."""

    place: int
    kind: str
    text: str
    name: Name


class Directory:
    def __init__(self, entries: Sequence[Entry]):
        self.entries = entries
        self.names = [known for place, entry in enumerate(entries) for known in _names(place, entry)]
        self.by_pmb: dict[str, list[int]] = defaultdict(list)
        self.by_folded_pmb: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(entries):
            self.by_pmb[entry.pmb.upper()].append(place)
            self.by_folded_pmb[pmb.folded(entry.pmb)].append(place)
        self.by_word: dict[str, list[int]] = defaultdict(list)
        for number, known in enumerate(self.names):
            for word in {*known.name.words, known.name.joined}:
                self.by_word[word].append(number)
        self.words = list(self.by_word)

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Directory:
        return _directory(tuple(entries))

    def weight(self, word: str) -> float:
        """A word that many mailboxes have in their names says little."""
        return len(word) * (0.5 if len(self.by_word.get(word, ())) > max(4, len(self.names) // 200) else 1.0)

    def like(self, phrases: Iterable[Name]) -> list[Known]:
        """The names worth a closer look."""
        asked = list(
            dict.fromkeys(word for phrase in phrases for word in (*phrase.words, phrase.joined) if len(word) > 2)
        )
        if not asked or not self.words:
            return []
        alike = process.cdist(asked, self.words, scorer=fuzz.ratio, score_cutoff=AT_LEAST, dtype="uint8")
        scores: dict[int, float] = defaultdict(float)
        for row, column in zip(*alike.nonzero(), strict=True):
            word = self.words[column]
            holders = self.by_word[word]
            # A joined name outweighs its words; a word everybody has does not fill the list.
            for holder in holders:
                scores[holder] += int(alike[row, column]) * len(word) / (1 + len(holders) / 50)
        best = sorted(scores, key=lambda number: -scores[number])[:SHORTLIST]
        return [self.names[number] for number in best]

    def of_places(self, places: Iterable[int]) -> list[Known]:
        wanted = set(places)
        return [known for place in wanted for known in _names(place, self.entries[place])]


def _names(place: int, entry: Entry) -> list[Known]:
    texts = [("company", entry.company), *(("person", person) for person in entry.people)]
    texts += [("alias", line) for alias in entry.aliases for line in alias.splitlines()]
    return [Known(place, kind, text, names.name(text)) for kind, text in texts if text.strip()]


@lru_cache(maxsize=4)
def _directory(entries: tuple[Entry, ...]) -> Directory:
    return Directory(entries)
