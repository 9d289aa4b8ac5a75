"""The first page of an installation: it makes the first operator, and is gone afterwards."""

from django.contrib import messages
from django.contrib.auth import login
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from boxholder.operator_site.forms.setup import OperatorForm, OwnerForm, SpaceForm, TokenForm
from boxholder.operators import setup_token
from boxholder.operators.errors import AlreadySetUp
from boxholder.operators.founding import found
from boxholder.operators.models import Operator, Staff

TOKEN = "setup_token"
MOST_TRIES, REST_SECONDS = 10, 300


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """First the token, from the link or typed; it then waits in the session, out of the address."""
    if not setup_token.is_needed():
        return _too_late(request)
    if not setup_token.fits(request.session.get(TOKEN, "")):
        return _ask_for_token(request)
    if "token" in request.GET:
        return redirect(request.path)
    return _fill_in(request)


def _too_late(request: HttpRequest) -> HttpResponse:
    """Another tab was first: who has just set the place up is shown on to it."""
    if request.method == "POST" and request.session.get(TOKEN) and (operator := Operator.objects.first()):
        return redirect(operator.path("home"))
    raise Http404


def _ask_for_token(request: HttpRequest) -> HttpResponse:
    typed = request.POST if request.method == "POST" else request.GET if "token" in request.GET else None
    form = TokenForm(typed)
    if typed is not None and not _may_try(request):
        return render(request, "operator_site/setup/rest.html", {"minutes": REST_SECONDS // 60}, status=429)
    if form.is_valid():
        request.session[TOKEN] = form.cleaned_data["token"]
        return redirect(request.path)
    return render(request, "operator_site/setup/token.html", {"form": form})


def _may_try(request: HttpRequest) -> bool:
    """Ten tries, then five minutes' rest; counted for each address the server sees."""
    key = f"setup-token:{request.META.get('REMOTE_ADDR', '')}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, timeout=REST_SECONDS)
    return tries <= MOST_TRIES


def _fill_in(request: HttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    forms = {
        "operator": OperatorForm(data, prefix="operator", initial={"currency": "USD"}),
        "space": SpaceForm(data, prefix="space", initial={"country": "US"}),
        "owner": OwnerForm(data, prefix="owner"),
    }
    # Every form is asked before one decides, so that everything that is wrong is said at once.
    wrong = [form for form in forms.values() if not form.is_valid()]
    if not wrong:
        try:
            staff = found(**{name: form.cleaned_data for name, form in forms.items()})
        except AlreadySetUp:
            return _too_late(request)
        return _welcome(request, staff)
    context = {f"{name}_form": form for name, form in forms.items()}
    return render(request, "operator_site/setup/setup.html", context)


def _welcome(request: HttpRequest, staff: Staff) -> HttpResponse:
    login(request, staff.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    messages.success(request, _("%(operator)s is set up.") % {"operator": staff.operator})
    return redirect(staff.operator.path("desk:home"))
