"""Offerings: the plans renters can have, and what a month costs."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxholder.billing import rules
from boxholder.billing.models import Offering
from boxholder.history.models import Event
from boxholder.operator_site.forms.offering_rules import RulesForm
from boxholder.operator_site.forms.offerings import OfferingForm
from boxholder.operator_site.frame import settings_tabs
from boxholder.web.access import Permission, staff_may

RUNNING = Count("subscriptions", filter=Q(subscriptions__ends_on=None))


@staff_may(Permission.SETTINGS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    every = request.operator.offerings.annotate(running=RUNNING)
    context = {
        "offerings": every.available(),
        "archived": every.exclude(archived_at=None),
        "tabs": settings_tabs(request),
    }
    return render(request, "operator_site/settings/offerings/index.html", context)


@staff_may(Permission.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = OfferingForm(request.POST or None, operator=request.operator)
    rules_form = RulesForm(request.POST or None, offering=Offering(currency=request.operator.currency))
    if form.is_valid() & rules_form.is_valid():
        said = {**form.cleaned_data, "requests": rules_form.requests, "storage": rules_form.storage}
        offering = rules.add_offering(request.operator, **said, by=request.user, now=timezone.now())
        messages.success(request, _("%(offering)s can be chosen for new mailboxes now.") % {"offering": offering})
        return redirect("desk:offerings")
    return render(request, "operator_site/settings/offerings/new.html", {"form": form, "rules_form": rules_form})


@staff_may(Permission.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    offering = _find(request, pk)
    form = OfferingForm(request.POST or None, operator=request.operator, offering=offering)
    rules_form = RulesForm(request.POST or None, offering=offering)
    if form.is_valid() & rules_form.is_valid():
        said = {**form.cleaned_data, "requests": rules_form.requests, "storage": rules_form.storage}
        rules.change_offering(offering, **said, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("desk:offerings")
    context = {
        "offering": _find(request, pk),
        "form": form,
        "rules_form": rules_form,
        "has_no_rules": not offering.request_rules.exists(),
        "events": _events(offering),
    }
    return render(request, "operator_site/settings/offerings/edit.html", context)


@staff_may(Permission.SETTINGS)
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    offering = _find(request, pk)
    offering.archive(by=request.user)
    messages.success(request, _("%(offering)s is archived.") % {"offering": offering})
    return redirect("desk:offerings")


def _find(request: HttpRequest, pk: int) -> Offering:
    offering = get_object_or_404(request.operator.offerings.annotate(running=RUNNING), pk=pk)
    offering.operator = request.operator
    return offering


def _events(offering: Offering) -> list[Event]:
    return list(Event.objects.about(offering).order_by("-at", "-pk")[:50])
