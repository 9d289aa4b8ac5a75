"""A piece as this visitor may see it."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from boxholder.mail.models import MailItem
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.mailbox_field import key_of
from boxholder.web.numbers import numbers as as_numbers


def find(request: HttpRequest, pk: int) -> MailItem:
    """Also one that has left, or was deleted: its trail stays."""
    items = request.operator.mail_items.select_related("space", "mailbox__space", "mailbox__renter")
    items = items.prefetch_related("requests")
    item = get_object_or_404(items, pk=pk)
    item.operator = item.space.operator = request.operator
    timezone.activate(item.space.zone)
    return item


def numbers(request: HttpRequest, name: str) -> list[int]:
    """What a form or an address says several times over: `?item=7&item=8`. What is no number is nothing."""
    return as_numbers((request.POST if request.method == "POST" else request.GET).getlist(name))


def undo_url(name: str, item: MailItem) -> str:
    """Undoes just what was done: not what somebody else has done since."""
    return f"{reverse(name, args=[item.pk])}?standing={item.standing}"


def put_back_url(item: MailItem, before: Mailbox) -> str:
    """Undo of taking it out of that mailbox."""
    back = {"mailbox": before.pmb, "mailbox_key": key_of(before), "standing": item.standing}
    return f"{reverse('desk:reassign', args=[item.pk])}?{urlencode(back)}"
