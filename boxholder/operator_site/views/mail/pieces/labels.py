"""Labels for the shelf, of one piece or of many, on the paper this visitor printed on last."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boxholder.mail.sheets.shelf_labels import labels_per_page, shelf_labels
from boxholder.operator_site.forms.sheets import LabelsForm
from boxholder.operator_site.views.mail.pieces.finding import numbers
from boxholder.web import pdf
from boxholder.web.access import Permission, staff_may

MOST = 1000


@staff_may(Permission.MAIL)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """`?item=…` asks which paper; with `&paper=…` it is the PDF."""
    found = request.operator.mail_items.filter(pk__in=numbers(request, "item")[:MOST])
    items = list(found.select_related("space", "mailbox__renter").order_by("pk"))
    if not items:
        raise Http404
    form = LabelsForm(request.GET if "paper" in request.GET else None, remembered=request.session.get("labels"))
    if not form.is_valid():
        return render(request, "operator_site/mail/pieces/labels.html", {"items": items, "form": form})
    paper = form.cleaned_data["paper"]
    request.session["labels"] = paper.value
    first = min(form.cleaned_data["first"] or 1, labels_per_page(paper))
    return pdf.show(shelf_labels(items, paper, first=first), name="labels.pdf")
