"""Issue many invoices at once: numbers without gaps, snapshots, payments, history. Call it inside a transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from boxholder.billing import emails
from boxholder.billing.bulk_rows import insert_objects
from boxholder.billing.due import Due
from boxholder.billing.holds import mailboxes_paid_perhaps
from boxholder.billing.line_rows import write_lines
from boxholder.billing.models import BillingRun, Charge, Invoice, InvoiceCounter, InvoiceLine, Payment
from boxholder.history.models import event
from boxholder.operators.models import Operator


def issue(run: BillingRun, dues: Sequence[Due], *, now: datetime) -> None:
    """One issued invoice for each. The worker charges their cards after the commit.

    Raises IntegrityError where another run billed one of the periods or charges first, or somebody waived a charge;
    nothing of this batch is kept then.
    """
    assert connection.in_atomic_block, "numbers are only gapless inside the transaction that issues"
    if not dues:
        return
    today = now.astimezone(run.operator.time_zone).date()
    first = _take_numbers(run.operator, today.year, len(dues))
    invoices = [_invoice(run, due, first + n, today, now) for n, due in enumerate(dues)]
    issued = list(zip(invoices, dues, strict=True))
    insert_objects(invoices)
    write_lines(issued)
    _mark_charges(issued, now)
    # The trigger compares each invoice with its lines at this moment.
    Invoice.objects.filter(pk__in=[invoice.pk for invoice in invoices]).update(status=Invoice.Status.OPEN)
    _settle_zero_totals(invoices, now)
    _write_history(run, invoices, now)
    _charge_or_tell(run, issued, now)


def _take_numbers(operator: Operator, year: int, how_many: int) -> int:
    """The first of `how_many` numbers. The counter's row stays locked until the commit; a rollback gives them back."""
    InvoiceCounter.objects.get_or_create(operator=operator, year=year)
    counters = InvoiceCounter.objects.filter(operator=operator, year=year)
    counters.update(last_number=F("last_number") + how_many)
    return counters.get().last_number - how_many + 1


def _invoice(run: BillingRun, due: Due, number: int, today: date, now: datetime) -> Invoice:
    renter = due.mailbox.renter
    return Invoice(
        operator=run.operator,
        mailbox=due.mailbox,
        renter=renter,
        run=run,
        year=today.year,
        number=number,
        label=f"{today.year}-{number:05d}",
        currency=due.currency,
        subtotal_minor=due.total.minor,
        total_minor=due.total.minor,
        bill_to="\n".join(filter(None, [due.mailbox.company, renter.name, renter.street, _city_line(renter)])),
        issued_on=today,
        issued_at=now,
    )


def _city_line(renter) -> str:
    return " ".join(filter(None, [renter.city, renter.region, renter.postal_code, renter.country]))


def _mark_charges(issued: list[tuple[Invoice, Due]], now: datetime) -> None:
    """The UPDATE is the claim: who waives one of them at this moment waits for it, or is waited for."""
    expected = sum("charge" in line for _invoice, due in issued for line in due.lines)
    invoices = [invoice.pk for invoice, _due in issued]
    billed = InvoiceLine.objects.filter(invoice__in=invoices, charge__isnull=False).values("charge")
    if expected and Charge.objects.waiting().filter(pk__in=billed).update(invoiced_at=now) != expected:
        raise IntegrityError("a charge was waived or invoiced in this moment")


def _settle_zero_totals(invoices: list[Invoice], now: datetime) -> None:
    """A zero total is paid without Stripe."""
    nothing_owed = [invoice.pk for invoice in invoices if not invoice.total]
    Invoice.objects.filter(pk__in=nothing_owed).update(
        status=Invoice.Status.PAID, paid_at=now, paid_by=Invoice.PaidBy.NOTHING
    )


def _write_history(run: BillingRun, invoices: list[Invoice], now: datetime) -> None:
    insert_objects(
        [
            event(
                "invoice.issued", operator=run.operator, subject=invoice, by=run.by, at=now,
                total=str(invoice.total), number=invoice.label,
            )
            for invoice in invoices
        ]
    )  # fmt: skip


def _charge_or_tell(run: BillingRun, issued: list[tuple[Invoice, Due]], now: datetime) -> None:
    """A payment for who has a card; a letter to who owes and has none. Neither where Stripe may have the money."""
    from boxholder.billing.jobs import collect

    paid_perhaps = mailboxes_paid_perhaps(invoice.mailbox_id for invoice, _due in issued)
    owed = [
        (invoice, due, due.card if run.charges_cards else None)
        for invoice, due in issued
        if invoice.total and invoice.mailbox_id not in paid_perhaps
    ]
    payments = [_payment(invoice, card, now) for invoice, _due, card in owed if card]
    insert_objects(payments)
    emails.invoices_are_open((invoice, due.said_lines) for invoice, due, card in owed if card is None)
    for payment in payments:
        transaction.on_commit(partial(collect, str(payment.pk)))


def _payment(invoice: Invoice, card, now: datetime) -> Payment:
    return Payment(
        invoice=invoice,
        customer_id=card.customer_id,
        amount_minor=invoice.total_minor,
        currency=invoice.currency,
        next_check_at=now,
    )
