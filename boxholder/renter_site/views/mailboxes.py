"""What a renter does with a mailbox."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.mailboxes.activation import accept
from boxholder.mailboxes.errors import InvitationClosed, NotTheInvited


@require_POST
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever is logged in with the invited address needs no link."""
    mailbox = get_object_or_404(request.renter.mailboxes, pk=pk)
    invitation = mailbox.invitations.order_by("-created_at").first()
    try:
        if invitation is None:
            raise InvitationClosed
        accept(invitation, by=request.renter.user)
    except (InvitationClosed, NotTheInvited):
        messages.info(request, _("Nothing changed: there is no open invitation for this mailbox."))
    else:
        messages.success(request, _("PMB %(pmb)s is active.") % {"pmb": mailbox.pmb})
    return redirect("renter:home")
