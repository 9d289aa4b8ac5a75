"""Inviting a colleague: send the link, send it again, take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.operator_site.forms.team import InvitationForm
from boxholder.operators.errors import AlreadyStaff, InvitationClosed
from boxholder.operators.models import StaffInvitation
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if form.is_valid() and _is_sent(request, form):
        messages.success(
            request, _("An invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
        )
        return redirect("desk:team")
    return render(request, "operator_site/settings/team/new.html", {"form": form})


def _is_sent(request: HttpRequest, form: InvitationForm) -> bool:
    try:
        StaffInvitation.objects.invite(request.operator, **form.cleaned_data, by=request.user)
    except AlreadyStaff as error:
        words = (
            _("%(name)s is on the team already.")
            if error.staff.is_active
            else _("%(name)s is on the team, deactivated. Activate them again in the list.")
        )
        form.add_error("email", words % {"name": error.staff})
        return False
    return True


@staff_may(Permission.SETTINGS)
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link: the earlier stops working."""
    invitation = _find(request, pk)
    try:
        invitation.send(by=request.user)
    except InvitationClosed:
        messages.warning(request, _("Nothing was sent: the invitation was accepted or revoked meanwhile."))
    else:
        messages.success(request, _("A new link is on its way to %(email)s.") % {"email": invitation.email})
    return redirect("desk:team")


@staff_may(Permission.SETTINGS)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _find(request, pk)
    try:
        invitation.revoke(by=request.user)
    except InvitationClosed:
        messages.warning(request, _("There is no invitation to revoke: it was accepted or revoked meanwhile."))
    else:
        messages.success(
            request, _("Revoked. The link sent to %(email)s no longer works.") % {"email": invitation.email}
        )
    return redirect("desk:team")


def _find(request: HttpRequest, pk: int) -> StaffInvitation:
    invitation = get_object_or_404(request.operator.staff_invitations, pk=pk)
    invitation.operator = request.operator
    return invitation
