"""How the operator bills: from when on, with which patience, by the day or by the month."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.billing.cycle import next_cycle_start
from boxholder.billing.models import BillingSettings
from boxholder.operator_site.forms.billing_settings import BillingSettingsForm
from boxholder.operator_site.frame import settings_tabs
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    settings, today = BillingSettings.objects.of(request.operator), timezone.localdate()
    held = {
        "bill_from": settings.bill_from_on(today),
        "card_may_be_put_off": settings.card_may_be_put_off,
        "prorates": settings.prorates,
    }
    form = BillingSettingsForm(request.POST or None, initial=held)
    if form.is_valid():
        settings.change(**form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("desk:billing_settings")
    context = {
        "form": form,
        "next_cycle_start": next_cycle_start(today),
        "tabs": settings_tabs(request),
    }
    return render(request, "operator_site/settings/billing/edit.html", context)
