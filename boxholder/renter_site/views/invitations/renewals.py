"""A fresh link to the invited address, asked for with an expired one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from boxholder.mailboxes.errors import InvitationClosed
from boxholder.mailboxes.models import MailboxInvitation
from boxholder.renter_site.views.invitations.finding import with_invitation
from boxholder.web.access import public


@require_POST
@with_invitation
def create(request: HttpRequest, token: str, invitation: MailboxInvitation) -> HttpResponse:
    """Only an expired link renews, and then it is replaced: so nobody can have mail sent over and over."""
    if invitation.status != invitation.Status.EXPIRED:
        return redirect("renter:activation", token)
    try:
        invitation.send()
    except InvitationClosed:
        return redirect("renter:activation", token)
    return redirect("renter:invitation_renewed")


@public
@require_safe
def renewed(request: HttpRequest) -> HttpResponse:
    return render(request, "renter_site/invitations/renewed.html")
