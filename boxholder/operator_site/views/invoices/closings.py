"""Settle an open invoice other than by card: void it, note that it was paid by hand, take that back."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.billing import closing
from boxholder.billing.closing import InvoiceNotOpen
from boxholder.billing.models import Invoice
from boxholder.operator_site.forms.invoices import PaidByHandForm, VoidForm
from boxholder.operator_site.views.invoices.invoices import find
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, pk) -> HttpResponse:
    def ask(invoice: Invoice, reason: str) -> None:
        closing.void(invoice, by=request.user, reason=reason)

    return _close(request, pk, VoidForm, "void", ask)


@staff_may(Permission.MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def pay_by_hand(request: HttpRequest, pk) -> HttpResponse:
    def ask(invoice: Invoice, note: str) -> None:
        closing.pay_by_hand(invoice, by=request.user, note=note)

    return _close(request, pk, PaidByHandForm, "paid_by_hand", ask)


@staff_may(Permission.MONEY)
@require_POST
def withdraw(request: HttpRequest, pk) -> HttpResponse:
    try:
        closing.withdraw(find(request, pk), by=request.user)
    except InvoiceNotOpen:
        messages.warning(request, _("Too late to take it back: the invoice is settled."))
    else:
        messages.success(request, _("Taken back. The invoice is open as before."))
    return redirect("desk:invoice", pk)


def _close(
    request: HttpRequest, pk, form_class: type[Form], page: str, ask: Callable[[Invoice, str], None]
) -> HttpResponse:
    invoice = find(request, pk)
    form = form_class(request.POST) if request.method == "POST" else form_class()
    if not form.is_valid():
        return render(request, f"operator_site/invoices/{page}.html", {"invoice": invoice, "form": form})
    try:
        ask(invoice, next(iter(form.cleaned_data.values())))
    except InvoiceNotOpen:
        messages.warning(request, _("Nothing was changed: the invoice was settled, or is being settled, meanwhile."))
    else:
        _say_what_happened(request, invoice)
    return redirect("desk:invoice", pk)


def _say_what_happened(request: HttpRequest, invoice: Invoice) -> None:
    invoice.refresh_from_db()
    if invoice.status == Invoice.Status.VOID:
        messages.success(request, _("Voided. Nobody owes it any more."))
    elif invoice.status == Invoice.Status.PAID:
        messages.success(request, _("Marked as paid."))
    else:
        messages.info(request, _("Noted. First Stripe has to confirm that the card can no longer be charged."))
