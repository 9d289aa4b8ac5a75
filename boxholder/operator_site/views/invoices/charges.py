"""Charge an open invoice now: `Try again`."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from boxholder.billing.charging import CannotCharge, charge
from boxholder.operator_site.views.invoices.invoices import find
from boxholder.web.access import Permission, staff_may

REFUSALS = {
    CannotCharge.NOT_OPEN: gettext_lazy("Nothing was charged: the invoice is not open any more."),
    CannotCharge.SWITCHED_OFF: gettext_lazy(
        "Nothing was charged: billing with Stripe is off. Switch it on under Settings → Integrations → Stripe."
    ),
    CannotCharge.NO_CARD: gettext_lazy("Nothing was charged: the renter has no card on file."),
    CannotCharge.CARD_REFUSED: gettext_lazy(
        "Nothing was charged: the bank does not allow another try with this card. The renter needs another one."
    ),
    CannotCharge.UNDERWAY: gettext_lazy("It is being charged already; this page shows what comes of it."),
    CannotCharge.OTHER_ACCOUNT: gettext_lazy(
        "Nothing was charged yet: the payment begun on the Stripe account you used before is cancelled first. "
        "Try again in a minute."
    ),
    CannotCharge.TOO_OFTEN: gettext_lazy(
        "Nothing was charged: this card was declined so often that the card networks want no further try for now. "
        "The renter needs another card."
    ),
    CannotCharge.HELD: gettext_lazy(
        "Nothing was charged: billing waits after a backup was restored. The invoices page says for what."
    ),
    CannotCharge.TOO_SMALL: gettext_lazy("Nothing was charged: the amount is below the least Stripe charges."),
}
OTHERWISE = gettext_lazy("Nothing was charged: this invoice cannot be charged at the moment.")


@staff_may(Permission.MONEY)
@require_POST
def create(request: HttpRequest, pk) -> HttpResponse:
    invoice = find(request, pk)
    try:
        charge(invoice, by=request.user)
    except CannotCharge as problem:
        messages.warning(request, REFUSALS.get(problem.reason, OTHERWISE))
    else:
        messages.info(request, _("Asked Stripe to charge the card. What comes of it shows here in a moment."))
    return redirect("desk:invoice", pk)
