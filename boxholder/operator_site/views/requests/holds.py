"""Pieces that were set aside up to a day, which has passed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from boxholder.operator_site.views.requests.fulfilling import MOST_AT_ONCE
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import numbers


@staff_may(Permission.MAIL)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Of the ticked ones those that are over: put among the rest of the mail."""
    now = timezone.now()
    ticked = numbers(request.POST.getlist("request"))[:MOST_AT_ONCE]
    over = request.operator.requests.over(request.operator.spaces.all(), now).filter(pk__in=ticked)
    done = list(over.select_related("item", "operator").order_by("pk"))
    for asked in done:
        asked.put_among_the_rest(by=request.user, now=now)
    if done:
        said = ngettext("%(n)s piece is held no longer.", "%(n)s pieces are held no longer.", len(done))
        messages.success(request, said % {"n": len(done)})
    elif not ticked:
        messages.info(request, _("Tick the pieces first."))
    return redirect(f"{reverse('desk:requests')}?state=over")
