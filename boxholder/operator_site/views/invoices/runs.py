"""Runs: preview what is due, start it, watch it, look back."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxholder.billing import run_report, runs
from boxholder.billing.holds import BillingHeld
from boxholder.billing.models import BillingRun, RunRow, StripeIntegration
from boxholder.billing.money import Money
from boxholder.billing.standing import Standing
from boxholder.operator_site.forms.invoices import ThroughForm
from boxholder.operator_site.views.invoices import next_run, unknown_charges
from boxholder.web.access import Permission, staff_may
from boxholder.web.keyset import Keyset

Outcome = RunRow.Outcome
HELD_BACK = [Outcome.CHANGED, Outcome.BILLED_BEFORE, Outcome.CARRIED_OVER]
# So long after its start without a single row done, somebody should look whether the worker runs.
QUIET = timedelta(seconds=30)


@staff_may(Permission.MONEY)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    every = request.operator.billing_runs.exclude(status=BillingRun.Status.PREVIEWED)
    found = run_report.with_issued(every).select_related("by")
    page = Keyset(request.GET, found, among=every, order=["-started_at", "-pk"])
    for run in page.rows:
        run.issued_total = Money(run.issued_minor, request.operator.currency)
    return render(request, "operator_site/invoices/runs/index.html", {"page": page})


@staff_may(Permission.MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Work out a preview; nothing is issued by it."""
    now = timezone.now()
    today = runs.today_of(request.operator, now)
    form = ThroughForm(
        request.POST or None, today=today, initial={"through": runs.next_run_through(request.operator, now)}
    )
    if form.is_valid():
        run = runs.preview(request.operator, through=form.cleaned_data["through"], by=request.user, now=now)
        return redirect("desk:run", run.pk)
    return render(request, "operator_site/invoices/runs/new.html", {"form": form})


@staff_may(Permission.MONEY)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    run = _find(request, pk)
    if run.status == BillingRun.Status.PREVIEWED:
        return render(request, "operator_site/invoices/runs/preview.html", _preview_of(request, run))
    return render(request, "operator_site/invoices/runs/show.html", _progress_of(request, run))


@staff_may(Permission.MONEY)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    run = _find(request, pk)
    try:
        runs.start(run, by=request.user, now=timezone.now())
    except runs.RunAlreadyStarted:
        messages.info(request, _("This run was started already; here is how far it is."))
    except BillingHeld:
        messages.warning(request, _("Nothing was started: billing waits after a backup was restored."))
    except runs.RunOutdated:
        messages.warning(request, _("Nothing was started: Stripe was switched on or off since this preview."))
    return redirect("desk:run", pk)


@staff_may(Permission.MONEY)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    run = _find(request, pk)
    if run.status == BillingRun.Status.PREVIEWED:
        return redirect("desk:run", pk)
    return render(request, "operator_site/invoices/runs/_progress.html", _progress_of(request, run))


def _find(request: HttpRequest, pk: int) -> BillingRun:
    run = get_object_or_404(request.operator.billing_runs.select_related("by"), pk=pk)
    run.operator = request.operator
    return run


def _preview_of(request: HttpRequest, run: BillingRun) -> dict:
    now = timezone.now()
    today = runs.today_of(request.operator, now)
    integration = StripeIntegration.objects.of(request.operator)
    plan, warning = run_report.plan_of(run), request.GET.get("warning", "")
    rows = run_report.rows_of(run, warning if warning in plan.warnings else "")
    return {
        "run": run,
        "plan": plan,
        "page": Keyset(request.GET, rows.select_related("mailbox__renter"), among=run.rows.all(), order=["pk"]),
        "filters": _filters(plan, warning),
        "form": ThroughForm(today=today, initial={"through": run.through}),
        "choices": [day for day in next_run.choices(request.operator, now) if day != run.through],
        "today": today,
        "days_ahead": max((run.through - today).days, 0),
        "hold": unknown_charges.notice_of(request),
        "is_outdated": run.charges_cards != integration.bills_renters,
        "later_run": _later_run(run),
    }


