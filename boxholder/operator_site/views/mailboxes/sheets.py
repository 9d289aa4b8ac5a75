"""Sheets with a code for each mailbox: of one, of those chosen, or of a whole space."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boxholder.mail.sheets.mailbox_sheets import mailbox_sheets
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.sheets import MailboxSheetsForm
from boxholder.web import pdf
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import numbers

MOST = 2000


@staff_may(Permission.MAILBOXES)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """`?mailbox=…` narrows it to those; with `&layout=…` it is the PDF. Closed mailboxes need no sheet."""
    chosen = _chosen(request)
    form = MailboxSheetsForm(
        request.GET if "layout" in request.GET else None, operator=request.operator, space=request.GET.get("space", "")
    )
    if chosen:
        del form.fields["space"]
    if form.is_valid() and (mailboxes := chosen or _of_space(form.cleaned_data["space"])):
        content = mailbox_sheets(mailboxes, form.cleaned_data["layout"], form.cleaned_data["page"])
        return pdf.show(content, name="mailboxes.pdf")
    return render(request, "operator_site/mailboxes/sheets.html", {"form": form, "chosen": chosen})


def _chosen(request: HttpRequest) -> list[Mailbox]:
    asked = numbers(request.GET.getlist("mailbox"))
    return list(request.operator.mailboxes.filter(pk__in=asked[:MOST]).select_related("space", "renter").by_pmb())


def _of_space(space) -> list[Mailbox]:
    return list(space.mailboxes.open().select_related("space", "renter").by_pmb()[:MOST])
