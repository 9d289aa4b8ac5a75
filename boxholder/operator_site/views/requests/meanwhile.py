"""What open pages ask for every half minute: did something come meanwhile? Most often the answer is 204, nothing."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boxholder.billing.models import RequestKind
from boxholder.operator_site import frame
from boxholder.web.access import Permission, staff_may
from boxholder.web.keyset import Keyset
from boxholder.web.numbers import number


@staff_may(Permission.MAIL)
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The badge; `shown` is what it says by now. Only that more wait is read out."""
    count, shown = frame.waiting(request), number(request.GET.get("shown"))
    if count == shown:
        return HttpResponse(status=204)
    entry = frame.badge(count)
    context = {"count": count, "url": entry["badge_url"]}
    if count > (shown or 0):
        context["says"] = ngettext("%(n)d request waiting", "%(n)d requests waiting", count) % {"n": count}
    # Without the request: its context counts for a whole page.
    return HttpResponse(render_to_string("web/_badge.html", context))


@staff_may(Permission.MAIL)
@never_cache
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """How many have come `since` that request which the list, filtered like this, would show as well."""
    query = request.GET.copy()
    since, shown = number(query.get("since")) or 0, number(query.get("shown"))
    count = _come_since(request, since)
    if count == shown:
        return HttpResponse(status=204)
    context = _news(query, since=since, count=count)
    return HttpResponse(render_to_string("operator_site/requests/_news.html", {"news": context}))


def newest(request: HttpRequest) -> int:
    """Counted by the number of the row: an hour may be the same for two."""
    return request.operator.requests.order_by("-pk").values_list("pk", flat=True).first() or 0


def news_of(request: HttpRequest, page: Keyset, *, since: int) -> dict:
    """For the list as it is drawn. Where it goes on, what is new stands at its end: the link leads there."""
    query, is_newest_first = request.GET.copy(), request.GET.get("state") == "all"
    if is_newest_first or page.next_url:
        for edge in ("before", "after"):
            query.pop(edge, None)
    if page.next_url and not is_newest_first:
        query["after"] = str(since)
    return _news(query, since=since, count=0)


def _news(query: QueryDict, *, since: int, count: int) -> dict:
    for name in ("since", "shown"):
        query.pop(name, None)
    show = f"{reverse('desk:requests')}?{query.urlencode()}"
    query["since"], query["shown"] = str(since), str(count)
    words = ngettext("%(n)d new request", "%(n)d new requests", count) % {"n": count}
    return {"count": count, "words": words, "show": show, "url": f"{reverse('desk:request_news')}?{query.urlencode()}"}


def _come_since(request: HttpRequest, since: int) -> int:
    found = request.operator.requests.to_do().filter(pk__gt=since)
    if space := number(request.GET.get("space")):
        found = found.filter(space=space)
    kind = request.GET.get("kind", "")
    if kind in RequestKind.values:
        found = found.filter(kind=kind)
    return found.order_by()[: frame.COUNTED].count()
