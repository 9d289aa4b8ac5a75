"""Those with scans are done, in one click: each has its own outcome, and its own charge."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from boxholder.mail import scanning
from boxholder.mail.errors import MailError, NothingScanned
from boxholder.mail.models import ActionRequest
from boxholder.operator_site.views.requests.batches.finding import find
from boxholder.operator_site.views.requests.fulfilling import say_how_it_stands
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import numbers


@staff_may(Permission.MAIL)
@require_POST
def create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`request`: those that were named, with their prices, before the click; no others."""
    batch, named = find(request, pk), set(numbers(request.POST.getlist("request")))
    ready = [asked for asked in scanning.ready(batch) if asked.pk in named]
    done = sum(_complete(request, asked) for asked in ready)
    _say_left(request, named - {asked.pk for asked in ready})
    if done:
        messages.success(request, ngettext("%(n)d request done.", "%(n)d requests done.", done) % {"n": done})
    return redirect("desk:request_batch", pk)


def _complete(request: HttpRequest, asked: ActionRequest) -> bool:
    try:
        scanning.complete(asked, by=request.user, now=timezone.now())
    except NothingScanned:
        messages.warning(request, _("%(what)s: it has no page any more, so it stays open.") % {"what": asked})
    except MailError:
        say_how_it_stands(request, asked)
    else:
        return True
    return False


def _say_left(request: HttpRequest, left: set[int]) -> None:
    """Over meanwhile, or a page of theirs waits."""
    for asked in request.operator.requests.filter(pk__in=left).select_related("item"):
        if asked.is_pending:
            messages.warning(request, _("%(what)s: not done, look at its pages first.") % {"what": asked})
        else:
            say_how_it_stands(request, asked)
