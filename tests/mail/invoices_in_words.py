"""An invoice as a page of text: each line is led back from its charge to the request, the piece and the people."""

from datetime import date

from boxholder.billing.models import Charge, Invoice, InvoiceLine
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Mailbox


def invoiced(renter, on: date) -> list[str]:
    invoice = Invoice.objects.get(renter=renter, issued_on=on)
    lines = invoice.lines.select_related("charge__by").order_by("position")
    return [*map(said, lines), f"= {_amount(invoice.total_minor)}, {invoice.status}"]


def said(line: InvoiceLine) -> str:
    charge = line.charge
    if charge is None:
        return f"{_amount(line.amount_minor)} {line.description}"
    assert charge.amount_minor == line.amount_minor
    words = WORDS.get(charge.kind, _of_request)(charge)
    return f"{_amount(charge.amount_minor)} {words} {charge.happened_on:%b} {charge.happened_on.day}"


def _of_days(charge: Charge) -> str:
    assert charge.storage_days.count() == charge.quantity
    days = f"{charge.quantity} × {_amount(charge.unit_price_minor)}"
    return f"Storage: {_caused(charge, MailItem).sender}, {days}; counted by the clock until"


def _of_count(charge: Charge) -> str:
    assert _caused(charge, Mailbox) == charge.mailbox
    count, threshold = charge.facts["pieces"], charge.facts["threshold"]
    return f"Storage: {count} pieces at the end of the month, more than {threshold}; counted by the clock until"


def _of_request(charge: Charge) -> str:
    request = _caused(charge, ActionRequest)
    assert (request.mailbox, request.closed_by) == (charge.mailbox, charge.by)
    assert (request.asked_by is None) == (request.automation is not None)
    asked = request.asked_by.name.split()[0] if request.asked_by else "automation"
    what = "Postage" if charge.kind == "postage" else request.get_kind_display()
    return f"{what}: {request.item.sender}; asked by {asked}, done by {charge.by.name.split()[0]} on"


def _caused(charge: Charge, model):
    assert charge.cause_label == model._meta.label_lower
    return model.objects.get(pk=charge.cause_id)


WORDS = {"storage_days": _of_days, "storage_count": _of_count}


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"


def as_previewed(run) -> list:
    return [
        (row.mailbox_id, row.total_minor, [(line["description"], line["amount_minor"]) for line in row.lines])
        for row in run.rows.order_by("mailbox")
    ]


def as_invoiced(on: date) -> list:
    return [
        (
            invoice.mailbox_id,
            invoice.total_minor,
            list(invoice.lines.order_by("position").values_list("description", "amount_minor")),
        )
        for invoice in Invoice.objects.filter(issued_on=on).order_by("mailbox")
    ]
