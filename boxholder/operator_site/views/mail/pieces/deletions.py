"""Delete a piece, and restore it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.mail.errors import PastRecovery
from boxholder.mail.models import MailItem
from boxholder.operator_site import waivers
from boxholder.operator_site.forms.mail_items import DeletionForm
from boxholder.operator_site.views.mail.pieces.finding import find, undo_url
from boxholder.operator_site.views.mail.pieces.trying import attempt, tell_why_not, why_not
from boxholder.web.access import Permission, staff_may
from boxholder.web.toasts import undoable


@staff_may(Permission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    form = DeletionForm(request.POST or None)
    if form.is_valid() and _delete(request, item, form):
        return redirect("desk:mail_item", pk)
    return render(request, "operator_site/mail/pieces/delete.html", {"item": item, "form": form})


@staff_may(Permission.MAIL)
@require_POST
def recover(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    error = attempt(request, item, lambda: item.recover(by=request.user))
    if isinstance(error, PastRecovery):
        messages.warning(request, _("%(piece)s was deleted too long ago: its pictures are gone.") % {"piece": item})
    elif error:
        tell_why_not(request, item, error)
    else:
        messages.success(request, _("%(piece)s is restored.") % {"piece": item})
        waivers.tell(request, [item])
    return redirect("desk:mail_item", pk)


def _delete(request: HttpRequest, item: MailItem, form: DeletionForm) -> bool:
    """False where it is not as the page said any more: told above the form, and the reason stays written."""
    error = attempt(request, item, lambda: item.bin(by=request.user, reason=form.cleaned_data["reason"]))
    if error is None:
        _say_until_when(request, item)
        waivers.tell(request, [item])
    elif item.deleted_at is not None:
        tell_why_not(request, item, error)
    else:
        form.add_error(None, why_not(error, item, reader=request.user))
        return False
    return True


def _say_until_when(request: HttpRequest, item: MailItem) -> None:
    until = date_format(localtime(item.recoverable_until), "DATE_FORMAT")
    said = _("%(piece)s is deleted, and can be restored until %(day)s.") % {"piece": item, "day": until}
    undoable(request, said, undo_url("desk:recover_mail", item))
