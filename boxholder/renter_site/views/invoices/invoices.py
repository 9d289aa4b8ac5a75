"""The renter's invoices: the list, one of them, its receipt."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boxholder.billing import causes
from boxholder.billing.charge_words import explain
from boxholder.billing.charging import CannotCharge, card_for
from boxholder.billing.models import (
    ChargeKind,
    Invoice,
    InvoiceLine,
    Payment,
    PaymentAttempt,
    PaymentMethod,
    StripeIntegration,
)
from boxholder.billing.standing import Standing, with_standing
from boxholder.web.keyset import Keyset

# Where these stand, the renter may pay with the card on file.
PAYABLE = {Standing.DECLINED, Standing.CONFIRMATION, Standing.NOT_CHARGED, Standing.STUCK}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    everything = _invoices(request)
    page = Keyset(request.GET, everything.select_related("mailbox"), among=everything, order=["-issued_at", "-number"])
    return render(request, "renter_site/invoices/index.html", {"page": page, "bills_online": _bills_online(request)})


@never_cache
@require_safe
def show(request: HttpRequest, pk) -> HttpResponse:
    invoice = find(request, pk)
    payment = invoice.payments.order_by("-created_at").first()
    attempt = payment.last_attempt if payment else None
    card = _card(invoice)
    standing = Standing(invoice.standing)
    began_here = _is_being_paid_here(standing, attempt)
    context = {
        "invoice": invoice,
        "lines": _lines(invoice),
        "standing": standing,
        "payment": payment,
        "attempt": attempt,
        "card": card,
        "began_here": began_here,
        "may_pay": card is not None and (standing in PAYABLE or began_here),
        "keeps_moving": standing.is_moving and not began_here,
        "card_url": f"{reverse('renter:new_card')}?{urlencode({'next': request.path})}",
        "stripe_js_url": settings.STRIPE_JS_URL,
    }
    return render(request, "renter_site/invoices/show.html", context)


@require_safe
def receipt(request: HttpRequest, pk) -> HttpResponse:
    """Only what was paid has one."""
    invoice = find(request, pk)
    if invoice.status != Invoice.Status.PAID:
        raise Http404
    payment = invoice.payments.filter(status=Payment.Status.SUCCEEDED).first()
    context = {
        "invoice": invoice,
        "lines": _lines(invoice),
        "payment": payment,
        "attempt": payment.last_attempt if payment else None,
    }
    return render(request, "renter_site/invoices/receipt.html", context)


def find(request: HttpRequest, pk) -> Invoice:
    invoice = get_object_or_404(_invoices(request).select_related("mailbox__space"), pk=pk)
    timezone.activate(invoice.mailbox.space.zone)
    invoice.operator = invoice.mailbox.operator = request.operator
    invoice.renter = request.renter
    return invoice


def _lines(invoice: Invoice) -> list[InvoiceLine]:
    lines = list(invoice.lines.select_related("charge"))
    for charge in causes.link((line.charge for line in lines if line.charge), "renter"):
        # No page of the renter's explains a count at month end.
        charge.reasons = explain(charge) if charge.kind == ChargeKind.STORAGE_COUNT else []
    return lines


def _invoices(request: HttpRequest):
    return with_standing(Invoice.objects.of_renter(request.renter), StripeIntegration.objects.of(request.operator))


def _bills_online(request: HttpRequest) -> bool:
    return StripeIntegration.objects.of(request.operator).bills_renters


def _card(invoice: Invoice) -> PaymentMethod | None:
    try:
        return card_for(invoice, even_if_refused=True)
    except CannotCharge:
        return None


def _is_being_paid_here(standing: Standing, attempt: PaymentAttempt | None) -> bool:
    """The renter began in a page that may be closed by now: they may go on."""
    is_pending = attempt is not None and attempt.on_session and attempt.outcome == PaymentAttempt.Outcome.PENDING
    return standing == Standing.CHARGING and is_pending
