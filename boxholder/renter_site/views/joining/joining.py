"""Somebody follows the link to a mailbox that is shared with them.

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
from boxholder.mailboxes.errors import AddressHasUser, InvitationClosed, NotTheInvited
from boxholder.mailboxes.models import PersonInvitation
from boxholder.renter_site.forms.joining import JoinForm
from boxholder.web.access import public


def with_invitation(view):
    """A public page about the invitation of the link."""

    @public
    @never_cache
    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        invitations = PersonInvitation.objects.filter(person__mailbox__operator=request.operator)
        invitation = invitations.by_token(token)
        if invitation is None:
            return render(request, "renter_site/joining/gone.html", status=404)
        return view(request, token, invitation)

    return found


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@with_invitation
def show(request: HttpRequest, token: str, invitation: PersonInvitation) -> HttpResponse:
    if invitation.accepted_at and request.user.is_authenticated and invitation.person.user_id == request.user.pk:
        return redirect("renter:mail")
    if not invitation.is_acceptable:
        return _page(request, token, invitation, "closed")
    if request.user.is_authenticated and request.user.email != invitation.email:
        return _page(request, token, invitation, "somebody_else")
    if User.objects.by_email(invitation.email):
        return _page(request, token, invitation, "known")
    return _new_person(request, token, invitation)


def _new_person(request: HttpRequest, token: str, invitation: PersonInvitation) -> HttpResponse:
    initial = {"name": invitation.person.name}
    form = JoinForm(request.POST or None, email=invitation.email, initial=initial)
    if not form.is_valid():
        return _page(request, token, invitation, "new", form=form)
    try:
        user = invitation.join(**form.cleaned_data)
    except (InvitationClosed, AddressHasUser):
        return redirect("renter:join", token)  # it says what happened meanwhile
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return _welcome(request, invitation)


@require_POST
@with_invitation
def accept(request: HttpRequest, token: str, invitation: PersonInvitation) -> HttpResponse:
    """By somebody who can log in already: no name and no password is asked."""
    page = reverse("renter:join", args=[token])
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={page}")
    try:
        invitation.accept(by=request.user)
    except (InvitationClosed, NotTheInvited):
        return redirect(page)  # it says which
    return _welcome(request, invitation)


def _welcome(request: HttpRequest, invitation: PersonInvitation) -> HttpResponse:
    messages.success(
        request, _("Welcome. This is the mail of %(holder)s.") % {"holder": invitation.person.mailbox.holder}
    )
    return redirect("renter:mail")


def _page(request: HttpRequest, token: str, invitation: PersonInvitation, name: str, **further) -> HttpResponse:
    context = {"invitation": invitation, "person": invitation.person, "token": token, **further}
    return render(request, f"renter_site/joining/{name}.html", context)
