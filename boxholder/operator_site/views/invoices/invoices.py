"""The list of invoices, and one of them with its story."""

from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boxholder.billing.charging import CannotCharge, card_for
from boxholder.billing.models import Invoice, Payment, PaymentMethod, StripeIntegration
from boxholder.billing.money import Money
from boxholder.billing.standing import Standing, with_standing
from boxholder.operator_site.forms.invoices import PaidByHandForm, VoidForm
from boxholder.operator_site.views.invoices import next_run, story, unknown_charges
from boxholder.web.access import Permission, staff_may
from boxholder.web.keyset import Keyset

ORDER = ["-issued_at", "-number"]
STATUSES = [Invoice.Status.OPEN, Invoice.Status.PAID, Invoice.Status.VOID]
# What an open invoice can be narrowed to, in this order; those nobody is in are not offered.
OPEN = [
    Standing.DECLINED,
    Standing.CONFIRMATION,
    Standing.NO_CARD,
    Standing.NOT_CHARGED,
    Standing.STUCK,
    Standing.CHARGING,
    Standing.WAITING,
]


@staff_may(Permission.MONEY)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    integration = StripeIntegration.objects.of(request.operator)
    everything = request.operator.invoices.issued()
    standings = _sums_of_open(everything, integration)
    found = _narrowed(request, with_standing(everything.search(request.GET.get("q", "")), integration))
    page = Keyset(request.GET, found.select_related("mailbox", "renter"), among=everything, order=ORDER)
    context = {
        "page": page,
        "filters": _filters(request, standings),
        "open_total": sum((total for _n, total in standings.values()), Money(0, request.operator.currency)),
        "open_count": sum(n for n, _total in standings.values()),
        "standings": {code: {"count": n, "total": total} for code, (n, total) in standings.items()},
        "is_narrowed": any(request.GET.get(name) for name in ("q", "status", "state", "run")),
        "run": request.operator.billing_runs.filter(pk=_number(request, "run")).first(),
        "hold": unknown_charges.notice_of(request),
        "next_run": next_run.of(request.operator, integration, timezone.now()),
    }
    return render(request, "operator_site/invoices/index.html", context)


@staff_may(Permission.MONEY)
@require_safe
def show(request: HttpRequest, pk) -> HttpResponse:
    return render(request, "operator_site/invoices/show.html", page_of(request, find(request, pk)))


def find(request: HttpRequest, pk) -> Invoice:
    invoices = with_standing(request.operator.invoices.issued(), StripeIntegration.objects.of(request.operator))
    found = invoices.select_related("mailbox__space", "renter", "closing_by", "run")
    invoice = get_object_or_404(found, pk=pk)
    invoice.operator = invoice.mailbox.operator = invoice.renter.operator = request.operator
    return invoice


def page_of(request: HttpRequest, invoice: Invoice) -> dict:
    """What the page of an invoice shows."""
    payments = list(invoice.payments.select_related("customer__account").order_by("created_at"))
    card, obstacle = _card(invoice)
    last = payments[-1] if payments else None
    return {
        "invoice": invoice,
        "lines": list(invoice.lines.select_related("charge")),
        "standing": Standing(invoice.standing),
        "at_stripe": [(payment, story.at_stripe(payment)) for payment in payments if payment.intent_id],
        "payment": last,
        "attempt": last.last_attempt if last else None,
        "was_tried": last is not None and last.status in (Payment.Status.DECLINED, Payment.Status.NEEDS_AUTHENTICATION),
        "void_form": VoidForm(auto_id="void_%s"),
        "paid_form": PaidByHandForm(auto_id="paid_%s"),
        "card": card,
        "obstacle": obstacle,
        "story": story.of(invoice, payments),
    }


def _card(invoice: Invoice) -> tuple[PaymentMethod | None, str]:
    """The card that can be charged now, or why none can."""
    if Standing(invoice.standing).is_moving:
        return None, CannotCharge.UNDERWAY
    try:
        return card_for(invoice), ""
    except CannotCharge as problem:
        return None, problem.reason


def _sums_of_open(everything: QuerySet[Invoice], integration: StripeIntegration) -> dict[str, tuple[int, Money]]:
    found = with_standing(everything.unpaid(), integration).order_by().values_list("standing", "currency")
    return {
        standing: (n, Money(minor, currency))
        for standing, currency, n, minor in found.annotate(Count("pk"), Sum("total_minor"))
    }


def _narrowed(request: HttpRequest, invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    status, state = request.GET.get("status"), request.GET.get("state")
    if status in STATUSES:
        invoices = invoices.filter(status=status)
    if state in Standing.values:
        invoices = invoices.filter(status=_status_of(state), standing=state)
    if request.GET.get("run"):
        invoices = invoices.filter(run=_number(request, "run"))
    return invoices


def _status_of(state: str) -> str:
    return state if state in Invoice.Status.values else Invoice.Status.OPEN


def _number(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else 0


def _filters(request: HttpRequest, standings: dict) -> list[dict]:
    chosen, state = request.GET.get("status", ""), request.GET.get("state", "")
    if state in Standing.values and not chosen:
        chosen = _status_of(state)
    count = sum(n for n, _total in standings.values())
    entries = [_filter(request, _("All"), {}, not chosen and not state)]
    for status in STATUSES:
        is_open = status == Invoice.Status.OPEN
        is_current = chosen == status and state not in OPEN
        entries.append(_filter(request, str(status.label), {"status": status}, is_current, count if is_open else None))
    for standing in OPEN:
        if (standing in standings and len(standings) > 1) or state == standing:
            n = standings.get(standing, (0, None))[0]
            entries.append(_filter(request, str(standing.label), {"state": standing}, state == standing, n))
    return entries


def _filter(request: HttpRequest, label: str, query: dict, is_current: bool, count: int | None = None) -> dict:
    kept = request.GET.copy()
    for name in ("status", "state", "before", "after"):
        kept.pop(name, None)
    for name, value in query.items():
        kept[name] = value
    return {"label": label, "url": f"?{kept.urlencode()}", "is_current": is_current, "count": count}
