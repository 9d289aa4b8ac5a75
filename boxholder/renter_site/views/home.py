from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from boxholder.renter_site.asking import ask_for_a_card
from boxholder.web.access import Right, public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The operator's own address, which everyone types: renters are shown to their mail, other staff to the desk."""
    if request.renter:
        return ask_for_a_card(request) or redirect("renter:mail")
    if request.staff:
        return redirect("desk:home")
    if request.reach(Right.RECEIVE).exists():
        return redirect("renter:mail")
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, reverse("account_login"))
    raise Http404
