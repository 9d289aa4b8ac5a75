"""The renter's mailboxes: address, state, plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boxholder.renter_site.my_mailboxes import my_mailboxes
from boxholder.renter_site.views.settings.tabs import tabs


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    context = {"mailboxes": my_mailboxes(request), "tabs": tabs(request)}
    return render(request, "renter_site/settings/mailboxes.html", context)
