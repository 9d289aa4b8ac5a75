"""Cards on file and invoices to charge them for."""

from tests.billing.conftest import bill, give_card, invoice_of

__all__ = ["bill", "give_card", "invoice_of"]
