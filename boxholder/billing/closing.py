"""Close an open invoice other than by card: void it, or note that it was paid by hand.

While an intent could still be paid, closing waits: first Stripe has to say that it is cancelled. Should the card have
been charged in the meantime, the invoice is paid, and whoever asked is told.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from boxholder.billing.models import Invoice, Payment
from boxholder.history.models import record


class InvoiceNotOpen(Exception):
    """Only an open invoice can be voided or paid; this one is settled, or somebody else is closing it."""


def void(invoice: Invoice, *, by, reason: str) -> None:
    """Nobody owes it any more; its months stay billed. Raises InvoiceNotOpen."""
    _ask(invoice, Invoice.Closing.VOID, by=by, note=reason)


def pay_by_hand(invoice: Invoice, *, by, note: str, at: datetime | None = None) -> None:
    """Paid in cash, by transfer, by cheque: the note says how; `at` when, if not now. Raises InvoiceNotOpen."""
    _ask(invoice, Invoice.Closing.BY_HAND, by=by, note=note, at=at)


def withdraw(invoice: Invoice, *, by) -> None:
    """Take back what was asked, as long as it waits for Stripe. Raises InvoiceNotOpen."""
    with transaction.atomic():
        waiting = Invoice.objects.unpaid().exclude(closing="").filter(pk=invoice.pk)
        if not waiting.update(closing="", closing_by=None, note=""):
            raise InvoiceNotOpen
        record("invoice.closing_withdrawn", operator=invoice.operator, subject=invoice, by=by)


def _ask(invoice: Invoice, closing: Invoice.Closing, *, by, note: str, at: datetime | None = None) -> None:
    from boxholder.billing.jobs import collect

    with transaction.atomic():
        # Locked before the invoice, as everywhere: a worker that brings the bank's answer takes them in this order.
        payment = Payment.objects.unsettled().select_for_update().filter(invoice=invoice).first()
        asked = Invoice.objects.unpaid().filter(pk=invoice.pk, closing="")
        if not asked.update(closing=closing, closing_by=by, note=note):
            raise InvoiceNotOpen
        invoice.refresh_from_db()
        if payment is None:
            finish(invoice, at=at)
            return
        Payment.objects.filter(pk=payment.pk).update(next_check_at=timezone.now())
        transaction.on_commit(lambda: collect(str(payment.pk)))


def finish(invoice: Invoice, *, at: datetime | None = None) -> None:
    """Do what was asked; nothing where nothing was. Call it once no intent can be paid any more."""
    now = at or timezone.now()
    settled = {
        Invoice.Closing.VOID: {"status": Invoice.Status.VOID, "voided_at": now},
        Invoice.Closing.BY_HAND: {
            "status": Invoice.Status.PAID,
            "paid_at": now,
            "paid_by": Invoice.PaidBy.HAND,
        },
    }.get(Invoice.Closing(invoice.closing))
    if settled is None:
        return
    Invoice.objects.unpaid().filter(pk=invoice.pk).update(closing="", **settled)
    kind = "invoice.voided" if invoice.closing == Invoice.Closing.VOID else "invoice.paid_by_hand"
    record(kind, operator=invoice.operator, subject=invoice, by=invoice.closing_by, at=now, note=invoice.note)
    invoice.refresh_from_db()
