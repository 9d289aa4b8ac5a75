"""Stripe → Manage: enter the three values, tick the box, save."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from boxholder.billing.announcement_report import progress_of
from boxholder.billing.models import StripeIntegration
from boxholder.billing.stripe_gateway import connection, connection_check, switch
from boxholder.history.models import Event
from boxholder.operator_site.forms.stripe import StripeForm, held_secret
from boxholder.operator_site.frame import settings_tabs
from boxholder.web.access import Permission, staff_may


# A Secret Key may have been pasted into any of the fields.
@sensitive_post_parameters()
@staff_may(Permission.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    integration = StripeIntegration.objects.of(request.operator)
    data = request.POST if request.method == "POST" else None
    form = StripeForm(data, integration=integration, today=timezone.localdate())
    if request.method == "POST" and _is_saved(request, form):
        return redirect("desk:switch_stripe_off" if _is_unticked(form) else "desk:stripe_integration")
    return render(request, "operator_site/settings/integrations/stripe/edit.html", _context(request, form))


def _is_saved(request: HttpRequest, form: StripeForm) -> bool:
    """Whatever else is wrong, a Secret Key that was entered is kept: Stripe will not show it again."""
    integration, is_valid = form.integration, form.is_valid()
    if form.enters_values:
        connection.keep(
            integration,
            form.credentials,
            misplaced=form.misplaced,
            bills_renters="bills_renters" in form.data,
            by=request.user,
        )
    if is_valid:
        switch.ask_for_cards_from(integration, form.cleaned_data["ask_for_cards_from"], by=request.user)
    if is_valid and not integration.has_pending:
        is_valid = _is_switched(request, form)
    return is_valid


def _is_switched(request: HttpRequest, form: StripeForm) -> bool:
    """Unticking is confirmed on a page of its own."""
    integration = form.integration
    if form.cleaned_data["bills_renters"] and not integration.bills_renters:
        try:
            switch.on(integration, by=request.user)
        except switch.NotConnected:
            form.add_error("bills_renters", _("The last check found something that does not fit: mend it first."))
            return False
        messages.success(request, _("From now on renters are billed with Stripe."))
    elif not _is_unticked(form):
        messages.success(request, _("Saved."))
    return True


def _is_unticked(form: StripeForm) -> bool:
    return form.integration.bills_renters and not form.cleaned_data["bills_renters"]


def _context(request: HttpRequest, form: StripeForm) -> dict:
    integration, today = form.integration, timezone.localdate()
    lines = integration.pending_report if integration.has_pending else integration.report
    return {
        "integration": integration,
        "form": form,
        "held_secret": held_secret(integration),
        "is_checking": integration.is_unchecked and not form.is_bound,
        "report": _sifted(lines),
        "outline": connection_check.outline(),
        "forecast": switch.forecast(integration, integration.account, today=today),
        "permissions": list(connection_check.permission_labels().values()),
        "in_stripe": _addresses(),
        "announced": _announced(integration),
        "events": Event.objects.about(integration).order_by("-at", "-pk")[:10],
        "tabs": settings_tabs(request),
    }


def _announced(integration: StripeIntegration) -> dict | None:
    """The last e-mail to renters about it, and how far it is."""
    last = integration.operator.announcements.started().select_related("by").first()
    return {"last": last, "report": progress_of(last, timezone.now())} if last else None


def _sifted(lines: list[dict]) -> dict:
    """What to look at first, and what is all right."""
    doubtful = [line for line in lines if line["verdict"] != "fits"]
    blocking = [line for line in doubtful if line["blocks"]]
    return {
        "blocking": blocking,
        "doubtful": blocking + [line for line in doubtful if not line["blocks"]],
        "fitting": [line for line in lines if line["verdict"] == "fits"],
    }


def _addresses() -> dict[str, str]:
    """Pages of Stripe's dashboard. The key page comes with its name and its permissions filled in."""
    dashboard = settings.STRIPE_DASHBOARD_URL
    new_key = urlencode(
        [("name", "Boxholder"), *(("permissions[]", slug) for slug in connection_check.PERMISSIONS)], safe="[]"
    )
    return {
        "account": f"{dashboard}/settings/account",
        "keys": f"{dashboard}/apikeys",
        "new_key": f"{dashboard}/apikeys/create?{new_key}",
        "test_keys": f"{dashboard}/test/apikeys",
        "new_test_key": f"{dashboard}/test/apikeys/create?{new_key}",
    }
