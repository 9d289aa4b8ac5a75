"""A piece goes back to its sender, was never ours, or is on the shelf after all."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.mail.errors import MailError
from boxholder.mail.models import MailItem
from boxholder.operator_site.views.mail.pieces.finding import find, is_as_seen, tell_of_change, undo_url
from boxholder.web.access import Permission, staff_may
from boxholder.web.toasts import undoable


@staff_may(Permission.MAIL)
@require_POST
def return_to_sender(request: HttpRequest, pk: int) -> HttpResponse:
    return _leave(request, pk, MailItem.return_to_sender, _("%(piece)s is noted as returned to its sender."))


@staff_may(Permission.MAIL)
@require_POST
def mark_not_ours(request: HttpRequest, pk: int) -> HttpResponse:
    return _leave(request, pk, MailItem.mark_not_ours, _("%(piece)s is noted as delivered here by mistake."))


@staff_may(Permission.MAIL)
@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    if _do(request, item, MailItem.bring_back):
        messages.success(request, _("%(piece)s is here again.") % {"piece": item})
    return redirect("desk:mail_item", pk)


def _leave(request: HttpRequest, pk: int, verb: Callable, said: str) -> HttpResponse:
    item = find(request, pk)
    if _do(request, item, verb):
        undoable(request, said % {"piece": item}, undo_url("desk:bring_back", item))
    return redirect("desk:mail_item", pk)


def _do(request: HttpRequest, item: MailItem, verb: Callable) -> bool:
    """Whether it was done; if not, the visitor is told what somebody else did instead."""
    try:
        if is_as_seen(request, item):
            verb(item, by=request.user)
            return True
    except MailError:
        pass
    tell_of_change(request, item)
    return False
