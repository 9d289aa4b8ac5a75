"""A renter without a good card is asked for one: once a log-in, from the first page they come to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from boxholder.billing.cards_on_file import cards_on_file

ASKED = "asked_for_a_card"


def ask_for_a_card(request: HttpRequest) -> HttpResponse | None:
    """The way to the card page, where they have not been shown there since this log-in."""
    # Django gives the session a new key at each log-in; a session may be used at several operators.
    asked, now = request.session.get(ASKED, {}), request.session.session_key
    if asked.get(request.operator.slug) == now or not cards_on_file(request.renter, timezone.now()).is_asked:
        return None
    request.session[ASKED] = {**asked, request.operator.slug: now}
    return redirect("renter:new_card")
