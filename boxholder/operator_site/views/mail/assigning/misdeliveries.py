"""A piece that is not for anybody here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from boxholder.mail.errors import AlreadyAssigned, MailError
from boxholder.operator_site.forms.assigning import AssignForm
from boxholder.operator_site.views.mail.assigning import answers
from boxholder.operator_site.views.mail.assigning.finding import find
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAIL)
@require_POST
def create(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    try:
        if item.mailbox_id is not None:
            raise AlreadyAssigned
        item.mark_not_ours(by=request.user)
    except MailError as error:
        return answers.refused(request, find(request, pk), AssignForm(request.POST, item=item), error)
    return answers.done(request, item)
