"""Accepting an invitation by somebody who can log in already: no name and no password is asked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.mailboxes.activation import accept
from boxholder.mailboxes.errors import InvitationClosed, NotTheInvited
from boxholder.mailboxes.models import MailboxInvitation
from boxholder.renter_site.views.invitations.finding import with_invitation


@require_POST
@with_invitation
def create(request: HttpRequest, token: str, invitation: MailboxInvitation) -> HttpResponse:
    page = reverse("renter:activation", args=[token])
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={page}")

    try:
        accept(invitation, by=request.user)
    except (InvitationClosed, NotTheInvited):
        return redirect(page)  # it says which
    messages.success(request, _("PMB %(pmb)s is active.") % {"pmb": invitation.mailbox.pmb})
    return redirect("renter:home")
