"""Renters: who rents here, and how they are reached."""

from copy import copy

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boxholder.history.models import Event
from boxholder.mailboxes.models import Mailbox, Renter
from boxholder.operator_site.forms.renters import RenterForm
from boxholder.operator_site.listing import Listing
from boxholder.operator_site.views.mail.lists.newest import newest_mail
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAILBOXES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    listing = Listing(request, request.operator.renters.search(request.GET.get("q", "")))
    page = listing.page(lambda found: found.order_by("name", "pk").prefetch_related(_mailboxes()))
    return render(request, "operator_site/renters/index.html", {"page": page, "listing": listing})


@staff_may(Permission.MAILBOXES)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    renter = _find(request, pk)
    mailboxes = renter.mailboxes.select_related("space").by_pmb()
    context = {
        "renter": renter,
        "mailboxes": mailboxes,
        "events": Event.objects.about(renter).filter(kind__startswith="renter.").reverse(),
    }
    return render(request, "operator_site/renters/show.html", context | newest_mail(request, mailboxes))


@staff_may(Permission.MAILBOXES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    renter = _find(request, pk)
    # The form writes into the row it is given, which must not be the one that tells what changed.
    form = RenterForm(request.POST or None, instance=copy(renter))
    if form.is_valid() and _save(renter, form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("desk:renter", pk)
    return render(request, "operator_site/renters/edit.html", {"renter": renter, "form": form})


def _save(renter: Renter, form: RenterForm, *, by) -> bool:
    try:
        with transaction.atomic():
            renter.change_details(by=by, **form.cleaned_data)
    except IntegrityError:
        form.add_error("email", _("Another renter has this e-mail."))
        return False
    return True


def _find(request: HttpRequest, pk: int) -> Renter:
    renter = get_object_or_404(request.operator.renters.select_related("user"), pk=pk)
    renter.operator = request.operator
    return renter


def _mailboxes() -> Prefetch:
    return Prefetch("mailboxes", Mailbox.objects.by_pmb())
