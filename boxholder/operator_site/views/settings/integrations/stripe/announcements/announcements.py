"""An e-mail that was sent: how far it is, who did not get it, what was in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from boxholder.billing.announcement_report import State, progress_of
from boxholder.billing.models import Announcement
from boxholder.history.models import Event
from boxholder.operator_site.frame import settings_tabs
from boxholder.operator_site.pace import QUIET, say_left
from boxholder.web.access import Permission, staff_may
from boxholder.web.keyset import Keyset

FOLDER = "operator_site/settings/integrations/stripe/announcements"


@staff_may(Permission.SETTINGS)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _render(request, pk, "show.html")


@staff_may(Permission.SETTINGS)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    return _render(request, pk, "_progress.html")


def _render(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    announcement = get_object_or_404(request.operator.announcements.select_related("by"), pk=pk)
    if announcement.is_draft:
        return redirect("desk:new_announcement")
    return render(request, f"{FOLDER}/{template}", _context(request, announcement))


def _context(request: HttpRequest, announcement: Announcement) -> dict:
    now = timezone.now()
    report = progress_of(announcement, now)
    rows = announcement.recipients.with_state(now).select_related("renter", "email")
    started_at = announcement.started_at or now
    return {
        "announcement": announcement,
        "report": report,
        "left": say_left(report.left),
        "doubtful": _page(request, rows, State.DOUBTFUL) if report.doubtful else None,
        "failed": _page(request, rows, State.FAILED) if report.failed else None,
        "seems_stuck": bool(
            report.is_moving and not report.settled and not report.trouble and started_at < now - QUIET
        ),
        "events": Event.objects.about(announcement).order_by("-at", "-pk")[:20],
        "tabs": settings_tabs(request),
    }


def _page(request: HttpRequest, rows, state: str) -> Keyset:
    return Keyset(request.GET, rows.filter(state=state), among=rows, order=["pk"])
