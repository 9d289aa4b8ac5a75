"""Delete a piece, and restore it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.mail.errors import MailError, PastRecovery
from boxholder.mail.models import MailItem
from boxholder.operator_site.forms.mail_items import DeletionForm
from boxholder.operator_site.views.mail.pieces.finding import find, is_as_seen, tell_of_change, undo_url, what_changed
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
    try:
        item.recover(by=request.user)
    except PastRecovery:
        messages.warning(request, _("%(piece)s was deleted too long ago: its pictures are gone.") % {"piece": item})
    else:
        messages.success(request, _("%(piece)s is restored.") % {"piece": item})
    return redirect("desk:mail_item", pk)


def _delete(request: HttpRequest, item: MailItem, form: DeletionForm) -> bool:
    """False where it is not the piece of the page any more: said above the form, and the reason stays written."""
    try:
        if is_as_seen(request, item):
            item.bin(by=request.user, reason=form.cleaned_data["reason"])
            _say_until_when(request, item)
            return True
    except MailError:
        pass
    if item.deleted_at is not None:
        tell_of_change(request, item)
        return True
    form.add_error(None, what_changed(item, reader=request.user))
    return False


def _say_until_when(request: HttpRequest, item: MailItem) -> None:
    until = date_format(localtime(item.recoverable_until), "DATE_FORMAT")
    said = _("%(piece)s is deleted, and can be restored until %(day)s.") % {"piece": item, "day": until}
    undoable(request, said, undo_url("desk:recover_mail", item))
