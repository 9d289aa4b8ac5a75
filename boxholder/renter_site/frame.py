"""The frame of the renter site: its navigation."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from boxholder.mailboxes.rights import Right


def context(request: HttpRequest) -> dict:
    match = getattr(request, "resolver_match", None)
    if not (match and match.namespace == "renter" and request.user.is_authenticated):
        return {}
    entries = navigation(request)
    if not entries:
        return {}
    return {
        "navigation": entries,
        "account_url": reverse("renter:settings") if request.renter else reverse("account_change_password"),
        "person_links": [_operator_site()] if request.staff else [],
    }


def navigation(request: HttpRequest) -> list[dict]:
    """Money is the renter's own; who only shares a mailbox finds what their role lets them do."""
    entries = []
    if request.renter or request.reach(Right.RECEIVE).exists():
        entries.append(_entry(request, "renter:mail", _("Mail"), "mails"))
        entries.append(_entry(request, "renter:requests", _("Requests"), "list-todo"))
    if request.renter:
        entries.append(_entry(request, "renter:billing", _("Billing"), "credit-card"))
        entries.append(_entry(request, "renter:settings", _("Settings"), "settings"))
    elif request.reach(Right.MANAGE).exists():
        entries.append(_entry(request, "renter:addresses", _("Settings"), "settings", below="renter:settings"))
    elif entries:
        entries.append(_entry(request, "renter:notifications", _("Settings"), "settings", below="renter:settings"))
    return entries


def _entry(request: HttpRequest, name: str, label: str, icon: str, below: str = "") -> dict:
    is_current = request.path.startswith(reverse(below or name))
    return {"label": label, "url": reverse(name), "icon": icon, "is_current": is_current}


def _operator_site() -> dict:
    return {"label": _("Operator site"), "url": reverse("desk:home"), "icon": "building-2"}
