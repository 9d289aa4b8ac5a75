"""What a clerk may mean who types a PMB or a name: the options of a Combobox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boxholder.mail.mailbox_search import find_mailboxes
from boxholder.operator_site.forms.mailbox_field import key_of, words_for
from boxholder.web.access import Permission, staff_may

MOST = 8


@staff_may(Permission.MAIL)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Of all spaces, or of `?space=` alone."""
    mailboxes, space = request.operator.mailboxes.all(), request.GET.get("space", "")
    if space.isdecimal() and len(space) < 19:
        mailboxes = mailboxes.filter(space=space)
    found = find_mailboxes(mailboxes, request.GET.get("q", "")).select_related("renter", "space")[:MOST]
    options = [{"mailbox": mailbox, "key": key_of(mailbox), "text": words_for(mailbox)} for mailbox in found]
    context = {"options": options, "several_spaces": not space}
    return render(request, "operator_site/mail/_mailbox_suggestions.html", context)
