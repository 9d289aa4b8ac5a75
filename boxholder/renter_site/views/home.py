from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from boxholder.mailboxes.models import MailboxPerson
from boxholder.renter_site.asking import ask_for_a_card
from boxholder.web.access import Right, public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The operator's own address, which everyone types: renters are shown to their mail, other staff to the desk."""
    if request.renter:
        return ask_for_a_card(request) or redirect("renter:mail")
    if request.staff:
        return redirect("desk:home")
    if request.reach(Right.RECEIVE).exists():
        return redirect("renter:mail")
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, reverse("account_login"))
    return _farewell(request)


def _farewell(request: HttpRequest) -> HttpResponse:
    """For who has no part in any mailbox here any more: what happened, and what is left to them."""
    ended = MailboxPerson.objects.that_ended(request.operator, request.user)
    last = ended.select_related("mailbox__space", "mailbox__renter").first()
    if last is None:
        raise Http404
    timezone.activate(last.mailbox.space.zone)
    return render(request, "renter_site/farewell.html", {"last": last})
