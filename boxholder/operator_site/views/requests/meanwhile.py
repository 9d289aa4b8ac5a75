"""What open pages ask for every half minute: did something come meanwhile? Most often the answer is 204, nothing."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boxholder.operator_site import frame
from boxholder.web.access import Permission, staff_may
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
