"""What the renter's card form asks: see web/card_forms.py."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boxholder.billing import cards
from boxholder.billing.models import CardSetup
from boxholder.billing.open_invoices import open_invoices
from boxholder.billing.stripe_gateway.errors import StripeFailure
from boxholder.web import card_forms


@never_cache
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    return card_forms.opened(request, request.renter, urls=lambda setup: _urls(request, setup), next_page=_next_page)


@never_cache
@require_POST
def agree(request: HttpRequest, pk) -> HttpResponse:
    return card_forms.agreed(request, _find(request, pk), next_page=_next_page)


@never_cache
@require_POST
def finish(request: HttpRequest, pk) -> HttpResponse:
    return card_forms.finished(request, _find(request, pk), next_page=_next_page)


@never_cache
@require_safe
def show(request: HttpRequest, pk) -> HttpResponse:
    """Back from the bank's own page, where a bank insists on one. What the address says is not believed."""
    try:
        card = cards.finish(_find(request, pk))
    except StripeFailure:
        messages.info(request, _("Stripe does not answer just now. If the card was saved, it shows here in a moment."))
        return redirect("renter:billing")
    if card is None:
        messages.warning(request, _("Your bank did not get your confirmation, so the card was not saved. Try again."))
        next_page = card_forms.safe_next(request, reverse("renter:home"))
        return redirect(f"{reverse('renter:new_card')}?{urlencode({'next': next_page})}")
    messages.success(request, _("%(card)s is now the card we charge.") % {"card": card})
    return redirect(_next_page(request))


def _next_page(request: HttpRequest) -> str:
    """Where they came from; past the open invoices, if there are any that the new card could pay."""
    came_from = card_forms.safe_next(request, reverse("renter:home"))
    if not open_invoices(request.renter).payable:
        return came_from
    return f"{reverse('renter:billing')}?{urlencode({'next': came_from})}#open-invoices"


def _urls(request: HttpRequest, setup: CardSetup) -> dict[str, str]:
    next_page = card_forms.safe_next(request, reverse("renter:home"))
    return {
        "consent_url": reverse("renter:card_form_consent", args=[setup.pk]),
        "card_url": reverse("renter:card_form_card", args=[setup.pk]),
        "return_url": f"{reverse('renter:card_form', args=[setup.pk])}?{urlencode({'next': next_page})}",
    }


def _find(request: HttpRequest, pk) -> CardSetup:
    mine = CardSetup.objects.filter(customer__renter=request.renter, opened_by=request.user)
    return get_object_or_404(mine.select_related("customer__account", "customer__renter__operator"), pk=pk)
