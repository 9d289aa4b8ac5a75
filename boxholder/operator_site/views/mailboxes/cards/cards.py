"""Staff add a card for a renter, and choose which one is charged."""

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
from boxholder.operator_site.forms.cards import ConsentForm
from boxholder.operator_site.views.mailboxes.mailboxes import find
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MONEY)
@never_cache
@require_safe
def new(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = find(request, pk)
    if not cards_on_file(mailbox.renter, timezone.now()).may_add:
        messages.info(request, _("Cards are taken once billing with Stripe is on: Settings → Integrations → Stripe."))
        return redirect("desk:mailbox", pk)
    words = agreement(mailbox.renter, timezone.now())
    context = {
        "mailbox": mailbox,
        "renter": mailbox.renter,
        "agreement": words,
        "form": ConsentForm(),
        "card_form": {
            "opens_url": reverse("desk:card_forms", args=[pk]),
            "stripe_js_url": settings.STRIPE_JS_URL,
            "mark": words.mark,
            "next": "",
        },
    }
    return render(request, "operator_site/mailboxes/cards/new.html", context)


@staff_may(Permission.MONEY)
@require_POST
def make_default(request: HttpRequest, pk: int, card: int) -> HttpResponse:
    mailbox = find(request, pk)
    account = StripeIntegration.objects.of(request.operator).account
    theirs = PaymentMethod.objects.usable().filter(customer__renter=mailbox.renter, customer__account=account)
    chosen = get_object_or_404(theirs.select_related("customer__renter__operator"), pk=card)
    cards.make_default(chosen, by=request.user)
    said = {"card": chosen, "renter": mailbox.renter.name}
    messages.success(request, _("%(card)s is now the card charged for %(renter)s.") % said)
    return redirect("desk:mailbox", pk)
