"""What the database itself refuses, on SQLite and PostgreSQL.

* An invoice is born as a draft, and issued only when its lines add up to its subtotal.
* An issued invoice and its lines never change; only status and how it was settled do, and only forwards.

SQLite drops triggers when a migration rebuilds a table, so they are made anew after every migrate.
"""

from django.db import connections

FROZEN = [
    "operator_id",
    "mailbox_id",
    "renter_id",
    "run_id",
    "year",
    "number",
    "label",
    "currency",
    "subtotal_minor",
    "tax_minor",
    "total_minor",
    "bill_to",
    "issued_on",
    "issued_at",
]

# status → what may follow it
FORWARD = {
    "draft": ("draft", "open"),
    "open": ("open", "paid", "void", "uncollectible"),
    "uncollectible": ("uncollectible", "paid", "void"),
    "paid": ("paid",),
    "void": ("void",),
}

_LINES = "(SELECT COALESCE(SUM(amount_minor), -1) FROM billing_invoiceline WHERE invoice_id = NEW.id)"
_ISSUED = "(SELECT status FROM billing_invoice WHERE id = {row}.invoice_id) <> 'draft'"

# name → (table, event, condition under which it is refused, what the database says)
RULES = {
    "invoice_is_born_a_draft": ("billing_invoice", "INSERT", "NEW.status <> 'draft'", "an invoice is born as a draft"),
    "invoice_lines_add_up": (
        "billing_invoice",
        "UPDATE",
        f"OLD.status = 'draft' AND NEW.status <> 'draft' AND NEW.subtotal_minor <> {_LINES}",
        "the lines of the invoice do not add up",
    ),
    "invoice_moves_forward": (
        "billing_invoice",
        "UPDATE",
        "NOT ("
        + " OR ".join(
            f"(OLD.status = '{old}' AND NEW.status IN ({', '.join(repr(s) for s in new)}))"
            for old, new in FORWARD.items()
        )
        + ")",
        "an invoice only moves forward",
    ),
    "issued_invoice_is_frozen": (
        "billing_invoice",
        "UPDATE",
        "OLD.status <> 'draft' AND (" + " OR ".join(f"(OLD.{column} IS NOT NEW.{column})" for column in FROZEN) + ")",
        "an issued invoice is never edited",
    ),
    "issued_invoice_stays": (
        "billing_invoice",
        "DELETE",
        "OLD.status <> 'draft'",
        "an issued invoice is never deleted",
    ),
    "line_joins_a_draft": (
        "billing_invoiceline",
        "INSERT",
        _ISSUED.format(row="NEW"),
        "an issued invoice is never edited",
    ),
    "issued_line_is_frozen": (
        "billing_invoiceline",
        "UPDATE",
        f"{_ISSUED.format(row='OLD')} OR {_ISSUED.format(row='NEW')}",
        "an issued invoice is never edited",
    ),
    "issued_line_stays": (
        "billing_invoiceline",
        "DELETE",
        _ISSUED.format(row="OLD"),
        "an issued invoice is never edited",
    ),
}


def install(using: str = "default") -> None:
    """Make every trigger anew; safe to run again."""
    remove(using)
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, rule in RULES.items():
            for statement in _create(connection.vendor, name, *rule):
                cursor.execute(statement)


def remove(using: str = "default") -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, (table, *_rest) in RULES.items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def _create(vendor: str, name: str, table: str, event: str, refused: str, message: str) -> list[str]:
    if vendor == "sqlite":
        body = f"SELECT RAISE(ABORT, '{message}')"
        return [f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {refused} BEGIN {body}; END"]

    condition = refused.replace("IS NOT NEW", "IS DISTINCT FROM NEW")
    result = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {result}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
