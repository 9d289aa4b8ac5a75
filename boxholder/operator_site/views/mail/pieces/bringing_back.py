"""What bringing a piece back would do to the money, said on its page before anybody does it."""

from dataclasses import dataclass

from boxholder.billing.causes import Cause
from boxholder.billing.models import Charge, ChargeKind, Invoice
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mail.storage import ENDS_STORAGE


@dataclass(frozen=True)
class BringingBack:
    """The request with which it left is pending again and its charge waived, unless an invoice bears it."""

    asked: ActionRequest
    # Without what was free: nothing is waived by that.
    charges: list[Charge]
    # Postage: of the rest of the parcel from then on.
    stays: Charge | None
    # Bears it, be it for 0.00: only a credit note, or voiding it, answers what is on an invoice.
    invoice: Invoice | None


def bringing_back(item: MailItem) -> BringingBack | None:
    """None where it is here, or left without having been asked for."""
    if item.is_here or item.deleted_at is not None:
        return None
    done = item.requests.completed().filter(kind__in=ENDS_STORAGE, mailbox=item.mailbox_id)
    asked = done.order_by("-closed_at").first()
    if asked is None:
        return None
    charges = Charge.objects.of_cause(Cause.of(asked)).filter(waived_at=None)
    found = list(charges.select_related("invoice_line__invoice"))
    invoice = next((charge.invoice_line.invoice for charge in found if charge.invoiced_at), None)
    priced = [charge for charge in found if charge.amount_minor]
    has_rest = asked.parcel is not None and asked.parcel.others(asked).exists()
    postage = next((charge for charge in priced if has_rest and charge.kind == ChargeKind.POSTAGE), None)
    return BringingBack(asked, [charge for charge in priced if charge != postage], postage, invoice)
