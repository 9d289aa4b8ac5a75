"""Queries that every page asks: their SQL is worked out once, which takes Django many times as long as asking.

    ACTIVE = Prepared(lambda operator, user: Staff.objects.active().filter(operator=operator, user=user))
    staff = ACTIVE.first(operator.pk, user.pk)

What is kept is the SQL, never what was found. The values are numbers or text, and nothing of the query depends on them
but what it compares.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import IntegerField, Model, QuerySet, Subquery

Found = TypeVar("Found", bound=Model)
Value = int | str


class Prepared(Generic[Found]):
    def __init__(self, build: Callable[..., QuerySet[Found, Any]]) -> None:
        """`build`: values → the query. What it is ordered by, it says itself: `Meta.ordering` may be missing."""
        self.build = build
        self._kept: dict[tuple[type, ...], tuple[QuerySet[Found, Any], str, list[Any]]] = {}

    def all(self, *values: Value) -> list[Found]:
        queryset, sql, wants = self._sql(values)
        return list(queryset.raw(sql, _put(values, wants)))

    def first(self, *values: Value) -> Found | None:
        """Of a query that finds one at most."""
        return next(iter(self.all(*values)), None)

    def rows(self, *values: Value) -> list[tuple]:
        """Of `values_list`: numbers and text. Dates and the like come as the database's driver gives them."""
        _queryset, sql, wants = self._sql(values)
        with connection.cursor() as cursor:
            cursor.execute(sql, _put(values, wants))
            return cursor.fetchall()

    def _sql(self, values: tuple[Value, ...]) -> tuple[QuerySet[Found, Any], str, list[Any]]:
        kinds = tuple([type(value) for value in values])
        if kinds not in self._kept:
            marks = [_mark(number, kind) for number, kind in enumerate(kinds)]
            queryset = self.build(*marks)
            sql, parameters = queryset.query.sql_with_params()
            self._kept[kinds] = queryset, sql, [_Place(marks.index(p)) if p in marks else p for p in parameters]
        return self._kept[kinds]


class _Place(int):
    """Where a value goes: the how manieth."""


def _mark(number: int, kind: type) -> Value:
    """Found again among the query's parameters; nothing else there is like it."""
    return 9_000_000_000_000_000_000 + number if issubclass(kind, int) else f"\ue000{number}\ue001"


def _put(values: tuple[Value, ...], wants: list[Any]) -> list[Any]:
    return [values[want] if isinstance(want, _Place) else want for want in wants]


class Counted(Subquery):
    """How many rows a query finds, beside other counts: several in one question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        # Only their numbers, which stand in an index: SQLite would read and copy all of each row to count it.
        super().__init__(rows.values("pk"))
