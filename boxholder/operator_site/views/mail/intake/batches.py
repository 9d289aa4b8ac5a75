"""A scanner batch: how far it is, and what became of its pages."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from boxholder.mail import scanning
from boxholder.mail.models import ScannerBatch
from boxholder.operator_site.pace import QUIET, say_left
from boxholder.web.access import Permission, staff_may

MOST_PIECES = 200


@dataclass(frozen=True)
class ShownBatch:
    batch: ScannerBatch
    left: str
    seems_stuck: bool
    problems: list[dict]


@staff_may(Permission.MAIL)
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _find(request, pk)
    if batch.is_of_requests:
        return redirect("desk:request_batch", pk)
    pieces = batch.pieces.select_related("mailbox__renter").prefetch_related("pictures")[:MOST_PIECES]
    untouched = 0 if batch.undone_at else batch.untouched.count()
    context = {"shown": shown(batch), "batch": batch, "pieces": pieces, "untouched": untouched}
    return render(request, "operator_site/mail/intake/batch.html", context)


@staff_may(Permission.MAIL)
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The part that moves; on the batch's own page, the whole page is drawn anew at the end."""
    batch = _find_of_pieces(request, pk)
    is_alone = bool(request.GET.get("alone"))
    answer = render(request, "operator_site/mail/intake/_batch.html", {"shown": shown(batch), "alone": is_alone})
    if batch.is_finished and is_alone:
        answer["HX-Refresh"] = "true"
    return answer


@staff_may(Permission.MAIL)
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _find_of_pieces(request, pk)
    gone = scanning.undo(batch, by=request.user)
    said = ngettext("%(n)d piece is gone.", "%(n)d pieces are gone.", gone) % {"n": gone}
    messages.success(request, said + " " + _("Choose how to split, and send %(name)s again.") % {"name": batch})
    return redirect("desk:intake")


def shown(batch: ScannerBatch) -> ShownBatch:
    now = timezone.now()
    waited = now - batch.created_at
    return ShownBatch(
        batch=batch,
        left="" if batch.is_finished else say_left(batch.time_left(now)),
        seems_stuck=not batch.is_finished and not batch.pages_done and waited > QUIET,
        problems=[
            {"page": each["page"], "words": ScannerBatch.PageProblem(each["what"]).label} for each in batch.problems
        ],
    )


def _find_of_pieces(request: HttpRequest, pk: UUID) -> ScannerBatch:
    return get_object_or_404(request.operator.scanner_batches.of_pieces(), pk=pk)


def _find(request: HttpRequest, pk: UUID) -> ScannerBatch:
    return get_object_or_404(request.operator.scanner_batches, pk=pk)
