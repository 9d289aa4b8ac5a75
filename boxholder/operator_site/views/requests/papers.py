"""What the mailroom prints to work requests off: the list for the shelves, a parcel's label and its packing list."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from boxholder.billing.models import RequestKind
from boxholder.mail import fulfilment
from boxholder.mail.sheets.parcel_papers import address_label, packing_list
from boxholder.mail.sheets.work_list import work_list as set_work_list
from boxholder.operator_site.views.requests.requests import SENT, find
from boxholder.web import pdf
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import number, numbers

# Who longest waits comes first: what is beyond is printed when these are done.
MOST = 500
PAPERS = {"label": address_label, "packing-list": packing_list}


@staff_may(Permission.MAIL)
@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """What is to do, of the kind and the space that are chosen."""
    found = request.operator.requests.to_do().order_by("asked_at", "pk")
    if space := number(request.GET.get("space")):
        found = found.filter(space=space)
    kind = request.GET.get("kind", "")
    if kind in RequestKind.values:
        found = found.filter(kind=kind)
    asked = list(found.select_related("item__space", "space", "mailbox__renter")[:MOST])
    if not asked:
        raise Http404
    now = timezone.localtime(timezone=asked[0].space.zone)
    printed = _("Printed %(when)s") % {"when": date_format(now, "DATETIME_FORMAT")}
    return pdf.show(set_work_list(asked, title=_("Work list"), printed=printed), name="work-list.pdf")


@staff_may(Permission.MAIL)
@require_POST
def parcel_paper(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    """`together`: what else goes into the parcel, as it is ticked in the form. Nothing is changed."""
    asked = find(request, pk)
    if asked.kind not in SENT or paper not in PAPERS:
        raise Http404
    ticked = set(numbers(request.POST.getlist("together")))
    along = [other for other in fulfilment.goes_along(asked) if other.pk in ticked]
    return pdf.show(PAPERS[paper]([asked, *along]), name=f"{asked.item.reference}-{paper}.pdf")
