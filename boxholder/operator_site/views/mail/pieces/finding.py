"""A piece as this visitor may see it, and what another clerk did to it since the page was drawn."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.history.models import Event
from boxholder.mail.history import CHANGES_STANDING
from boxholder.mail.models import MailItem
from boxholder.web.moments import say_time


def find(request: HttpRequest, pk: int) -> MailItem:
    """Also one that has left, or was deleted: its trail stays."""
    items = request.operator.mail_items.select_related("space", "mailbox__space", "mailbox__renter")
    item = get_object_or_404(items, pk=pk)
    item.operator = item.space.operator = request.operator
    timezone.activate(item.space.zone)
    return item


def numbers(request: HttpRequest, name: str) -> list[int]:
    """What a form or an address says several times over: `?item=7&item=8`. What is no number is nothing."""
    said = (request.POST if request.method == "POST" else request.GET).getlist(name)
    return [int(number) for number in said if number.isascii() and number.isdigit() and len(number) < 19]


def is_as_seen(request: HttpRequest, item: MailItem) -> bool:
    """Whether the piece still stands as the page said on which this was asked; its form brings back the `standing`."""
    return (request.POST.get("standing") or request.GET.get("standing") or item.standing) == item.standing


def undo_url(name: str, item: MailItem) -> str:
    """Undoes just what was done: not what somebody else has done since."""
    return f"{reverse(name, args=[item.pk])}?standing={item.standing}"


def tell_of_change(request: HttpRequest, item: MailItem) -> None:
    messages.warning(request, what_changed(item, reader=request.user))


def what_changed(item: MailItem, *, reader, kinds: Collection[str] = CHANGES_STANDING) -> str:
    """In one sentence: nothing was changed, and who did what instead."""
    event = Event.objects.about(item).filter(kind__in=kinds).last()
    if event is None:
        return _("Nothing was changed. Look at the piece again.")
    words = {"who": event.who, "when": say_time(event.at), "what": event.sentence}
    if event.by_id == reader.pk:
        return _("Nothing more was changed: you have done this already (%(when)s): %(what)s.") % words
    return _("Nothing was changed: %(who)s was quicker (%(when)s): %(what)s.") % words
