"""Mail that did not arrive: try again, one or all, or leave it at that."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from boxholder.notifications import outbox
from boxholder.notifications.models import OutboxEmail
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.SETTINGS)
@require_POST
def try_again(request: HttpRequest, pk) -> HttpResponse:
    email = get_object_or_404(_failed(request), pk=pk)
    OutboxEmail.objects.filter(pk=email.pk).update(dismissed_at=None)
    outbox.post_again([email], now=timezone.now())
    messages.info(request, _("Trying again: %(subject)s, to %(to)s.") % {"subject": email.subject, "to": email.to})
    return redirect("desk:mail_server")


@staff_may(Permission.SETTINGS)
@require_POST
def try_all_again(request: HttpRequest) -> HttpResponse:
    """Those that failed. One that has perhaps arrived is sent again only by name."""
    failed = _failed(request).to_look_at(timezone.now()).filter(status=OutboxEmail.Status.FAILED)
    if n := outbox.post_again(failed, now=timezone.now()):
        messages.info(request, ngettext("Trying %(n)d e-mail again.", "Trying %(n)d e-mails again.", n) % {"n": n})
    return redirect("desk:mail_server")


@staff_may(Permission.SETTINGS)
@require_POST
def dismiss(request: HttpRequest, pk) -> HttpResponse:
    email = get_object_or_404(_failed(request), pk=pk)
    OutboxEmail.objects.filter(pk=email.pk).update(dismissed_at=timezone.now())
    return redirect("desk:mail_server")


def _failed(request: HttpRequest):
    return OutboxEmail.objects.of_operator(request.operator).failed(timezone.now())
