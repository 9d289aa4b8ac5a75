"""What the database itself refuses, whoever asks: SQL typed by hand, or our own code gone wrong."""

from datetime import date
from pathlib import Path
from shutil import copy

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from boxholder.billing import triggers
from boxholder.billing.models import Invoice, InvoiceLine
from tests.support.databases import connected_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invoice(rosa, bill, invoice_of):
    """Rosa's December, issued."""
    bill()
    return invoice_of(rosa)


@pytest.fixture
def draft(harbor, invoice):
    """A second invoice, about to be issued."""
    return Invoice.objects.create(
        operator=harbor,
        mailbox=invoice.mailbox,
        renter=invoice.renter,
        year=2026,
        number=2,
        label="2026-00002",
        currency="USD",
        subtotal_minor=1900,
        total_minor=1900,
        issued_on=invoice.issued_on,
        issued_at=invoice.issued_at,
    )


def line(invoice: Invoice, month: date = date(2027, 1, 1), **fields) -> InvoiceLine:
    fields = {"amount_minor": 1900, "price_minor": 1900, "currency": "USD", "position": 1, **fields}
    fields |= {"period_start": month, "period_end": month.replace(day=28), "description": "Basic, January 2027"}
    return InvoiceLine.objects.create(invoice=invoice, subscription=invoice.mailbox.subscriptions.get(), **fields)


def refused(sql: str, *parameters) -> str:
    """What the database says, as Django passes it on."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    return str(refusal.value)


def key_of(invoice: Invoice):
    """As raw SQL needs it: SQLite keeps a UUID as 32 letters."""
    return invoice.pk.hex if connection.vendor == "sqlite" else invoice.pk


INVOICE, LINE = "UPDATE billing_invoice SET {} WHERE id = %s", "UPDATE billing_invoiceline SET {} WHERE invoice_id = %s"


@pytest.mark.parametrize(
    "change",
    [
        "subtotal_minor = 1800, total_minor = 1800",
        "tax_minor = 100, total_minor = 2000",
        "number = 7",
        "label = '2026-00007'",
        "year = 2027",
        "currency = 'EUR'",
        "bill_to = 'Somebody else'",
        "issued_on = '2026-11-30'",
        "run_id = NULL",
    ],
)
def test_an_issued_invoice_is_never_edited(invoice, change):
    assert "an issued invoice is never edited" in refused(INVOICE.format(change), key_of(invoice))


@pytest.mark.parametrize(
    "change",
    ["amount_minor = 1", "description = 'Nothing'", "period_end = '2027-01-02'", "price_minor = 1"],
)
def test_a_line_of_an_issued_invoice_is_never_edited(invoice, change):
    assert "an issued invoice is never edited" in refused(LINE.format(change), key_of(invoice))


def test_an_issued_invoice_and_its_lines_are_never_deleted(invoice):
    key = key_of(invoice)

    assert "an issued invoice is never edited" in refused("DELETE FROM billing_invoiceline WHERE invoice_id = %s", key)
    assert "an issued invoice is never deleted" in refused("DELETE FROM billing_invoice WHERE id = %s", key)


def test_no_line_joins_an_issued_invoice(invoice):
    with pytest.raises(IntegrityError, match="an issued invoice is never edited"):
        line(invoice, position=2)


def test_a_line_does_not_move_from_a_draft_to_an_issued_invoice(invoice, draft):
    line(draft, position=2)

    said = refused(
        "UPDATE billing_invoiceline SET invoice_id = %s WHERE invoice_id = %s", key_of(invoice), key_of(draft)
    )

    assert "an issued invoice is never edited" in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("open", "draft"),
        ("void", "open"),
        ("void", "paid"),
        ("paid", "open"),
        ("paid", "void"),
        ("uncollectible", "open"),
        ("uncollectible", "draft"),
    ],
)
def test_an_invoice_only_moves_forward(invoice, before, after):
    Invoice.objects.filter(pk=invoice.pk).update(status=before, paid_at=invoice.issued_at)

    assert "an invoice only moves forward" in refused(INVOICE.format(f"status = '{after}'"), key_of(invoice))


def test_a_draft_is_issued_once_its_lines_add_up(draft):
    assert "do not add up" in refused(INVOICE.format("status = 'open'"), key_of(draft))

    first = line(draft, amount_minor=1000)
    assert "do not add up" in refused(INVOICE.format("status = 'open'"), key_of(draft))

    line(draft, date(2027, 2, 1), amount_minor=900, position=2)
    Invoice.objects.filter(pk=draft.pk).update(status="open")
    first.refresh_from_db()
    assert first.invoice.is_open


def test_an_invoice_is_born_a_draft(draft):
    draft.pk, draft.number, draft.status = None, 3, "open"

    with pytest.raises(IntegrityError, match="an invoice is born as a draft"):
        draft.save(force_insert=True)


def test_our_own_code_cannot_edit_an_issued_invoice_either(invoice):
    invoice.total_minor = invoice.subtotal_minor = 1
    with pytest.raises(IntegrityError):
        invoice.save()
    with pytest.raises(IntegrityError):
        Invoice.objects.update(bill_to="Somebody else")
    with pytest.raises(IntegrityError):
        InvoiceLine.objects.update(amount_minor=1)
    with pytest.raises(IntegrityError):
        InvoiceLine.objects.all().delete()


def test_how_an_invoice_is_settled_may_be_written_down(invoice):
    invoice.status, invoice.paid_at, invoice.paid_by, invoice.note = "paid", invoice.issued_at, "hand", "Cash"
    invoice.save()

    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_by) == ("paid", "hand")


# --- They are there, on every installation


def installed() -> set[str]:
    tables = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        tables = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(tables)
        # The search's own are looked after in its room.
        return {name for (name,) in cursor.fetchall() if not name.startswith("search_")}


def test_after_all_migrations_every_trigger_exists():
    assert installed() == set(triggers.RULES)


@pytest.fixture
def older_installation(template, django_db_blocker):
    """A database of this version, as the next version's migrations will find it."""
    database = template.copy()
    with django_db_blocker.unblock(), connected_to(database):
        yield
    template.drop(database)


REBUILD = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("billing", "{last}")]
    operations = [
        migrations.AlterField("invoiceline", "description", models.CharField(max_length=301)),
        migrations.AlterField("invoice", "label", models.CharField(max_length=21)),
        migrations.AddField("invoice", "remark", models.TextField(default="")),
    ]
"""


def test_a_migration_that_rebuilds_the_tables_passes_and_leaves_every_trigger(
    older_installation, tmp_path, settings, monkeypatch
):
    """SQLite drops a rebuilt table's triggers, and refuses to rebuild a table that another's trigger names."""
    migrations = tmp_path / "next_version"
    migrations.mkdir()
    ours = sorted(Path(triggers.__file__).with_name("migrations").glob("*.py"))
    for file in ours:
        copy(file, migrations)
    (migrations / "9999_next.py").write_text(REBUILD.format(last=ours[-2].stem))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"billing": "next_version"}

    call_command("migrate", interactive=False, verbosity=0)

    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "billing_invoice")}
    assert "remark" in columns
    assert installed() == set(triggers.RULES)
