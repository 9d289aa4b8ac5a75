"""A list as the address says it: filter chips that keep the search, and pages that keep both."""

from collections.abc import Callable

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50


class Listing:
    """`filters` maps the word in `?status=` to its label and what it leaves of the list; "" is the unfiltered one."""

    def __init__(self, request: HttpRequest, found: QuerySet, filters: dict[str, tuple[str, QuerySet]] | None = None):
        self.query = request.GET
        self.chosen = request.GET.get("status", "") if filters and request.GET.get("status", "") in filters else ""
        self.found = filters[self.chosen][1] if filters else found
        self.filters = [self._filter(value, label, some) for value, (label, some) in (filters or {}).items()]

    @property
    def is_narrowed(self) -> bool:
        """Whether an empty list may only mean that nothing matched."""
        return any(self.query.get(name) for name in ("q", "status", "space"))

    def page(self, prepare: Callable[[QuerySet], QuerySet]) -> Page:
        page = Paginator(prepare(self.found), PER_PAGE).get_page(self.query.get("page"))
        self.previous_url = self.url(page=page.previous_page_number()) if page.has_previous() else None
        self.next_url = self.url(page=page.next_page_number()) if page.has_next() else None
        return page

    def url(self, **changes) -> str:
        query = self.query.copy()
        query.pop("page", None)
        for name, value in changes.items():
            query[name] = value
            if not value:
                del query[name]
        return f"?{query.urlencode()}"

    def _filter(self, value: str, label: str, some: QuerySet) -> dict:
        is_current = value == self.chosen
        return {"label": label, "url": self.url(status=value), "is_current": is_current, "count": some.count()}
