"""What a renter still owes, and which of it could be charged to their card now."""

from dataclasses import dataclass

from django.db.models import Prefetch

from boxholder.billing.models import Invoice, Payment
from boxholder.billing.money import Money, total
from boxholder.mailboxes.models import Renter

Status = Payment.Status


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice and how far its payment is. `state` is a code the page has words for."""

    PAID, UNDERWAY, DECLINED, WANTS_CONFIRMATION, OPEN = "paid", "underway", "declined", "wants_confirmation", "open"

    invoice: Invoice
    payment: Payment | None

    @property
    def state(self) -> str:
        if not self.invoice.is_open:
            return self.PAID if self.invoice.status == Invoice.Status.PAID else self.invoice.status
        if self.payment is None:
            return self.OPEN
        if self.payment.is_in_flight or (
            self.payment.status in (Status.NEW, Status.CREATED) and self.payment.next_check_at
        ):
            return self.UNDERWAY
        states = {Status.DECLINED: self.DECLINED, Status.NEEDS_AUTHENTICATION: self.WANTS_CONFIRMATION}
        return states.get(Status(self.payment.status), self.OPEN)

    @property
    def is_payable(self) -> bool:
        return self.invoice.may_be_collected and self.invoice.total.is_chargeable and self.state != self.UNDERWAY


@dataclass(frozen=True)
class OpenInvoices:
    rows: list[OpenInvoice]

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def payable(self) -> list[Invoice]:
        return [row.invoice for row in self.rows if row.is_payable]

    @property
    def totals(self) -> list[Money]:
        """Of what is payable, one a currency; a renter nearly always has one."""
        currencies = dict.fromkeys(invoice.currency for invoice in self.payable)
        return [total((i.total for i in self.payable if i.currency == currency), currency) for currency in currencies]

    @property
    def amount(self) -> str:
        return " + ".join(map(str, self.totals))

    @property
    def underway(self) -> int:
        return sum(row.state == OpenInvoice.UNDERWAY for row in self.rows)


def open_invoices(renter: Renter) -> OpenInvoices:
    return _with_payments(Invoice.objects.unpaid().filter(renter=renter))


def these_invoices(renter: Renter, ids) -> OpenInvoices:
    """Those of the renter's among `ids`, paid meanwhile or not: to watch them being charged."""
    return _with_payments(Invoice.objects.of_renter(renter).filter(pk__in=list(ids)))


def _with_payments(invoices) -> OpenInvoices:
    unsettled = Prefetch("payments", Payment.objects.unsettled(), to_attr="unsettled")
    found = invoices.select_related("mailbox").prefetch_related(unsettled).order_by("issued_at", "number")
    return OpenInvoices([OpenInvoice(invoice, next(iter(invoice.unsettled), None)) for invoice in found])
