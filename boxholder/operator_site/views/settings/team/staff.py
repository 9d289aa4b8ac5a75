"""The team: who works here, and as what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxholder.history.models import Event
from boxholder.operator_site.forms.team import RoleForm
from boxholder.operator_site.frame import settings_tabs
from boxholder.operators.errors import LastOwner
from boxholder.operators.models import Staff
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.SETTINGS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    team = request.operator.staff.select_related("user").order_by("-is_active", "user__name", "pk")
    events = Event.objects.filter(operator_id=request.operator.pk, kind__startswith="staff.")
    context = {
        "team": team,
        "invitations": request.operator.staff_invitations.pending()
        .select_related("invited_by")
        .order_by("-created_at"),
        "events": events.order_by("-at", "-pk")[:30],
        "tabs": settings_tabs(request),
    }
    return render(request, "operator_site/settings/team/index.html", context)


@staff_may(Permission.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = _find(request, pk)
    form = RoleForm(request.POST or None, initial={"role": member.role})
    if form.is_valid() and _is_changed(member, form, by=request.user):
        messages.success(request, _("%(name)s: %(role)s.") % {"name": member, "role": member.role_label})
        return redirect("desk:team")
    context = {
        "member": member,
        "form": form,
        "is_oneself": member.user_id == request.user.pk,
        "events": Event.objects.about(member).reverse(),
    }
    return render(request, "operator_site/settings/team/edit.html", context)


def _is_changed(member: Staff, form: RoleForm, *, by) -> bool:
    if member.user_id == by.pk:
        form.add_error("role", _("Nobody changes their own role. Ask another owner."))
        return False
    try:
        member.change_role(form.cleaned_data["role"], by=by)
    except LastOwner:
        form.add_error("role", _("A mailroom needs an owner: make somebody else an owner first."))
        return False
    return True


@staff_may(Permission.SETTINGS)
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    member = _find(request, pk)
    if member.user_id == request.user.pk:
        messages.warning(request, _("Nobody deactivates themselves. Ask another owner."))
        return redirect("desk:staff", pk)
    try:
        member.deactivate(by=request.user)
    except LastOwner:
        messages.warning(request, _("Nothing was changed: a mailroom needs an active owner."))
        return redirect("desk:staff", pk)
    messages.success(request, _("%(name)s is deactivated and finds nothing here any more.") % {"name": member})
    return redirect("desk:team")


@staff_may(Permission.SETTINGS)
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    member = _find(request, pk)
    member.reactivate(by=request.user)
    messages.success(request, _("%(name)s can work here again.") % {"name": member})
    return redirect("desk:team")


def _find(request: HttpRequest, pk: int) -> Staff:
    member = get_object_or_404(request.operator.staff.select_related("user"), pk=pk)
    member.operator = request.operator
    return member
