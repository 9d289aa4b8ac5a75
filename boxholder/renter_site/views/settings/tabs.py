"""The tabs of the renter's settings."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(request: HttpRequest) -> list[dict]:
    pages = {
        "renter:settings": _("Your details"),
        "renter:mailbox_settings": _("Mailboxes"),
        "renter:notifications": _("Notifications"),
    }
    return [
        {"label": label, "url": reverse(name), "is_current": request.path == reverse(name)}
        for name, label in pages.items()
    ]
