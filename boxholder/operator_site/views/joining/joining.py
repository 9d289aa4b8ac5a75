"""A colleague follows the link of their invitation.

Only who holds the token learns anything, among it whether somebody logs in with the invited address.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.accounts.models import User
from boxholder.operator_site.forms.team import JoinForm
from boxholder.operators.errors import AddressHasUser, InvitationClosed, NotTheInvited
from boxholder.operators.joining import accept, join
from boxholder.operators.models import StaffInvitation
from boxholder.web.access import public


def with_invitation(view):
    """A public page about the invitation of the link."""

    @public
    @never_cache
    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        invitation = request.operator.staff_invitations.with_token(token).select_related("invited_by").first()
        if invitation is None:
            return render(request, "operator_site/joining/gone.html", status=404)
        invitation.operator = request.operator
        return view(request, token, invitation)

    return found


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@with_invitation
def show(request: HttpRequest, token: str, invitation: StaffInvitation) -> HttpResponse:
    if invitation.accepted_at and request.staff:
        return redirect("desk:home")
    if not invitation.is_acceptable:
        return _page(request, token, invitation, "closed")
    if request.user.is_authenticated and request.user.email != invitation.email:
        return _page(request, token, invitation, "somebody_else")
    if User.objects.by_email(invitation.email):
        return _page(request, token, invitation, "known")
    return _new_person(request, token, invitation)


def _new_person(request: HttpRequest, token: str, invitation: StaffInvitation) -> HttpResponse:
    form = JoinForm(request.POST or None, email=invitation.email)
    if not form.is_valid():
        return _page(request, token, invitation, "new", form=form)
    try:
        user = join(invitation, **form.cleaned_data)
    except (InvitationClosed, AddressHasUser):
        return redirect("desk:join", token)  # it says what happened meanwhile
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return _welcome(request, user)


@require_POST
@with_invitation
def accept_invitation(request: HttpRequest, token: str, invitation: StaffInvitation) -> HttpResponse:
    """By somebody who can log in already: no name and no password is asked."""
    page = reverse("desk:join", args=[token])
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={page}")
    try:
        accept(invitation, by=request.user)
    except (InvitationClosed, NotTheInvited):
        return redirect(page)  # it says which
    return _welcome(request, request.user)


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    messages.success(
        request, _("Welcome, %(name)s. You work for %(operator)s now.") % {"name": user, "operator": request.operator}
    )
    return redirect("desk:home")


def _page(request: HttpRequest, token: str, invitation: StaffInvitation, name: str, **further) -> HttpResponse:
    context = {"invitation": invitation, "token": token, **further}
    return render(request, f"operator_site/joining/{name}.html", context)
