"""A long list, page by page, each found from a row at its edge: page 2,000 costs as much as page 1.

    page = Keyset(request.GET, open_invoices, among=invoices, order=["-issued_at", "-number"])

`?after=<pk>` shows what follows that row, `?before=<pk>` what stands above it; filters stay in the address.
"""

from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

PER_PAGE = 50


class Keyset:
    def __init__(self, query: QueryDict, found: QuerySet, *, among: QuerySet, order: list[str]) -> None:
        """`order`: fields that together are unique, all ascending or all descending.

        `among`: all that the visitor may see. A row at the edge may have left `found` since the page was drawn.
        """
        self.query, self.found, self.among, self.order = query, found, among, order
        self.goes_up = "before" in query and "after" not in query
        edge = self._edge(query.get("before" if self.goes_up else "after"))
        rows = self._rows(edge)
        has_more = len(rows) > PER_PAGE
        self.rows = rows[:PER_PAGE]
        if self.goes_up:
            self.rows.reverse()
        self.previous_url = self._url("before", 0) if self.rows and (has_more if self.goes_up else edge) else None
        self.next_url = self._url("after", -1) if self.rows and (edge if self.goes_up else has_more) else None

    def _edge(self, pk: str | None) -> Model | None:
        """The row the address names; a stranger's, or nonsense, is the beginning of the list."""
        try:
            return self.among.filter(pk=pk).first() if pk else None
        except (ValueError, ValidationError):
            return None

    def _rows(self, edge: Model | None) -> list:
        order = [_turned(field) for field in self.order] if self.goes_up else self.order
        rows = self.found.filter(_beyond(edge, order)) if edge else self.found
        return list(rows.order_by(*order)[: PER_PAGE + 1])

    def _url(self, side: str, row: int) -> str:
        query = self.query.copy()
        for name in ("before", "after"):
            query.pop(name, None)
        query[side] = str(self.rows[row].pk)
        return f"?{query.urlencode()}"


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(edge: Model, order: list[str]) -> Q:
    """(a, b) past (x, y): a past x, or a = x and b past y."""
    q = Q()
    same: dict[str, object] = {}
    for name in (field.lstrip("-") for field in order):
        value = attrgetter(name)(edge)
        q |= Q(**same) & Q(**{f"{name}__{'lt' if order[0].startswith('-') else 'gt'}": value})
        same[name] = value
    return q
