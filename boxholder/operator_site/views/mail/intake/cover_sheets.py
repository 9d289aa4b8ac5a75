"""The sheet to lay between two pieces before scanning, to print."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from boxholder.mail.sheets.cover_sheet import cover_sheet
from boxholder.operator_site.views.mail.intake.spaces import chosen_space
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAIL)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(cover_sheet(chosen_space(request).country), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="cover-sheet.pdf"'
    return answer
