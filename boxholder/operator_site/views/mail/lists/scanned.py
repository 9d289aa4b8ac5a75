"""What names just one thing opens it: a scanner types a code and Enter, and a person may, too."""

import re

from django.http import HttpRequest
from django.urls import reverse

from boxholder.mail.search import Scope, Tab, find
from boxholder.mail.search.words import squeeze

PIECE = re.compile(r"M-?(\d{1,18})", re.IGNORECASE)
SHEET = re.compile(r"BX-?(\d{1,18})", re.IGNORECASE)
SHORTEST_TRACKING_NUMBER = 8


def opened_by(request: HttpRequest, text: str) -> str | None:
    """The address of the piece with that number or tracking number, or of the mail of the mailbox with that sheet."""
    if piece := PIECE.fullmatch(text):
        exists = request.operator.mail_items.filter(pk=piece[1]).exists()
        return reverse("desk:mail_item", args=[piece[1]]) if exists else None
    if sheet := SHEET.fullmatch(text):
        exists = request.operator.mailboxes.filter(pk=sheet[1]).exists()
        return f"{reverse('desk:mail')}?tab=all&mailbox={sheet[1]}" if exists else None
    return _by_tracking_number(request, squeeze(text))


def _by_tracking_number(request: HttpRequest, number: str) -> str | None:
    if len(number) < SHORTEST_TRACKING_NUMBER or not re.search("[0-9]", number):
        return None
    for tab in (Tab.ALL, Tab.BIN):
        found = request.operator.mail_items.filter(
            pk__in=find(Scope(request.operator.pk, tab), number, limit=3)
        ).values_list("pk", "tracking_number", "reading__tracking_number")
        exact = [pk for pk, *numbers in found if number in {squeeze(each or "") for each in numbers}]
        if exact:
            return reverse("desk:mail_item", args=exact) if len(exact) == 1 else None
    return None
