"""Cover sheets to print before scanning: of what is ticked, or of everything that waits for its scan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from boxholder.billing.models import RequestKind
from boxholder.mail.sheets.request_sheets import request_sheets
from boxholder.web import pdf
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import number, numbers

# Who longest waits comes first: what is beyond is printed when these are done.
MOST = 200


@staff_may(Permission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """By POST those that are ticked; else all, of the space that is chosen. Nothing is changed."""
    found = request.operator.requests.pending().filter(kind=RequestKind.OPEN_AND_SCAN).order_by("asked_at", "pk")
    if request.method == "POST":
        found = found.filter(pk__in=numbers(request.POST.getlist("request"))[:MOST])
    elif space := number(request.GET.get("space")):
        found = found.filter(space=space)
    asked = list(found.select_related("item__space", "space", "mailbox__renter")[:MOST])
    if not asked:
        raise Http404
    return pdf.show(request_sheets(asked), name="cover-sheets.pdf")
