"""Finding the newest matches on PostgreSQL.

How to look depends on how common the words are, as the planner's own statistics say:

* where every twelfth piece matches, or more, the newest pieces are read, which ends as soon as a page is full;
* otherwise the index is asked, the newest pieces first (`postgres_buckets`): for the rarest words, and for others only
  where that saves more than it costs, since they can be looked up on the few pieces that the rarest leave.

A wrong estimate costs time and never a match.
"""

import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from django.db import connections

from boxholder.mail.search.postgres_buckets import STRIP, STRIPS
from boxholder.mail.search.scope import Scope, Tab
from boxholder.mail.search.words import Atom, Tail, Term, Wanted

LETTERS = {Tab.UNASSIGNED: "u", Tab.ASSIGNED: "a", Tab.ALL: "k", Tab.BIN: "d"}
# Reading a piece takes 3 µs: so many are expected to fill a page, and twice as many are read in vain.
WINDOW = 600
# To gather a word's pieces from the index costs less than a tenth of looking at as many pieces.
TIMES_THE_RAREST = 10
COMMON_MARK = 0.3
STATISTICS_HOLD = 300.0


@dataclass(frozen=True)
class Clause:
    """A part of the question, as a tsquery with an @ before each lexeme; on which share of all pieces it is true."""

    text: str
    share: float
    is_mark: bool = False


@dataclass(frozen=True)
class Statistics:
    made_at: float
    # Lexeme → share of pieces, in the order of the lexemes; all others are rarer than `rarest`.
    lexemes: list[str]
    shares: list[float]
    rarest: float

    def share(self, lexeme: str, *, is_whole: bool) -> float:
        at = bisect_left(self.lexemes, lexeme)
        found = []
        while at < len(self.lexemes) and self.lexemes[at].startswith(lexeme):
            if not is_whole or self.lexemes[at] == lexeme:
                found.append(self.shares[at])
            at += 1
        return 1 - prod(1 - share for share in found) if found else self.rarest


_known: dict[str, Statistics] = {}


def find(scope: Scope, asked: Wanted, *, below: int | None, above: int | None, limit: int, using: str) -> list[int]:
    search = Search(scope, asked, below, above, limit, using)
    if asked.piece is not None:
        return search.that_piece()
    return search.among_the_newest() or search.through_the_index()


