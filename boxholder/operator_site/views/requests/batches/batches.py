"""A scanned batch: dropped on the list of requests, how far it is, and what became of its pages."""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boxholder.mail import scanning
from boxholder.mail.models import ActionRequest, Picture, ScannedPage, ScannerBatch
from boxholder.mail.pictures.errors import NotAPicture, PictureRefused, SameBatch
from boxholder.operator_site.views.mail.intake.batches import shown
from boxholder.operator_site.views.mail.intake.spaces import chosen_space
from boxholder.operator_site.views.requests.batches.aside import groups_of
from boxholder.operator_site.views.requests.batches.finding import find
from boxholder.web.access import Permission, staff_may
from boxholder.web.amounts import say_amount
from boxholder.web.pictures import refusal, respond


@dataclass
class Outcome:
    """Of one request."""

    request: ActionRequest
    pictures: list[Picture] = field(default_factory=list)
    aside: int = 0
    is_ready: bool = False


@staff_may(Permission.MAIL)
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """One PDF or several; each is refused by its name, the others go in. 204 where the page draws itself anew."""
    files = request.FILES.getlist("files")
    taken = [batch for file in files if (batch := _take_in(request, file))]
    if not files:
        messages.warning(request, _("Choose the scanner's PDF."))
    if "X-In-Place" in request.headers:
        return HttpResponse(status=204)
    return redirect("desk:request_batch", taken[0].pk) if len(taken) == 1 else redirect("desk:requests")


def _take_in(request: HttpRequest, file) -> ScannerBatch | None:
    try:
        return scanning.take_in_requests(chosen_space(request), file, by=request.user, name=file.name)
    except SameBatch as same:
        messages.info(request, f"{file.name}: {refusal(same)} " + _("Nothing was filed a second time."))
        return same.batch if same.batch.is_of_requests else None
    except NotAPicture:
        messages.warning(request, f"{file.name}: " + _("Not a PDF. A scanner saves everything it took in as one."))
    except PictureRefused as refused:
        messages.warning(request, f"{file.name}: {refusal(refused)}")
    return None


@staff_may(Permission.MAIL)
@never_cache
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = find(request, pk)
    near = ["request__item__space", "request__mailbox__renter", "picture"]
    pages = list(batch.scanned_pages.select_related(*near))
    ready = scanning.ready(batch)
    context = {
        "batch": batch,
        "shown": shown(batch),
        "outcomes": _outcomes(pages, {asked.pk for asked in ready}),
        "groups": groups_of(request.operator, pages),
        "filed": sum(page.what == ScannedPage.What.FILED for page in pages),
        "same": [page.number for page in pages if page.what == ScannedPage.What.SAME],
        "ready": ready,
        "completion": _completion(ready),
    }
    return render(request, "operator_site/requests/batches/show.html", context)


def _completion(ready: list[ActionRequest]) -> str:
    """What the click will do, and what it costs those who asked."""
    if not ready:
        return ""
    n, total = len(ready), sum((asked.price for asked in ready[1:]), ready[0].price)
    if not total:
        words = ngettext("Complete %(n)d request, free of charge", "Complete %(n)d requests, free of charge", n)
        return words % {"n": n}
    words = ngettext("Complete %(n)d request, %(total)s", "Complete %(n)d requests, %(total)s in total", n)
    return words % {"n": n, "total": say_amount(total)}


def _outcomes(pages: list[ScannedPage], ready: set[int]) -> list[Outcome]:
    """In the order of the sheets."""
    found: dict[int, Outcome] = {}
    for page in pages:
        if page.request is None:
            continue
        outcome = found.setdefault(page.request.pk, Outcome(page.request, is_ready=page.request.pk in ready))
        if page.what == ScannedPage.What.FILED and page.picture and page.picture.small:
            outcome.pictures.append(page.picture)
        outcome.aside += page.settled_at is None and page.what != ScannedPage.What.BLANK
    return list(found.values())


@staff_may(Permission.MAIL)
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The part that moves; on the batch's own page, the whole page is drawn anew at the end."""
    batch, is_alone = find(request, pk), bool(request.GET.get("alone"))
    context = {"shown": shown(batch), "alone": is_alone}
    answer = render(request, "operator_site/requests/batches/_progress.html", context)
    if batch.is_finished and is_alone:
        answer["HX-Refresh"] = "true"
    return answer


@staff_may(Permission.MAIL)
@require_safe
def page(request: HttpRequest, pk: UUID, page: UUID, size: str) -> HttpResponseBase:
    """The picture of a page that is kept aside."""
    return respond(get_object_or_404(find(request, pk).scanned_pages.select_related("batch"), pk=page), size)


@staff_may(Permission.MAIL)
@require_safe
def pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """As it came, while a page of it waits for somebody."""
    batch = find(request, pk)
    try:
        file = default_storage.open(batch.file) if batch.file else None
    except FileNotFoundError:
        file = None
    if file is None:
        raise Http404
    answer = FileResponse(file, content_type="application/pdf", as_attachment=True, filename=batch.file_name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