def _later_run(run: BillingRun) -> BillingRun | None:
    """A run started since this preview may have billed some of it."""
    started = run.operator.billing_runs.filter(started_at__gte=run.previewed_at)
    return started.exclude(pk=run.pk).order_by("-started_at").first()


def _filters(plan: run_report.Plan, chosen: str) -> list[dict]:
    entries = [{"label": _("All"), "url": "?", "is_current": not plan.warnings.get(chosen), "count": plan.rows}]
    for code, count in plan.warnings.items():
        if count:
            label = WARNINGS[RunRow.Warning(code)]
            entries.append({"label": label, "url": f"?warning={code}", "is_current": chosen == code, "count": count})
    return entries


WARNINGS = {
    RunRow.Warning.NO_CARD: gettext_lazy("No card"),
    RunRow.Warning.CARD_EXPIRED: gettext_lazy("Card expired"),
    RunRow.Warning.CARD_REFUSED: gettext_lazy("Card refused"),
    RunRow.Warning.BELOW_MINIMUM: gettext_lazy("Waits for the next invoice"),
    RunRow.Warning.OPEN_INVOICES: gettext_lazy("Earlier ones unpaid"),
    RunRow.Warning.SEVERAL_MONTHS: gettext_lazy("Several months"),
}


def _progress_of(request: HttpRequest, run: BillingRun) -> dict:
    now = timezone.now()
    report = run_report.report_of(run, StripeIntegration.objects.of(request.operator), now)
    held_back = run.rows.filter(outcome__in=HELD_BACK).select_related("mailbox__renter")
    return {
        "run": run,
        "report": report,
        "tiles": [tile for tile in _tiles(run, report) if tile["count"]],
        "left": _say_left(report.left),
        "held_back": Keyset(request.GET, held_back, among=run.rows.all(), order=["pk"]),
        "seems_stuck": bool(
            not run.is_finished and not report.done and run.started_at and run.started_at < now - QUIET
        ),
    }


# What became of the invoices, in this order: standing, label, tone, icon.
TILES = [
    (Standing.PAID, gettext_lazy("Paid"), "good", "circle-check"),
    (Standing.CHARGING, gettext_lazy("Being charged"), "wait", "credit-card"),
    (Standing.WAITING, gettext_lazy("Waiting for Stripe"), "wait", "clock"),
    (Standing.CONFIRMATION, gettext_lazy("Waiting for confirmation"), "wait", "user-round-check"),
    (Standing.DECLINED, gettext_lazy("Declined"), "bad", "circle-x"),
    (Standing.STUCK, gettext_lazy("Needs a look"), "bad", "circle-alert"),
    (Standing.NO_CARD, gettext_lazy("No card"), "wait", "credit-card"),
    (Standing.NOT_CHARGED, gettext_lazy("Not charged"), "neutral", "circle-dot"),
    (Standing.SWITCHED_OFF, gettext_lazy("Open"), "neutral", "circle-dot"),
    (Standing.VOID, gettext_lazy("Void"), "neutral", "ban"),
]


def _tiles(run: BillingRun, report: run_report.Report) -> Iterator[dict]:
    invoices = f"{reverse('desk:invoices')}?run={run.pk}"
    yield _tile(gettext_lazy("Issued"), report.issued, "neutral", "receipt-text", invoices)
    for standing, label, tone, icon in TILES:
        yield _tile(label, report.by_standing[standing], tone, icon, f"{invoices}&state={standing}")
    held_back = report.held_back
    yield _tile(gettext_lazy("Held back"), held_back, "wait", "hourglass", "#held-back")


def _tile(label, tally: run_report.Tally, tone: str, icon: str, url: str) -> dict:
    return {"label": label, "count": tally.count, "amount": tally.amount, "tone": tone, "icon": icon, "url": url}


def _say_left(left: timedelta | None) -> str:
    if left is None:
        return ""
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return _("less than a minute left")
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}