class Search:
    def __init__(self, scope: Scope, asked: Wanted, below: int | None, above: int | None, limit: int, using: str):
        self.scope, self.asked, self.below, self.above, self.limit, self.using = (
            scope,
            asked,
            below,
            above,
            limit,
            using,
        )
        self.statistics = statistics_of(using)
        self.clauses = [*self._marks(), *self._words()]
        self.share = prod(clause.share for clause in self.clauses)

    def that_piece(self) -> list[int]:
        return self._among("SELECT * FROM mail_search WHERE item_id = %s", [self.asked.piece])

    def among_the_newest(self) -> list[int] | None:
        """A full page; None where that would take too long, or they are fewer."""
        if self.share < self.limit / WINDOW or self.scope.until is not None:
            return None
        begins, values = ("item_id > %s", [self.above]) if self.above is not None else ("item_id < %s", [self.below])
        if values == [None]:
            begins, values = "TRUE", []
        found = self._among(
            f"SELECT * FROM mail_search WHERE {begins} ORDER BY item_id {self._direction} LIMIT {2 * WINDOW}", values
        )
        return found if len(found) >= self.limit else None

    def _among(self, pieces: str, values: list) -> list[int]:
        conditions: list[str] = ["vector @@ %s::tsquery"]
        values = [*values, self._wanted]
        for condition, value in (
            ("item_id < %s", self.below),
            ("item_id > %s", self.above),
            ("received_at >= %s", self.scope.since),
            ("received_at < %s", self.scope.until),
        ):
            if value is not None:
                conditions.append(condition)
                values.append(value)
        return self._ask(
            f"SELECT item_id FROM ({pieces} OFFSET 0) AS row WHERE {' AND '.join(conditions)}"
            f" ORDER BY item_id {self._direction} LIMIT %s",
            [*values, self.limit],
        )

    def through_the_index(self) -> list[int]:
        return self._ask(
            "SELECT mail_search_find(%s, %s::tsquery, %s, %s, %s, %s, %s, %s)",
            [
                _all_of(self._for_the_index()), self._wanted, self.below, self.above, self.scope.since,
                self.scope.until, self._strips_at_first(), self.limit,
            ],
        )  # fmt: skip

    def _for_the_index(self) -> list[Clause]:
        """The rarest in any case; and whatever else is rare enough to be worth its while."""
        rarest = min(self.clauses, key=lambda clause: clause.share)
        common = min(rarest.share * TIMES_THE_RAREST, COMMON_MARK)
        return [
            clause
            for clause in self.clauses
            if clause is rarest or clause.share < (COMMON_MARK if clause.is_mark else common)
        ]

    def _strips_at_first(self) -> int:
        """A page's pieces and half as many again are expected in so many."""
        strips = 1
        while strips < STRIPS and strips * STRIP * self.share < self.limit * 1.5:
            strips *= 2
        return strips

    @property
    def _wanted(self) -> str:
        return _all_of(self.clauses).replace("@", "")

    @property
    def _direction(self) -> str:
        return "ASC" if self.above is not None else "DESC"

    def _ask(self, sql: str, values: list) -> list[int]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql, values)
            return [pk for (pk,) in cursor.fetchall()]

    # --- The question's parts

    def _marks(self) -> Iterator[Clause]:
        scope, letter = self.scope, LETTERS[self.scope.tab]
        yield self._mark(f"=o{scope.operator_id}{letter}")
        if scope.space_id:
            yield self._mark(f"=s{scope.space_id}{letter}")
        yield from self._filters()

    def _filters(self) -> Iterator[Clause]:
        scope = self.scope
        for mark, value in (("=", scope.state), ("=t", scope.type), ("=b", scope.mailbox_id)):
            if value:
                yield self._mark(f"{mark}{value}")

    def _mark(self, lexeme: str) -> Clause:
        return Clause(f"'@{lexeme}'", self.statistics.share(lexeme, is_whole=True), is_mark=True)

    def _words(self) -> Iterator[Clause]:
        if self.asked.number:
            together = " & ".join(self._either(term) for term in self.asked.terms)
            shares = prod(self._share(term) for term in self.asked.terms)
            yield Clause(f"(({together}) | {self._either(self.asked.number)})", shares + self.statistics.rarest)
            return
        for term in self.asked.terms:
            yield Clause(self._either(term), self._share(term))

    def _either(self, term: Term) -> str:
        return "(" + " | ".join(" & ".join(map(_atom, atoms)) for atoms in term) + ")"

    def _share(self, term: Term) -> float:
        either = [prod(self._share_of(atom) for atom in atoms) for atoms in term]
        return 1 - prod(1 - share for share in either)

    def _share_of(self, atom: Atom) -> float:
        if isinstance(atom, Tail):
            return self.statistics.share(f"~{atom.text}", is_whole=False)
        return self.statistics.share(atom.text, is_whole=atom.is_whole)


def statistics_of(using: str) -> Statistics:
    known = _known.get(using)
    if known is None or time.monotonic() - known.made_at > STATISTICS_HOLD:
        known = _known[using] = _look_up(using)
    return known


def forget_statistics() -> None:
    """After very much has changed."""
    _known.clear()


def _look_up(using: str) -> Statistics:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats"
            " WHERE schemaname = current_schema() AND tablename = 'mail_search' AND attname = 'vector'"
            " AND most_common_elems IS NOT NULL"
        )
        lexemes, shares = cursor.fetchone() or ([], [])
    # Behind the shares stand the least and the greatest of them.
    known = sorted(zip(lexemes, shares[: len(lexemes)], strict=True))
    rarest = min((share for _lexeme, share in known), default=0.001) / 2
    lists = [lexeme for lexeme, _share in known], [share for _lexeme, share in known]
    return Statistics(time.monotonic(), *lists, rarest)


def _all_of(clauses: list[Clause]) -> str:
    return " & ".join(clause.text for clause in clauses)


def _atom(atom: Atom) -> str:
    if isinstance(atom, Tail):
        return f"'@~{atom.text}':*"
    return f"'@{atom.text}'" if atom.is_whole else f"'@{atom.text}':*"
