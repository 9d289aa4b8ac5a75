"""Where a visitor goes after log-in: staff to the desk, renters to their mailbox; who has left the last is told so."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from boxholder.mailboxes.models import MailboxPerson
from boxholder.mailboxes.rights import Right


def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.staff:
        return redirect("desk:home")
    if request.renter:
        return redirect("renter:home")
    if request.reach(Right.RECEIVE).exists():
        return redirect("renter:mail")
    if MailboxPerson.objects.that_ended(request.operator, request.user).exists():
        return redirect("renter:home")
    raise Http404
