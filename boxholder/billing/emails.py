"""What billing writes to people: one function per message. Call them inside the transaction that makes them true."""

from collections.abc import Iterable, Sequence

from boxholder.billing.models import Invoice, Payment, PaymentAttempt, UnknownCharge
from boxholder.notifications import outbox
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Operator


def receipt(payment: Payment) -> None:
    """To the renter: the card was charged."""
    _to_renter(
        "receipt",
        payment.invoice,
        key=f"receipt:{payment.invoice_id}",
        lines=payment.invoice.lines.all(),
        attempt=payment.last_attempt,
    )


def invoices_are_open(issued: Iterable[tuple[Invoice, Sequence[dict]]]) -> None:
    """To the renters: an invoice waits, and there is no card to charge. With each, its lines as they are said."""
    outbox.post(_draft("invoice_is_open", invoice, key=f"open:{invoice.pk}", lines=lines) for invoice, lines in issued)


def declined(payment: Payment, attempt: PaymentAttempt) -> None:
    """To the renter: the bank said no; why, and what to do."""
    _to_renter("payment_declined", payment.invoice, key=f"declined:{payment.pk}:{attempt.n}", attempt=attempt)


def please_confirm(payment: Payment, attempt: PaymentAttempt) -> None:
    """To the renter: the bank wants a confirmation, by the pay link."""
    _to_renter("payment_needs_confirmation", payment.invoice, key=f"confirm:{payment.pk}:{attempt.n}", attempt=attempt)


def declined_to_operator(payment: Payment, attempt: PaymentAttempt) -> None:
    """To the operator: whose card was declined, why, and what can be done."""
    invoice = payment.invoice
    outbox.write(
        "payment_declined_operator",
        to=invoice.operator.email,
        operator=invoice.operator,
        dedupe_key=f"declined-operator:{payment.pk}:{attempt.n}",
        context={
            "invoice": invoice,
            "attempt": attempt,
            "url": invoice.operator.url("desk:invoice", invoice.pk),
        },
    )


def unknown_charges(operator: Operator, charges: Sequence[UnknownCharge]) -> None:
    """To the operator: after a restore, Stripe holds money for invoices nobody knows here; billing waits for them."""
    newest = max(charge.found_at for charge in charges)
    outbox.write(
        "unknown_charges",
        to=operator.email,
        operator=operator,
        dedupe_key=f"unknown-charges:{operator.pk}:{newest.timestamp()}",
        context={"charges": charges, "url": operator.url("desk:unknown_charges")},
    )


def _to_renter(kind: str, invoice: Invoice, *, key: str, **context) -> None:
    outbox.post([_draft(kind, invoice, key=key, **context)])


def _draft(kind: str, invoice: Invoice, *, key: str, **context) -> OutboxEmail:
    renter = invoice.renter
    return outbox.draft(
        kind,
        to=renter.email,
        operator=invoice.operator,
        dedupe_key=key,
        context={
            "invoice": invoice,
            "renter": renter,
            "url": invoice.operator.url("renter:invoice", invoice.pk),
            **context,
        },
    )
