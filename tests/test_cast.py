"""The cast is who it says it is, and the ground holds."""

import pytest
from django.db import DatabaseError, connection, transaction

from boxholder.billing import triggers
from boxholder.billing.models import Invoice
from boxholder.operators.models import Staff
from boxholder.operators.models.staff import Permission


def test_the_roles_are_as_told(harbor, olivia, carl, sam):
    assert Staff.objects.get(user=olivia, operator=harbor).may(Permission.MONEY)
    assert not Staff.objects.get(user=carl, operator=harbor).may(Permission.MONEY)
    assert not Staff.objects.filter(user=sam, operator=harbor).exists()


def test_renters_have_their_boxes(rosa, ina, box_101, box_103):
    assert box_101.is_active
    assert box_101.subscriptions.get().offering.price_minor == 1900
    assert ina.user is None
    assert not box_103.is_active


def _issue(box) -> Invoice:
    invoice = Invoice.objects.create(
        operator=box.operator, mailbox=box, renter=box.renter, year=2026, number=1, label="2026-0001", currency="USD",
        subtotal_minor=1900, total_minor=1900, bill_to="Rosa", issued_on="2026-02-01", issued_at="2026-02-01T00:00Z",
    )  # fmt: skip
    invoice.lines.create(
        position=1, description="February", subscription=box.subscriptions.get(), period_start="2026-02-01",
        period_end="2026-03-01", price_minor=1900, amount_minor=1900, currency="USD",
    )  # fmt: skip
    Invoice.objects.filter(pk=invoice.pk).update(status="open")
    return invoice


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_an_issued_invoice_may_stay_behind(box_101, time):
    """Twice: the first one's flush must pass, and must leave the triggers standing for the second."""
    invoice = _issue(box_101)

    with pytest.raises(DatabaseError), transaction.atomic():
        invoice.lines.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(total_minor=1, subtotal_minor=1)


@pytest.mark.django_db
def test_the_triggers_stand_after_all_migrations():
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        assert set(triggers.RULES) <= {name for (name,) in cursor.fetchall()}
