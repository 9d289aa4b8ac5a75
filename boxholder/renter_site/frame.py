"""The frame of the renter site: its navigation."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _


def context(request: HttpRequest) -> dict:
    match = getattr(request, "resolver_match", None)
    if not (match and match.namespace == "renter" and getattr(request, "renter", None)):
        return {}
    return {
        "navigation": navigation(request),
        "account_url": reverse("renter:settings"),
        "person_links": [_operator_site()] if request.staff else [],
    }


def navigation(request: HttpRequest) -> list[dict]:
    entries = [
        _entry(request, "renter:home", _("My mailbox"), "mailbox"),
        _entry(request, "renter:mail", _("Mail"), "mails"),
        _entry(request, "renter:billing", _("Billing"), "credit-card"),
        _entry(request, "renter:settings", _("Settings"), "settings"),
    ]
    return [entry for entry in entries if entry]


def _entry(request: HttpRequest, name: str, label: str, icon: str) -> dict | None:
    try:
        url = reverse(name)
    except NoReverseMatch:  # a page that is not built yet has no entry
        return None
    is_current = request.path == url if name == "renter:home" else request.path.startswith(url)
    return {"label": label, "url": url, "icon": icon, "is_current": is_current}


def _operator_site() -> dict:
    return {"label": _("Operator site"), "url": reverse("desk:home"), "icon": "building-2"}
