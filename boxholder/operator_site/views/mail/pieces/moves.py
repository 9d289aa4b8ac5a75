"""A piece goes to another space of the operator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.mail.errors import MailError
from boxholder.operator_site.forms.mail_items import MoveForm
from boxholder.operator_site.views.mail.pieces.finding import find, is_as_seen, tell_of_change
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    form = MoveForm(request.POST or None, item=item)
    if not form.is_valid():
        return render(request, "operator_site/mail/pieces/move.html", {"item": item, "form": form})
    _move(request, item, form.cleaned_data["space"])
    return redirect("desk:mail_item", pk)


def _move(request: HttpRequest, item, space) -> None:
    try:
        if is_as_seen(request, item):
            item.move_to(space, by=request.user)
            words = {"piece": item, "space": space}
            messages.success(request, _("%(piece)s is at %(space)s now, and nobody’s there yet.") % words)
            return
    except MailError:
        pass
    tell_of_change(request, item)
