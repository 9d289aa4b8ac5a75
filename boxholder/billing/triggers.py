"""What the database itself refuses, on SQLite and PostgreSQL.

* An invoice is born as a draft, and issued only when its lines add up to its subtotal.
* An issued invoice and its lines never change; only status and how it was settled do, and only forwards.
* A posted charge never changes; it is invoiced once, by a line over just its amount, or waived once, and never deleted.

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

# `by` and `waived_by` forget a user who is deleted.
FROZEN_CHARGE = [
    "operator_id",
    "mailbox_id",
    "kind",
    "description",
    "amount_minor",
    "currency",
    "quantity",
    "unit_price_minor",
    "happened_on",
    "posted_at",
    "cause_label",
    "cause_id",
    "part",
    "facts",
]
WAIVER = ["waived_at", "waived_reason"]


def _changed(columns: list[str]) -> str:
    return "(" + " OR ".join(f"(OLD.{column} IS NOT NEW.{column})" for column in columns) + ")"


_LINES = "(SELECT COALESCE(SUM(amount_minor), -1) FROM billing_invoiceline WHERE invoice_id = NEW.id)"
_BILLS_ITS_CHARGE = (
    "EXISTS (SELECT 1 FROM billing_charge c JOIN billing_invoice i ON i.id = NEW.invoice_id WHERE c.id = NEW.charge_id"
    " AND c.mailbox_id = i.mailbox_id AND c.amount_minor = NEW.amount_minor AND c.currency = NEW.currency"
    " AND c.waived_at IS NULL AND c.invoiced_at IS NULL)"
)
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
        f"OLD.status <> 'draft' AND {_changed(FROZEN)}",
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
    "line_bills_just_its_charge": (
        "billing_invoiceline",
        "INSERT",
        f"NEW.charge_id IS NOT NULL AND NOT {_BILLS_ITS_CHARGE}",
        "a line bills just its charge, and no waived one",
    ),
    "line_keeps_to_its_charge": (
        "billing_invoiceline",
        "UPDATE",
        f"(OLD.charge_id IS NOT NULL OR NEW.charge_id IS NOT NULL) AND "
        f"{_changed(['invoice_id', 'charge_id', 'amount_minor', 'currency'])}",
        "a line bills just its charge, and no waived one",
    ),
    "posted_charge_is_frozen": (
        "billing_charge",
        "UPDATE",
        f"{_changed(FROZEN_CHARGE)} OR (OLD.invoiced_at IS NOT NULL AND {_changed(['invoiced_at'])}) OR "
        f"(OLD.waived_at IS NOT NULL AND {_changed(WAIVER)})",
        "a posted charge is never edited",
    ),
    "charge_is_invoiced_by_its_line": (
        "billing_charge",
        "UPDATE",
        "OLD.invoiced_at IS NULL AND NEW.invoiced_at IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM billing_invoiceline l WHERE l.charge_id = NEW.id)",
        "a charge counts as invoiced once a line bills it",
    ),
    "posted_charge_stays": ("billing_charge", "DELETE", "OLD.id IS NOT NULL", "a posted charge is never deleted"),
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
