"""The tabs of the renter's settings, as far as the visitor's rights go."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from boxholder.mailboxes.rights import Right


def tabs(request: HttpRequest) -> list[dict]:
    own = {"renter:settings": _("Your details"), "renter:mailbox_settings": _("Mailboxes")}
    shared = {
        "renter:automations": _("Automations"),
        "renter:addresses": _("Address book"),
        "renter:people": _("People"),
    }
    pages = {
        **(own if request.renter else {}),
        **(shared if request.reach(Right.MANAGE).exists() else {}),
        "renter:notifications": _("Notifications"),
    }
    return [
        {"label": label, "url": reverse(name), "is_current": _is_current(request, name)}
        for name, label in pages.items()
    ]


def _is_current(request: HttpRequest, name: str) -> bool:
    url = reverse(name)
    return request.path == url if name == "renter:settings" else request.path.startswith(url)
