"""The Billing tab: what is charged next, what is open, and the cards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boxholder.billing import causes
from boxholder.billing.cards_on_file import cards_on_file
from boxholder.billing.charge_words import explain
from boxholder.billing.models import Invoice
from boxholder.billing.next_charge import next_charge
from boxholder.billing.not_invoiced import NotInvoiced, not_invoiced
from boxholder.billing.open_invoices import open_invoices
from boxholder.mail import storage
from boxholder.web.card_forms import safe_next


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "on_file": cards_on_file(request.renter, now),
        "next_charge": next_charge(request.renter, now),
        "not_invoiced": _not_invoiced(request),
        "storage": storage.in_use(request.renter.mailboxes.select_related("space"), now),
        "open_invoices": open_invoices(request.renter),
        "latest_invoices": Invoice.objects.of_renter(request.renter).select_related("mailbox")[:3],
        "next": safe_next(request, ""),
    }
    return render(request, "renter_site/billing/overview.html", context)


def _not_invoiced(request: HttpRequest) -> NotInvoiced:
    mailboxes = request.renter.mailboxes.select_related("space")
    found = not_invoiced(mailboxes, timezone.localdate(), timezone.now())
    for charge in causes.link([*found.charges, *found.run_up], "renter"):
        charge.reasons = explain(charge)
    return found
