"""The three questions a card form asks the server, the same on both sites: open, consent, and what became of it.

Every answer is JSON: what the page needs, `next` (a page to go to), or `problem` in plain words, with `stale` where the
page has to be loaded anew. The client secret is in the answer to `opened` only: never in a page, a log or the database.
"""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from boxholder.billing import cards
from boxholder.billing.agreement import AgreementChanged, agreed_words
from boxholder.billing.models import CardSetup, PaymentMethod
from boxholder.billing.models import StripeIntegration as Integration
from boxholder.billing.stripe_gateway.errors import KeyRefused, StripeFailure
from boxholder.mailboxes.models import Renter

logger = logging.getLogger("boxholder.web")

# Where the page goes when a card is saved; the toast is already said.
Next = Callable[[HttpRequest], str]


def opened(request: HttpRequest, renter: Renter, *, urls: Callable[[CardSetup], dict], next_page: Next) -> HttpResponse:
    integration = Integration.objects.of(renter.operator)
    if not integration.bills_renters or integration.account is None:
        return _problem(_("%(operator)s takes no cards at the moment.") % {"operator": renter.operator}, 409)
    try:
        form = cards.open_form(renter, integration.account, by=request.user)
    except cards.FormIsOver as over:
        return _over(request, over, next_page)
    except cards.TooManyTries:
        return _too_many()
    except StripeFailure as failure:
        return _stripe_failed(request, renter, failure)
    return JsonResponse(
        {"client_secret": form.client_secret, "publishable_key": form.publishable_key, **urls(form.setup)}
    )


def agreed(request: HttpRequest, setup: CardSetup, *, next_page: Next, note: str = "") -> HttpResponse:
    """204: Stripe may now hear of the card."""
    renter = setup.customer.renter
    try:
        words = agreed_words(renter, request.POST.get("agreement", ""), timezone.now())
        cards.agree(setup, agreement=words, by=request.user, note=note)
    except AgreementChanged:
        return _problem(
            _("The amounts have changed since you opened this page. Read them again, please."), 409, stale=True
        )
    except cards.FormIsOver as over:
        return _over(request, over, next_page)
    except cards.TooManyTries:
        return _too_many()
    return HttpResponse(status=204)


def finished(request: HttpRequest, setup: CardSetup, *, next_page: Next) -> HttpResponse:
    """The browser says that it is done: ask Stripe, do not trust the browser. 202: there is no card yet."""
    try:
        card = cards.finish(setup)
    except StripeFailure as failure:
        return _stripe_failed(request, setup.customer.renter, failure)
    if card is None:
        return JsonResponse({}, status=202)
    _say(request, card)
    return JsonResponse({"next": next_page(request)})


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """`?next=`, where it is a page of this site."""
    wished = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wished, allowed_hosts=None) and wished.startswith("/")
    return wished if is_ours else otherwise


def _over(request: HttpRequest, over: cards.FormIsOver, next_page: Next) -> HttpResponse:
    """Saved in another tab, or before the page was closed; or cancelled, then another form is opened."""
    if over.card is None:
        return _problem(_("This card form was open for too long. Load the page again."), 409, stale=True)
    _say(request, over.card)
    return JsonResponse({"next": next_page(request)})


def _say(request: HttpRequest, card: PaymentMethod) -> None:
    said = {"card": str(card), "renter": card.customer.renter.name}
    if request.renter and request.renter == card.customer.renter:
        messages.success(request, _("%(card)s is now the card we charge.") % said)
    else:
        messages.success(request, _("%(card)s is now the card charged for %(renter)s.") % said)


def _too_many() -> HttpResponse:
    return _problem(_("That were many tries in a short time. For your safety, wait an hour and try again."), 429)


def _stripe_failed(request: HttpRequest, renter: Renter, failure: StripeFailure) -> HttpResponse:
    is_desk = request.resolver_match is not None and request.resolver_match.namespace == "desk"
    logger.warning("card form of renter %s: %s (%s)", renter.pk, failure, failure.request_id)
    if not isinstance(failure, KeyRefused):
        words = _(
            "Stripe, which keeps the cards, does not answer just now. Nothing was charged. Try again in a minute."
        )
    elif is_desk:
        words = _("Stripe refuses the key. Check it under Settings → Integrations → Stripe.")
    else:
        words = _(
            "Cards cannot be added just now: %(operator)s has to look at its connection to Stripe. "
            "Nothing was charged. Tell them at %(email)s, or try again later."
        ) % {"operator": renter.operator, "email": renter.operator.email}
    return _problem(words, 503)


def _problem(words: str, status: int, *, stale: bool = False) -> HttpResponse:
    return JsonResponse({"problem": words, "stale": stale}, status=status)
