"""Integrations: one card each, with its Manage button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boxholder.billing.models import StripeIntegration
from boxholder.operator_site.frame import settings_tabs
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.SETTINGS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    context = {"integration": StripeIntegration.objects.of(request.operator), "tabs": settings_tabs(request)}
    return render(request, "operator_site/settings/integrations/index.html", context)
