"""The pictures of a piece: one more, one turned, a wrong one removed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.mail import pictures
from boxholder.mail.errors import AlreadyGone
from boxholder.mail.models import MailItem, Picture
from boxholder.mail.pictures import errors
from boxholder.operator_site.views.mail.pieces.finding import find
from boxholder.operator_site.views.mail.pieces.trying import tell_why_not
from boxholder.web.access import Permission, staff_may
from boxholder.web.pictures import refusal


@staff_may(Permission.MAIL)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    if file := request.FILES.get("picture"):
        _add(request, item, file)
    else:
        messages.warning(request, _("Choose a picture."))
    return redirect("desk:mail_item", pk)


@staff_may(Permission.MAIL)
@require_POST
def turn(request: HttpRequest, pk: int, picture: UUID) -> HttpResponse:
    """Clockwise by a quarter, or `to` so many: what may be sent again. 204 where the page that
    asked draws it anew by itself (`X-In-Place`); 507 where it asked for `to`, and there is no room."""
    item, found = _find(request, pk, picture)
    to = request.POST.get("to", "")
    quarters = int(to) - found.quarter_turns if to in ("0", "1", "2", "3") else 1
    try:
        pictures.turn(found, quarters, by=request.user)
    except errors.StorageFull as error:
        if to:
            return HttpResponse(status=507)
        messages.warning(request, refusal(error))
    else:
        if "X-In-Place" in request.headers:
            return HttpResponse(status=204)
    return redirect("desk:mail_item", item.pk)


@staff_may(Permission.MAIL)
@require_POST
def remove(request: HttpRequest, pk: int, picture: UUID) -> HttpResponse:
    """`only=yes`: the visitor was told that it is the only one."""
    item, found = _find(request, pk, picture)
    try:
        pictures.remove(found, by=request.user, even_the_only_one="only" in request.POST)
    except pictures.OnlyPicture:
        messages.warning(
            request, _("Not removed: by now it is the only picture. Ask again if it is to go all the same.")
        )
    else:
        messages.success(request, _("The picture is gone."))
    return redirect("desk:mail_item", item.pk)


def _add(request: HttpRequest, item: MailItem, file) -> None:
    try:
        pictures.add(item, file, by=request.user, name=file.name)
    except errors.SamePicture as error:
        words = {"name": file.name, "piece": error.item}
        messages.warning(request, _("%(name)s is here already, with %(piece)s.") % words)
    except errors.PictureRefused as error:
        messages.warning(request, f"{file.name}: {refusal(error)}")
    except AlreadyGone as error:
        item.refresh_from_db()
        tell_why_not(request, item, error)
    else:
        messages.success(request, _("The picture is added."))


def _find(request: HttpRequest, pk: int, picture: UUID) -> tuple[MailItem, Picture]:
    item = find(request, pk)
    return item, get_object_or_404(item.pictures, pk=picture)
