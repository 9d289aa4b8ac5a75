"""Pages that were kept aside: filed to a request by hand, or discarded."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from boxholder.billing.models import RequestKind
from boxholder.mail import scanning
from boxholder.mail.errors import MailError, PageSettled
from boxholder.mail.models import ActionRequest, ScannedPage
from boxholder.mail.pictures.errors import PictureRefused
from boxholder.operator_site.views.requests.batches.finding import find
from boxholder.operator_site.views.requests.fulfilling import say_how_it_stands
from boxholder.operators.models import Operator
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import number
from boxholder.web.pictures import refusal

MOST_TARGETS = 300


@dataclass(frozen=True)
class Group:
    """Pages one after the other with the same reason; all the blank ones, wherever they lay."""

    pages: list[ScannedPage]
    request: ActionRequest | None
    targets: list[ActionRequest]

    @property
    def words(self) -> str:
        return self.pages[0].get_what_display()

    @property
    def is_blank(self) -> bool:
        return self.pages[0].what == ScannedPage.What.BLANK

    @property
    def can_be_filed(self) -> bool:
        return self.pages[0].has_picture


def groups_of(operator: Operator, pages: list[ScannedPage]) -> list[Group]:
    waiting = [page for page in pages if page.settled_at is None]
    if not waiting:
        return []
    blank = [page for page in waiting if page.what == ScannedPage.What.BLANK]
    doubtful = [page for page in waiting if page.what != ScannedPage.What.BLANK]
    named = {page.request_id: page.request for page in pages if page.request and not page.request.is_cancelled}
    targets = list({asked.pk: asked for asked in [*named.values(), *_pending(operator)]}.values())
    runs = [list(alike) for _key, alike in groupby(doubtful, key=lambda page: (page.what, page.request_id))]
    return [Group(run, run[0].request, targets) for run in runs] + ([Group(blank, None, targets)] if blank else [])


def _pending(operator: Operator):
    """Whose scan is still to be made, who longest waits first."""
    found = operator.requests.pending().filter(kind=RequestKind.OPEN_AND_SCAN).order_by("asked_at", "pk")
    return found.select_related("item", "mailbox__renter")[:MOST_TARGETS]


@staff_may(Permission.MAIL)
@require_POST
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ticked pages to one request, in their order."""
    pages, asked = _ticked(request, pk), _target(request)
    if asked is None or not pages:
        messages.warning(request, _("Tick the pages, and choose the request they belong to."))
        return redirect("desk:request_batch", pk)
    filed = sum(_file(request, page, asked) for page in pages)
    if filed:
        said = ngettext("%(n)d page filed: %(what)s.", "%(n)d pages filed: %(what)s.", filed)
        messages.success(request, said % {"n": filed, "what": asked})
    return redirect("desk:request_batch", pk)


def _target(request: HttpRequest) -> ActionRequest | None:
    found = request.operator.requests.filter(kind=RequestKind.OPEN_AND_SCAN, pk=number(request.POST.get("to")))
    return found.select_related("item__operator", "operator", "mailbox", "space").first()


def _file(request: HttpRequest, page: ScannedPage, asked: ActionRequest) -> bool:
    try:
        scanning.file_by_hand(page, asked, by=request.user, now=timezone.now())
    except PictureRefused as refused:
        messages.warning(request, f"{page}: {refusal(refused)}")
    except PageSettled:
        _say_settled(request, page)
    except MailError:
        say_how_it_stands(request, asked)
    else:
        return True
    return False


@staff_may(Permission.MAIL)
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    gone = 0
    for page in _ticked(request, pk):
        try:
            scanning.discard(page, by=request.user, now=timezone.now())
            gone += 1
        except PageSettled:
            _say_settled(request, page)
    if gone:
        messages.success(request, ngettext("%(n)d page discarded.", "%(n)d pages discarded.", gone) % {"n": gone})
    else:
        messages.warning(request, _("Tick the pages first."))
    return redirect("desk:request_batch", pk)


def _ticked(request: HttpRequest, pk: UUID) -> list[ScannedPage]:
    named = set(request.POST.getlist("page"))
    pages = find(request, pk).scanned_pages.select_related("operator", "batch")
    return [page for page in pages if str(page.pk) in named]


def _say_settled(request: HttpRequest, page: ScannedPage) -> None:
    said = _("Page %(n)d: nothing was changed. Somebody else has dealt with it already.")
    messages.info(request, said % {"n": page.number})
