"""Pay the open invoices with the card on file: one click, then watch how it goes."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boxholder.billing import charging
from boxholder.billing.open_invoices import these_invoices

MOST_WATCHED = 100  # as many as an address holds


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    return _create(request) if request.method == "POST" else _watch(request)


def _create(request: HttpRequest) -> HttpResponse:
    payments = charging.charge_open_invoices(request.renter, by=request.user)
    if not payments:
        messages.warning(request, _("Nothing could be charged just now. Each invoice says why."))
        return redirect("renter:billing")
    watched = [("of", str(payment.invoice_id)) for payment in payments[:MOST_WATCHED]]
    return redirect(f"{reverse('renter:open_payments')}?{urlencode(watched)}")


def _watch(request: HttpRequest) -> HttpResponse:
    invoices = these_invoices(request.renter, _ids(request))
    if not invoices.rows:
        return redirect("renter:billing")
    context = {
        "invoices": invoices,
        "done": len(invoices) - invoices.underway,
        "watch_url": request.get_full_path() if invoices.underway else "",
    }
    is_part = request.htmx and not request.htmx.boosted
    return render(request, f"renter_site/billing/{'_payments' if is_part else 'payments'}.html", context)


def _ids(request: HttpRequest) -> list[uuid.UUID]:
    ids = []
    for written in request.GET.getlist("of")[:MOST_WATCHED]:
        try:
            ids.append(uuid.UUID(written))
        except ValueError:
            continue
    return ids
