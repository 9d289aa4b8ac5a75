"""Throw away values that did not pass; the connection in use stays."""

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
    connection.discard(StripeIntegration.objects.of(request.operator), by=request.user)
    messages.success(request, _("The values that did not pass are gone."))
    return redirect("desk:stripe_integration")
