"""The renter's cards: the page to add one, make default, delete."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boxholder.billing import cards
from boxholder.billing.agreement import agreement
from boxholder.billing.cards_on_file import cards_on_file
from boxholder.billing.models import PaymentMethod, StripeIntegration
from boxholder.web.card_forms import safe_next


@never_cache
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """The page asks nothing of Stripe: it comes at once, also when Stripe does not answer."""
    on_file = cards_on_file(request.renter, timezone.now())
    if not on_file.may_add:
        messages.info(request, _("%(operator)s takes no cards at the moment.") % {"operator": request.operator})
        return redirect("renter:billing")
    words = agreement(request.renter, timezone.now())
    next_page = safe_next(request, reverse("renter:home"))
    context = {
        "on_file": on_file,
        "agreement": words,
        "next_charge": words.next_charge,
        "next": next_page,
        "card_form": {
            "opens_url": reverse("renter:card_forms"),
            "stripe_js_url": settings.STRIPE_JS_URL,
            "mark": words.mark,
            "next": next_page,
        },
    }
    return render(request, "renter_site/cards/new.html", context)


@require_POST
def make_default(request: HttpRequest, pk: int) -> HttpResponse:
    card = _find(request, pk)
    cards.make_default(card, by=request.user)
    messages.success(request, _("%(card)s is now the card we charge.") % {"card": card})
    return redirect("renter:billing")


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    card = _find(request, pk)
    try:
        cards.remove(card, by=request.user)
    except cards.DefaultCardStays:
        messages.warning(request, _("%(card)s is the card we charge. Make another default first.") % {"card": card})
    except cards.CardInUse:
        messages.warning(
            request, _("A payment with %(card)s is underway. Delete it when that is over.") % {"card": card}
        )
    else:
        messages.success(request, _("%(card)s deleted.") % {"card": card})
    return redirect("renter:billing")


def _find(request: HttpRequest, pk: int) -> PaymentMethod:
    account = StripeIntegration.objects.of(request.operator).account
    mine = PaymentMethod.objects.usable().filter(customer__renter=request.renter, customer__account=account)
    return get_object_or_404(mine.select_related("customer__account", "customer__renter__operator"), pk=pk)
