"""`Pay now`: the renter's browser confirms the payment with Stripe, 3-D Secure included; then we ask Stripe.

The browser is given the client secret once, in an answer nobody keeps. What it says afterwards is never believed.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.billing.charging import CannotCharge, begin_on_session, finish_on_session
from boxholder.billing.models import Invoice, Payment, PaymentAttempt
from boxholder.billing.stripe_gateway.errors import StripeFailure
from boxholder.renter_site.views.invoices.invoices import find

REFUSALS = {
    CannotCharge.NOT_OPEN: gettext_lazy("Nothing was charged: this invoice is not open any more."),
    CannotCharge.SWITCHED_OFF: gettext_lazy("Nothing was charged: this invoice cannot be paid online at the moment."),
    CannotCharge.NO_CARD: gettext_lazy("Nothing was charged: there is no card on file. Add one first."),
    CannotCharge.UNDERWAY: gettext_lazy("This payment is underway already. You need not pay again."),
    CannotCharge.OTHER_ACCOUNT: gettext_lazy("Nothing was charged yet. Please try again in a minute."),
    CannotCharge.TOO_OFTEN: gettext_lazy(
        "Nothing was charged: your card was declined too often to try it again today. Please use another card."
    ),
    CannotCharge.HELD: gettext_lazy("Nothing was charged: payments pause for a while. Please try again later."),
    CannotCharge.TOO_SMALL: gettext_lazy("Nothing was charged: the amount is too small to be paid by card."),
}
UNREACHABLE = gettext_lazy("Stripe could not be reached, and nothing was charged. Please try again in a minute.")


@never_cache
@require_POST
def create(request: HttpRequest, pk) -> HttpResponse:
    """What the browser needs to confirm. Where it cannot be: 409, and the page that is loaded again says why."""
    invoice = find(request, pk)
    if "application/json" not in request.headers.get("Accept", ""):
        messages.warning(request, _("Nothing was charged: paying here needs JavaScript, for your bank's questions."))
        return redirect("renter:invoice", pk)
    try:
        begun = begin_on_session(invoice, by=request.user)
    except CannotCharge as problem:
        return _refuse(request, REFUSALS.get(problem.reason, UNREACHABLE))
    except StripeFailure:
        return _refuse(request, UNREACHABLE)
    return JsonResponse(
        {
            "client_secret": begun.client_secret,
            "payment_method": begun.payment_method,
            "publishable_key": begun.publishable_key,
            "return_url": request.build_absolute_uri(reverse("renter:finish_payment", args=[pk])),
        },
        headers={"Cache-Control": "no-store, private"},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, pk) -> HttpResponse:
    """The browser is done with its attempt, or a bank's own page sends it back here: ask Stripe what happened."""
    invoice = find(request, pk)
    payment = invoice.payments.unsettled().select_related("customer__account").first()
    attempt = payment.last_attempt if payment else None
    if payment and attempt and attempt.on_session:
        payment = finish_on_session(payment)
    _say_what_happened(request, invoice, payment)
    return redirect("renter:invoice", pk)


def _refuse(request: HttpRequest, words) -> HttpResponse:
    messages.warning(request, words)
    return JsonResponse({"reload": True}, status=409, headers={"Cache-Control": "no-store, private"})


def _say_what_happened(request: HttpRequest, invoice: Invoice, payment: Payment | None) -> None:
    """Good news as a toast; everything else stands on the page itself."""
    invoice.refresh_from_db()
    if invoice.status == Invoice.Status.PAID:
        messages.success(request, _("Thank you. %(number)s is paid.") % {"number": invoice.label})
    elif payment and payment.last_attempt and payment.last_attempt.outcome == PaymentAttempt.Outcome.ABANDONED:
        messages.info(request, _("You did not finish the payment, and nothing was charged."))
