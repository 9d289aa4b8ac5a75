"""Finding the newest matches on PostgreSQL.

GIN gives every match before the first can be shown, so what to ask it depends on how common the words are, as the
planner's own statistics say:

* words on many pieces are looked for by reading the newest pieces, which ends as soon as a page is full;
* rare ones through the index, and what is common besides is looked up on the few pieces they leave;
* in between, the index is asked for the newest pieces first, by their buckets, and for all only if too few are found.

A wrong estimate costs time and never a match: whatever does not fill the page asks for everything in the end.
"""

import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import Any

from django.db import connections

from boxholder.mail.search.postgres import BUCKET_BITS
from boxholder.mail.search.scope import Scope, Tab
from boxholder.mail.search.words import Atom, Tail, Term, Wanted

LETTERS = {Tab.UNASSIGNED: "u", Tab.ASSIGNED: "a", Tab.ALL: "k", Tab.BIN: "d"}
# The newest pieces that are read one by one, at about 3 µs each.
WINDOW = 2000
# A word on more pieces than this, and than so many times the rarest one's, costs the index more than looking it up on
# the pieces that the rarest one leaves.
COMMON, TIMES_THE_RAREST = 0.02, 3
COMMON_MARK = 0.3
# Matches that are fetched at once without a second thought: it takes as long to look into a few buckets.
FEW = 5000
MOST_BUCKETS = 16
STATISTICS_HOLD = 300.0


@dataclass(frozen=True)
class Clause:
    """A part of the question, as a tsquery, and on which share of all pieces it is true."""

    text: str
    share: float
    is_mark: bool = False


@dataclass(frozen=True)
class Statistics:
    made_at: float
    pieces: float
    newest: int
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
    if asked.piece is None and (newest := search.among_the_newest()) is not None:
        return newest
    for buckets in search.stretches():
        found = search.through_the_index(buckets)
        if len(found) >= limit:
            return found
    return search.through_the_index([])


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
        self.words = list(self._words())
        self.clauses = [*self._marks(), *self.words]

    # --- Reading the newest

    def among_the_newest(self) -> list[int] | None:
        """A full page, or all there is; None where that would take too long, or there may be more."""
        sought = [*self._filters(), *self.words]
        if prod(clause.share for clause in sought) < self.limit / WINDOW or not self.words:
            return None
        # What else is asked for stands in the vector: the tabs are what has indexes newest first.
        tab = replace(self.scope, state="", type="", mailbox_id=None)
        newest = tab.items.order_by("pk" if self.above is not None else "-pk").values("pk")
        if self.below is not None:
            newest = newest.filter(pk__lt=self.below)
        if self.above is not None:
            newest = newest.filter(pk__gt=self.above)
        sql, values = newest[:WINDOW].query.sql_with_params()
        with connections[self.using].cursor() as cursor:
            cursor.execute(
                f"WITH newest (id) AS MATERIALIZED ({sql}) SELECT (SELECT count(*) FROM newest), ARRAY("
                "SELECT item_id FROM (SELECT item_id, vector FROM newest JOIN mail_search ON item_id = newest.id"
                f" ORDER BY item_id {self._direction} OFFSET 0) AS row WHERE vector @@ %s::tsquery"
                f" ORDER BY item_id {self._direction} LIMIT %s)",
                [*values, _all_of(sought), self.limit],
            )
            read, found = cursor.fetchone()
        return found if len(found) >= self.limit or read < WINDOW else None

    # --- Through the index

    def stretches(self) -> Iterator[list[str]]:
        """The buckets to look into first, where looking into all would yield far more than a page."""
        if prod(clause.share for clause in self._for_the_index()) * self.statistics.pieces <= FEW:
            return
        pieces = 3 * self.limit / prod(clause.share for clause in self.clauses)
        for length in (pieces, pieces * 16):
            buckets = int(length / 2**BUCKET_BITS) + 2
            if buckets > MOST_BUCKETS:
                return
            first = self._bucket_at_the_edge()
            yield [f"'#{first + step}'" if self.above is not None else f"'#{first - step}'" for step in range(buckets)]

    def through_the_index(self, buckets: list[str]) -> list[int]:
        index = _all_of(self._for_the_index()) + (f" & ({' | '.join(buckets)})" if buckets else "")
        conditions: list[str] = ["vector @@ %s::tsquery"]
        values: list[Any] = [_all_of(self.clauses)]
        for condition, value in (
            ("item_id = %s", self.asked.piece),
            ("item_id < %s", self.below),
            ("item_id > %s", self.above),
            ("received_at >= %s", self.scope.since),
            ("received_at < %s", self.scope.until),
        ):
            if value is not None:
                conditions.append(condition)
                values.append(value)
        narrow = "item_id = %s" if self.asked.piece is not None else "vector @@ %s::tsquery"
        return self._ask(
            "SELECT item_id FROM (SELECT item_id, received_at, vector FROM mail_search"
            f" WHERE {narrow} OFFSET 0) AS row"
            f" WHERE {' AND '.join(conditions)} ORDER BY item_id {self._direction} LIMIT %s",
            [self.asked.piece if self.asked.piece is not None else index, *values, self.limit],
        )

    def _for_the_index(self) -> list[Clause]:
        """The rarest in any case; and whatever else is rare enough to be worth its while."""
        rarest = min(self.clauses, key=lambda clause: clause.share)
        common = max(COMMON, min(rarest.share * TIMES_THE_RAREST, COMMON_MARK))
        return [
            clause
            for clause in self.clauses
            if clause is rarest or clause.share < (COMMON_MARK if clause.is_mark else common)
        ]

    def _bucket_at_the_edge(self) -> int:
        """Where the page begins. Pieces that came since the statistics were made are in the next buckets."""
        if self.above is not None:
            return self.above >> BUCKET_BITS
        return (self.below if self.below is not None else self.statistics.newest + 2**BUCKET_BITS) >> BUCKET_BITS

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
        return Clause(f"'{lexeme}'", self.statistics.share(lexeme, is_whole=True), is_mark=True)

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
            "SELECT reltuples, (SELECT max(item_id) FROM mail_search), most_common_elems::text::text[],"
            " most_common_elem_freqs FROM pg_class LEFT JOIN pg_stats ON tablename = relname AND attname = 'vector'"
            " AND schemaname = current_schema() WHERE oid = 'mail_search'::regclass"
        )
        pieces, newest, lexemes, shares = cursor.fetchone()
    lexemes = lexemes or []
    # Behind the shares stand the least and the greatest of them.
    known = sorted(zip(lexemes, (shares or [])[: len(lexemes)], strict=True))
    rarest = min((share for _lexeme, share in known), default=0.001) / 2
    lists = [lexeme for lexeme, _share in known], [share for _lexeme, share in known]
    return Statistics(time.monotonic(), max(pieces, 1), newest or 0, *lists, rarest)


def _all_of(clauses: list[Clause]) -> str:
    return " & ".join(clause.text for clause in clauses)


def _atom(atom: Atom) -> str:
    if isinstance(atom, Tail):
        return f"'~{atom.text}':*"
    return f"'{atom.text}'" if atom.is_whole else f"'{atom.text}':*"
