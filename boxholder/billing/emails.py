"""What billing writes to people: one function per message. Call them inside the transaction that makes them true."""

from boxholder.billing.models import Invoice, Payment, PaymentAttempt
from boxholder.notifications import outbox


def receipt(payment: Payment) -> None:
    """To the renter: the card was charged."""
    _to_renter(
        "receipt", payment.invoice, key=f"receipt:{payment.invoice_id}", payment=payment, attempt=payment.last_attempt
    )


def invoice_is_open(invoice: Invoice) -> None:
    """To the renter: an invoice waits, and there is no card to charge."""
    _to_renter("invoice_is_open", invoice, key=f"open:{invoice.pk}")


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


def _to_renter(kind: str, invoice: Invoice, *, key: str, **context) -> None:
    renter = invoice.renter
    outbox.write(
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
