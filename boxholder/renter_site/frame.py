"""The frame of the renter site: its navigation."""

from django.http import HttpRequest
from django.urls import reverse
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
    return [
        _entry(request, "renter:mail", _("Mail"), "mails"),
        _entry(request, "renter:billing", _("Billing"), "credit-card"),
        _entry(request, "renter:settings", _("Settings"), "settings"),
    ]


def _entry(request: HttpRequest, name: str, label: str, icon: str) -> dict:
    url = reverse(name)
    return {"label": label, "url": url, "icon": icon, "is_current": request.path.startswith(url)}


def _operator_site() -> dict:
    return {"label": _("Operator site"), "url": reverse("desk:home"), "icon": "building-2"}
