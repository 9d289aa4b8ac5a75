"""A page of the list: by its own index, or, where words are looked for, by the search's."""

from django.http import HttpRequest

from boxholder.mail.models import MailItem
from boxholder.mail.search import Scope, find
from boxholder.operator_site.views.mail.lists.asking import Asking
from boxholder.operator_site.views.mail.lists.rows import with_all_it_shows
from boxholder.web.keyset import PER_PAGE, Keyset


def page_of(request: HttpRequest, asking: Asking) -> Keyset:
    among = request.operator.mail_items.all()
    if asking.text:
        return FoundPage(request, asking.scope, asking.text)
    return Keyset(request.GET, with_all_it_shows(asking.scope.items), among=among, order=asking.order)


class FoundPage(Keyset):
    """Newest first in every tab: the order the index is read in."""

    def __init__(self, request: HttpRequest, scope: Scope, text: str) -> None:
        self.scope, self.text = scope, text
        everything = request.operator.mail_items.all()
        super().__init__(request.GET, with_all_it_shows(everything), among=everything, order=["-pk"])

    def _rows(self, edge) -> list[MailItem]:
        beyond = {"above" if self.goes_up else "below": edge.pk} if edge else {}
        pks = find(self.scope, self.text, limit=PER_PAGE + 1, **beyond)
        items = self.found.in_bulk(pks)
        return [items[pk] for pk in pks if pk in items]
