"""Taking in photographs and scanner PDFs: one page for many files, and the address its script sends each one to."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.mail.models import ScannerBatch
from boxholder.operator_site.views.mail.intake.batches import shown
from boxholder.operator_site.views.mail.intake.outcomes import Outcome, take_in
from boxholder.operator_site.views.mail.intake.spaces import chosen_space
from boxholder.operator_site.views.mail.intake.splits import chosen_split
from boxholder.web.access import Permission, staff_may

# Batches that were finished before are found by their pieces.
RECENT = timedelta(hours=12)


@staff_may(Permission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """By POST many files at once, from a browser without scripts: each has its own outcome."""
    space = chosen_space(request)
    outcomes = [take_in(request, space, file) for file in request.FILES.getlist("files")]
    context = {
        "space": space,
        "spaces_to_choose": request.operator.spaces.order_by("name"),
        "splits": ScannerBatch.Split.choices,
        "split": chosen_split(request),
        "outcomes": outcomes,
        "nothing_chosen": request.method == "POST" and not outcomes,
        "was_cut": getattr(request, "upload_was_cut", False),
        "batches": [shown(batch) for batch in _recent_batches(request)],
    }
    return render(request, "operator_site/mail/intake/intake.html", context)


@staff_may(Permission.MAIL)
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """One file; the answer is its row of the page."""
    space, file = chosen_space(request), request.FILES.get("file")
    if file is None:
        return HttpResponseBadRequest()
    outcome: Outcome = take_in(request, space, file)
    return render(request, "operator_site/mail/intake/_row.html", {"outcome": outcome}, status=outcome.status)


def _recent_batches(request: HttpRequest):
    batches = request.operator.scanner_batches.of_pieces()
    return batches.unfinished() | batches.filter(finished_at__gt=timezone.now() - RECENT)
