from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from boxholder.billing.cards_on_file import cards_on_file
from boxholder.billing.models import Subscription
from boxholder.billing.next_charge import next_charge
from boxholder.mailboxes.models import MailboxInvitation
from boxholder.renter_site.asking import ask_for_a_card
from boxholder.web.access import public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The operator's own address, which everyone types: staff who rent nothing are shown on to the desk."""
    if request.renter:
        return ask_for_a_card(request) or _mailboxes(request)
    if request.staff:
        return redirect("desk:home")
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, reverse("account_login"))
    raise Http404


def _mailboxes(request: HttpRequest) -> HttpResponse:
    mailboxes = list(request.renter.mailboxes.select_related("space").by_pmb())
    plans = Subscription.objects.filter(mailbox__in=mailboxes, ends_on=None).select_related("offering")
    running = {subscription.mailbox_id: subscription for subscription in plans}
    invited = MailboxInvitation.objects.filter(email=request.renter.user.email, mailbox__in=mailboxes).acceptable(
        timezone.now()
    )
    may_activate = set(invited.values_list("mailbox", flat=True))
    for mailbox in mailboxes:
        mailbox.operator, mailbox.renter = request.operator, request.renter
        mailbox.subscription = running.get(mailbox.pk)
        mailbox.can_be_activated = mailbox.pk in may_activate
    if mailboxes:
        timezone.activate(mailboxes[0].space.zone)
    context = {
        "mailboxes": mailboxes,
        "on_file": cards_on_file(request.renter, timezone.now()),
        "next_charge": next_charge(request.renter, timezone.now()),
    }
    return render(request, "renter_site/home.html", context)
