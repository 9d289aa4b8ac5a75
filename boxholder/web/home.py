"""Where a visitor goes after log-in: staff to the desk, renters to their mailbox."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect


def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.staff:
        return redirect("desk:home")
    if request.renter:
        return redirect("renter:home")
    raise Http404
