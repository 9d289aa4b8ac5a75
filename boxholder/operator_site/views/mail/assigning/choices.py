"""A mailbox the clerk has named, as it stands and with what is to be heeded."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from boxholder.operator_site.views.mail.assigning.cards import Choice
from boxholder.operator_site.views.mail.assigning.finding import find
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import number


@staff_may(Permission.MAIL)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    mailboxes = request.operator.mailboxes.filter(space=item.space_id).select_related("renter", "space")
    mailbox = get_object_or_404(mailboxes, pk=number(request.GET.get("mailbox")))
    context = {"choice": Choice(item, mailbox, is_chosen=True), "item": item}
    return render(request, "operator_site/mail/assigning/_choice.html", context)
