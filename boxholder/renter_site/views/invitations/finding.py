"""The invitation a link leads to, and the page it gets where it cannot be activated with a new password.

Only who holds the token learns anything, among it whether somebody logs in with the invited address.
"""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from boxholder.accounts.models import User
from boxholder.mailboxes.models import MailboxInvitation
from boxholder.web import joining


def find(request: HttpRequest, token: str) -> MailboxInvitation | None:
    """None: never existed, or a newer link took its place."""
    invitation = MailboxInvitation.objects.filter(mailbox__operator=request.operator).by_token(token)
    if invitation is not None:
        timezone.activate(invitation.mailbox.space.zone)
    return invitation


with_invitation = joining.with_invitation(find, gone="renter_site/invitations/gone.html")


def for_a_new_person(view):
    """A step of activating: for an open invitation to an address nobody logs in with yet, else the page that fits."""

    @with_invitation
    @wraps(view)
    def step(request: HttpRequest, token: str, invitation: MailboxInvitation) -> HttpResponse:
        if _is_theirs_already(request, invitation):
            return redirect("renter:home")
        if not invitation.is_acceptable:
            return _page(request, token, invitation, "closed")
        if request.user.is_authenticated and request.user.email != invitation.email:
            return _page(request, token, invitation, "somebody_else")
        if User.objects.by_email(invitation.email):
            return _page(request, token, invitation, "known")
        return view(request, token, invitation)

    return step


def _is_theirs_already(request: HttpRequest, invitation: MailboxInvitation) -> bool:
    renter = invitation.mailbox.renter
    return bool(invitation.accepted_at and request.user.is_authenticated and renter.user_id == request.user.pk)


def _page(request: HttpRequest, token: str, invitation: MailboxInvitation, name: str) -> HttpResponse:
    context = {"invitation": invitation, "mailbox": invitation.mailbox, "token": token}
    return render(request, f"renter_site/invitations/{name}.html", context)
