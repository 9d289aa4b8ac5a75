"""What a mailbox was charged: the list, one of them with its cause; staff add one, or waive one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boxholder.billing import causes, charges
from boxholder.billing.charge_words import explain
from boxholder.billing.models import Charge, ChargeKind
from boxholder.mail import storage
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.charges import OneOffForm, WaiverForm
from boxholder.operator_site.views.mailboxes.mailboxes import find
from boxholder.web.access import Permission, staff_may
from boxholder.web.keyset import Keyset


@staff_may(Permission.MONEY)
@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = find(request, pk)
    every = mailbox.charges.all()
    found = every.select_related("invoice_line__invoice")
    page = Keyset(request.GET, found, among=every, order=["-happened_on", "-pk"])
    return render(request, "operator_site/mailboxes/charges/index.html", {"mailbox": mailbox, "page": page})


@staff_may(Permission.MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = find(request, pk)
    form = OneOffForm(request.POST or None, currency=request.operator.currency)
    if form.is_valid():
        try:
            charges.add_one_off(mailbox, **form.cleaned_data, by=request.user, now=timezone.now())
        except charges.AlreadyCharged:
            messages.info(request, _("It was added already."))
        else:
            messages.success(request, _("Added. It stands on the next invoice."))
        return redirect("desk:mailbox", pk)
    return render(request, "operator_site/mailboxes/charges/new.html", {"mailbox": mailbox, "form": form})


@staff_may(Permission.MONEY)
@require_safe
def show(request: HttpRequest, pk: int, charge: int) -> HttpResponse:
    mailbox = find(request, pk)
    found = _find(mailbox, charge)
    timezone.activate(mailbox.space.zone)
    causes.link([found], "desk")
    context = {
        "mailbox": mailbox,
        "charge": found,
        "reasons": explain(found),
        "stored": (stored := _storage_of(found)),
        "days": [] if stored else list(found.storage_days.values_list("day", flat=True)),
        "form": WaiverForm(),
    }
    return render(request, "operator_site/mailboxes/charges/show.html", context)


def _storage_of(charge: Charge) -> storage.Explanation | None:
    """Of days of a piece that is still this mailbox's: all of its days."""
    if charge.kind != ChargeKind.STORAGE_DAYS:
        return None
    pieces = (
        charge.mailbox.mail_items.kept()
        .select_related("space")
        .prefetch_related("requests", "absences", "former_assignments")
    )
    item = pieces.filter(pk=charge.cause_id).first()
    if item is not None:
        item.mailbox, item.operator = charge.mailbox, charge.operator
    return storage.explain(item, timezone.now()) if item else None


@staff_may(Permission.MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, pk: int, charge: int) -> HttpResponse:
    mailbox = find(request, pk)
    found = _find(mailbox, charge)
    form = WaiverForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"mailbox": mailbox, "charge": found, "form": form}
        return render(request, "operator_site/mailboxes/charges/waive.html", context)
    try:
        charges.waive(found, **form.cleaned_data, by=request.user, now=timezone.now())
    except charges.ChargeSettled:
        messages.warning(request, _("Nothing was changed: it was invoiced or waived meanwhile."))
    else:
        messages.success(request, _("Waived. Nobody owes it any more."))
    return redirect("desk:charge", pk, charge)


def _find(mailbox: Mailbox, charge: int) -> Charge:
    charges_of_mailbox = mailbox.charges.select_related("invoice_line__invoice", "by", "waived_by")
    found = get_object_or_404(charges_of_mailbox, pk=charge)
    found.mailbox, found.operator = mailbox, mailbox.operator
    return found
