"""After a restore: charges Stripe knows and the restored data does not. Billing goes on when somebody has looked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from boxholder.billing import reconciliation
from boxholder.billing.holds import hold_on
from boxholder.billing.models import StripeIntegration, UnknownCharge
from boxholder.operator_site.views.invoices.story import address_at_stripe
from boxholder.operators.models import Installation, Operator
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MONEY)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    charges = UnknownCharge.objects.of(request.operator).select_related("account", "mailbox", "invoice")
    context = {
        "waiting": _with_addresses(charges.unseen()),
        "seen": _with_addresses(charges.exclude(seen_at=None).order_by("-seen_at", "charged_at")),
        "installation": Installation.objects.current(),
    }
    return render(request, "operator_site/invoices/unknown_charges.html", context)


def _with_addresses(charges) -> list[tuple[UnknownCharge, str]]:
    return [(charge, address_at_stripe(charge.account, charge.intent_id)) for charge in charges]


@staff_may(Permission.MONEY)
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    if reconciliation.go_on(request.operator, by=request.user, now=timezone.now()):
        messages.success(request, _("Billing goes on."))
    return redirect("desk:invoices")


def notice_of(request: HttpRequest) -> dict:
    """What the pages about money say while billing waits; nothing where it does not."""
    operator: Operator = request.operator
    hold = hold_on(operator)
    if hold is None:
        return {}
    account = StripeIntegration.objects.of(operator).account
    return {
        "code": hold.value,
        "problem": getattr(getattr(account, "reconciliation", None), "problem", ""),
        "charges": UnknownCharge.objects.of(operator).unseen().count(),
        "may_mend": request.staff.may(Permission.SETTINGS),
    }
