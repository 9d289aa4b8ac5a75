"""A piece goes to another space of the operator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.operator_site import waivers
from boxholder.operator_site.forms.mail_items import MoveForm
from boxholder.operator_site.views.mail.pieces.finding import find
from boxholder.operator_site.views.mail.pieces.trying import attempt, tell_why_not
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    form = MoveForm(request.POST or None, item=item)
    if not form.is_valid():
        return render(
            request,
            "operator_site/mail/pieces/move.html",
            {"item": item, "form": form, "waivers": waivers.owed(item.to_forgive())},
        )
    space = form.cleaned_data["space"]
    if error := attempt(request, item, lambda: item.move_to(space, by=request.user)):
        tell_why_not(request, item, error)
    else:
        messages.success(
            request, _("%(piece)s is at %(space)s now, and nobody’s there yet.") % {"piece": item, "space": space}
        )
        waivers.tell(request, [item])
    return redirect("desk:mail_item", pk)
