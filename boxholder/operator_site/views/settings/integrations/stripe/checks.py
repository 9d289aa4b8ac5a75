"""Ask Stripe whether the connection fits: after saving, and again after something was mended there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.billing.models import StripeIntegration
from boxholder.billing.stripe_gateway import connection
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.SETTINGS)
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Takes up to 20 seconds. The page asks for it by itself; without a script there is a button."""
    integration = StripeIntegration.objects.of(request.operator)
    was_pending, was_billing, was_elsewhere = (
        integration.has_pending,
        integration.bills_renters,
        integration.changes_account,
    )
    connection.check(integration, by=request.user)
    if was_pending and not integration.has_pending:
        messages.success(request, _("Connected to %(account)s.") % {"account": integration.account})
        if integration.bills_renters and not was_billing:
            messages.success(request, _("From now on renters are billed with Stripe."))
        if was_elsewhere and was_billing:
            messages.warning(request, _("Cards belong to one account and mode: renters are asked for a card again."))
    return redirect("desk:stripe_integration")
