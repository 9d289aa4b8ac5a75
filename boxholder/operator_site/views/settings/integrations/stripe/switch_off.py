"""The box was unticked: say what that means, then do it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.billing.models import StripeIntegration
from boxholder.billing.stripe_gateway import switch
from boxholder.operator_site.frame import settings_tabs
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    integration = StripeIntegration.objects.of(request.operator)
    if request.method == "POST":
        switch.off(integration, by=request.user)
        messages.success(request, _("Renters are no longer billed with Stripe."))
    if not integration.bills_renters:
        return redirect("desk:stripe_integration")
    context = {
        "integration": integration,
        "forecast": switch.forecast(integration, integration.account, today=timezone.localdate()),
        "tabs": settings_tabs(request),
    }
    return render(request, "operator_site/settings/integrations/stripe/switch_off.html", context)
