"""What the card form of staff asks: see web/card_forms.py. With the consent goes how the renter gave it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boxholder.billing import cards
from boxholder.billing.models import CardSetup
from boxholder.billing.stripe_gateway.errors import StripeFailure
from boxholder.operator_site.forms.cards import ConsentForm
from boxholder.operator_site.views.mailboxes.mailboxes import find
from boxholder.web import card_forms
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MONEY)
@never_cache
@require_POST
def create(request: HttpRequest, pk: int) -> HttpResponse:
    renter = find(request, pk).renter
    return card_forms.opened(request, renter, urls=lambda setup: _urls(pk, setup), next_page=_profile(pk))


@staff_may(Permission.MONEY)
@never_cache
@require_POST
def agree(request: HttpRequest, pk: int, form) -> HttpResponse:
    setup, consent = _find(request, pk, form), ConsentForm(request.POST)
    if not consent.is_valid():
        problems = {name: " ".join(map(str, errors)) for name, errors in consent.errors.items()}
        return JsonResponse({"problem": " ".join(problems.values()), "fields": problems}, status=422)
    return card_forms.agreed(request, setup, next_page=_profile(pk), note=consent.words)


@staff_may(Permission.MONEY)
@never_cache
@require_POST
def finish(request: HttpRequest, pk: int, form) -> HttpResponse:
    return card_forms.finished(request, _find(request, pk, form), next_page=_profile(pk))


@staff_may(Permission.MONEY)
@never_cache
@require_safe
def show(request: HttpRequest, pk: int, form) -> HttpResponse:
    """Back from a bank's own page. What the address says is not believed."""
    try:
        card = cards.finish(_find(request, pk, form))
    except StripeFailure:
        messages.info(request, _("Stripe does not answer just now. If the card was saved, it shows here in a moment."))
        return redirect("desk:mailbox", pk)
    if card is None:
        messages.warning(request, _("The bank got no confirmation, so the card was not saved."))
        return redirect("desk:new_card", pk)
    said = {"card": card, "renter": card.customer.renter.name}
    messages.success(request, _("%(card)s is now the card charged for %(renter)s.") % said)
    return redirect("desk:mailbox", pk)


def _profile(pk: int) -> card_forms.Next:
    return lambda request: reverse("desk:mailbox", args=[pk])


def _urls(pk: int, setup: CardSetup) -> dict[str, str]:
    return {
        "consent_url": reverse("desk:card_form_consent", args=[pk, setup.pk]),
        "card_url": reverse("desk:card_form_card", args=[pk, setup.pk]),
        "return_url": reverse("desk:card_form", args=[pk, setup.pk]),
    }


def _find(request: HttpRequest, pk: int, form) -> CardSetup:
    """Only one's own: nobody's consent is written under another's card."""
    renter = find(request, pk).renter
    mine = CardSetup.objects.filter(customer__renter=renter, opened_by=request.user)
    return get_object_or_404(mine.select_related("customer__account", "customer__renter__operator"), pk=form)
