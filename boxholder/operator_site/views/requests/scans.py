"""The scan of a request: pages added, put in order, turned, removed; all of it withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from boxholder.billing.models import RequestKind
from boxholder.mail import pictures, scans
from boxholder.mail.errors import MailError
from boxholder.mail.models import ActionRequest, Picture
from boxholder.mail.pictures.errors import PictureRefused
from boxholder.operator_site.forms.requests import WithdrawalForm
from boxholder.operator_site.views.requests import requests
from boxholder.operator_site.views.requests.fulfilling import say_how_it_stands
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import numbers
from boxholder.web.pictures import refusal


@staff_may(Permission.MAIL)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One file or several; each is refused by its name, the others go in."""
    asked, pages = _find(request, pk), 0
    files = request.FILES.getlist("files")
    for file in files:
        try:
            pages += scans.add(asked, file, by=request.user, now=timezone.now(), name=file.name or "")
        except PictureRefused as error:
            messages.warning(request, f"{file.name}: {refusal(error)}")
        except MailError:
            say_how_it_stands(request, asked)
            break
    if not files:
        messages.warning(request, _("Choose a PDF or pictures."))
    if pages:
        said = ngettext("%(n)d page added.", "%(n)d pages added.", pages)
        messages.success(request, said % {"n": pages})
    return _back(request, asked)


@staff_may(Permission.MAIL)
@require_POST
def move(request: HttpRequest, pk: int, page: UUID) -> HttpResponse:
    """`to`: the number it becomes."""
    asked = _find(request, pk)
    found = _page(asked, page)
    if to := numbers(request.POST.getlist("to")):
        scans.move(found, to[0], by=request.user)
    return _back(request, asked)


@staff_may(Permission.MAIL)
@require_POST
def turn(request: HttpRequest, pk: int, page: UUID) -> HttpResponse:
    """Clockwise by a quarter."""
    asked = _find(request, pk)
    try:
        pictures.turn(_page(asked, page), 1, by=request.user)
    except PictureRefused as error:
        messages.warning(request, refusal(error))
    return _back(request, asked)


@staff_may(Permission.MAIL)
@require_POST
def remove(request: HttpRequest, pk: int, page: UUID) -> HttpResponse:
    asked = _find(request, pk)
    pictures.remove(_page(asked, page), by=request.user)
    messages.success(request, _("The page is gone, for the renter, too."))
    return _back(request, asked)


@staff_may(Permission.MAIL)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _find(request, pk)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return requests.page(request, asked, withdrawal=form)
    gone = scans.withdraw(asked, by=request.user, reason=form.cleaned_data["reason"])
    if gone:
        said = ngettext("%(n)d page is gone, for the renter, too.", "%(n)d pages are gone, for the renter, too.", gone)
        messages.success(request, said % {"n": gone})
    else:
        messages.info(request, _("There was no scan any more."))
    return _back(request, asked)


def _find(request: HttpRequest, pk: int) -> ActionRequest:
    asked = requests.find(request, pk)
    if asked.kind != RequestKind.OPEN_AND_SCAN:
        raise Http404
    return asked


def _page(asked: ActionRequest, page: UUID) -> Picture:
    return get_object_or_404(asked.item.pictures.filter(kind=Picture.Kind.SCAN).select_related("item"), pk=page)


def _back(request: HttpRequest, asked: ActionRequest) -> HttpResponse:
    """204 where the page that asked draws itself anew (`X-In-Place`)."""
    if "X-In-Place" in request.headers:
        return HttpResponse(status=204)
    return redirect(f"{reverse('desk:request', args=[asked.pk])}#scan")
