from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from boxholder.mail.models import MailItem
from boxholder.operator_site.views.mail.assigning.cards import with_all_it_shows


def find(request: HttpRequest, pk: int) -> MailItem:
    """Also one that is assigned or gone by now: then the visitor is told."""
    item = get_object_or_404(with_all_it_shows(request.operator.mail_items.all()), pk=pk)
    item.operator = item.space.operator = request.operator
    timezone.activate(item.space.zone)
    return item
