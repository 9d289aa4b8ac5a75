"""Close a mailbox, and open it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.billing.deactivation import deactivate, reactivate
from boxholder.mailboxes.errors import PmbTaken
from boxholder.mailboxes.models.mailbox import next_free_pmb
from boxholder.operator_site.views.mailboxes.mailboxes import find
from boxholder.web.access import Permission, staff_may
from boxholder.web.toasts import undoable


@staff_may(Permission.MAILBOXES)
@require_POST
def create(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = find(request, pk)
    deactivate(mailbox, by=request.user, now=timezone.now())
    undoable(request, _("%(mailbox)s is closed.") % {"mailbox": mailbox}, reverse("desk:reactivate_mailbox", args=[pk]))
    return redirect("desk:mailbox", pk)


@staff_may(Permission.MAILBOXES)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = find(request, pk)
    try:
        reactivate(mailbox, by=request.user, now=timezone.now())
    except PmbTaken:
        words = {"pmb": mailbox.pmb, "free": next_free_pmb(mailbox.space)}
        messages.warning(
            request,
            _("Number %(pmb)s has gone to somebody else. Set up a new mailbox; %(free)s is free.") % words,
        )
    else:
        messages.success(request, _("%(mailbox)s is open again.") % {"mailbox": mailbox})
    return redirect("desk:mailbox", pk)
