"""Holding what is about to be done: pieces first, then mailboxes, then requests; see MailItem.objects.lock."""

from collections.abc import Sequence

from boxholder.mail.errors import RequestClosed
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Mailbox


def hold(requests: Sequence[ActionRequest]) -> list[ActionRequest]:
    """As they stand: from here on nobody cancels them, nor moves their pieces, nor changes what their mailboxes want,
    before the commit. Raises RequestClosed."""
    MailItem.objects.lock(*(request.item_id for request in requests))
    Mailbox.objects.lock(*{request.mailbox_id for request in requests})
    pending = ActionRequest.objects.pending().filter(pk__in=[request.pk for request in requests]).order_by("pk")
    held = list(pending.select_for_update(no_key=True))
    if len(held) < len(requests):
        raise RequestClosed
    return held
