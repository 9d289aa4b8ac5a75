"""A piece goes back to its sender, was never ours, or is on the shelf after all."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.billing.models import Charge
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.operator_site import waivers
from boxholder.operator_site.views.mail.pieces.finding import find, undo_url
from boxholder.operator_site.views.mail.pieces.trying import attempt, tell_why_not
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
    if error := attempt(request, item, lambda: item.bring_back(by=request.user)):
        tell_why_not(request, item, error)
        return redirect("desk:mail_item", pk)
    said = _("%(piece)s is here again.") if item.mailbox else _("%(piece)s is here again, and nobody’s yet.")
    said = said % {"piece": item}
    if asked := item.requests.pending().first():
        said = f"{said} {_to_do_again(request, asked, waivers.owed(item.waived))}"
    messages.success(request, said)
    if item.mailbox is None:
        waivers.tell_undone(request, [item])
    return redirect("desk:mail_item", pk)


def _to_do_again(request: HttpRequest, asked: ActionRequest, waived: list[Charge]) -> str:
    if not waived:
        return _("%(what)s is to do again.") % {"what": asked.get_kind_display()}
    words = _("%(what)s is to do again, and what was charged for it is waived: %(charges)s.")
    return words % {"what": asked.get_kind_display(), "charges": waivers.named(request, waived)}


def _leave(request: HttpRequest, pk: int, verb: Callable, said: str) -> HttpResponse:
    item = find(request, pk)
    if error := attempt(request, item, lambda: verb(item, by=request.user)):
        tell_why_not(request, item, error)
    else:
        undoable(request, said % {"piece": item}, undo_url("desk:bring_back", item))
        waivers.tell(request, [item])
    return redirect("desk:mail_item", pk)
