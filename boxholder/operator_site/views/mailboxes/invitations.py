"""The invitation to a mailbox: send it, send it again, take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from boxholder.mailboxes.errors import InvitationClosed
from boxholder.mailboxes.models import MailboxInvitation
from boxholder.operator_site.views.mailboxes.mailboxes import find, narrowed
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import number


@staff_may(Permission.MAILBOXES)
@require_POST
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link, also where there is one: the earlier stops working."""
    mailbox = find(request, pk)
    if mailbox.status != mailbox.Status.INVITED:
        messages.info(
            request, _("Nothing was sent: %(mailbox)s is not waiting to be activated.") % {"mailbox": mailbox}
        )
        return redirect("desk:mailbox", pk)

    invitation = MailboxInvitation.objects.prepare(mailbox, by=request.user)
    try:
        invitation.send(by=request.user)
    except InvitationClosed:
        messages.warning(request, _("Nothing was sent: the invitation was accepted or revoked meanwhile."))
    else:
        messages.success(request, _("A new link is on its way to %(email)s.") % {"email": invitation.email})
    return redirect("desk:mailbox", pk)


@staff_may(Permission.MAILBOXES)
@require_POST
def send_all(request: HttpRequest) -> HttpResponse:
    """Those held back in the list as it was narrowed; `until` leaves out whatever came in since it was drawn."""
    until = number(request.POST.get("until"))
    held = MailboxInvitation.objects.filter(mailbox__in=narrowed(request, request.POST).not_sent_yet())
    count = 0 if until is None else held.filter(pk__lte=until).send_all(by=request.user)
    if count:
        messages.success(
            request,
            ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", count) % {"n": count},
        )
    else:
        messages.info(request, _("Nothing was sent: they are on their way already."))
    return redirect(f"{reverse('desk:mailboxes')}?status=held")


@staff_may(Permission.MAILBOXES)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = find(request, pk)
    invitation = mailbox.invitations.pending().first()
    try:
        if invitation is None:
            raise InvitationClosed
        invitation.revoke(by=request.user)
    except InvitationClosed:
        messages.warning(request, _("There is no invitation to revoke: it was accepted or revoked meanwhile."))
    else:
        messages.success(
            request, _("Revoked. The link sent to %(email)s no longer works.") % {"email": invitation.email}
        )
    return redirect("desk:mailbox", pk)
