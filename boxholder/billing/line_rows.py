"""Write the lines of many invoices at once.

Most rows of a run are lines, so they go to the database as they stand in the preview, without an object for each.
"""

from collections.abc import Iterable, Iterator

from django.db import connection

from boxholder.billing.bulk_rows import insert
from boxholder.billing.due import Due
from boxholder.billing.models import Invoice, InvoiceLine

COLUMNS = [
    "invoice_id", "position", "description", "subscription_id", "period_start", "period_end", "charge_id",
    "price_minor", "amount_minor", "currency",
]  # fmt: skip


def write_lines(issued: Iterable[tuple[Invoice, Due]]) -> None:
    insert(InvoiceLine, COLUMNS, _rows(issued))


def _rows(issued: Iterable[tuple[Invoice, Due]]) -> Iterator[tuple]:
    for invoice, due in issued:
        key = invoice.pk if connection.features.has_native_uuid_field else invoice.pk.hex
        for position, line in enumerate(due.lines, start=1):
            yield (
                key,
                position,
                line["description"],
                line.get("subscription"),
                line.get("start"),
                line.get("end"),
                line.get("charge"),
                line["price_minor"],
                line["amount_minor"],
                due.currency,
            )
