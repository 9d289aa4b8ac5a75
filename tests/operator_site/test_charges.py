"""Charges on the operator's pages: added, waived, on the invoice, and back to their cause."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine

from boxholder.billing import causes, charges
from boxholder.billing.models import Charge, Invoice
from boxholder.billing.money import Money
from boxholder.mailboxes.models import Mailbox
from tests.paths import desk


@pytest.fixture
def key_lost(box_101, olivia) -> Charge:
    """Rosa's new key, 15.00 USD, in November."""
    return charges.add_one_off(
        box_101,
        description="Replacement key",
        amount=Money(1500, "USD"),
        key=uuid4(),
        by=olivia,
        now=datetime(2026, 11, 20, 15, tzinfo=UTC),
    )


def test_staff_add_a_charge_once_however_often_they_click(log_in, harbor, olivia, box_101):
    browser, new = log_in(olivia), desk(harbor, f"mailboxes/{box_101.pk}/charges/new/")
    form = browser.get(new).context["form"]
    typed = {"description": "Replacement key", "amount": "15", "key": str(form["key"].value())}

    browser.post(new, typed)
    page = browser.post(new, typed, follow=True)

    assert Charge.objects.get().amount == Money(1500, "USD")
    assert "It was added already." in page.text
    assert "Replacement key" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("amount", "a lot", "Write the price as a number, such as 15.00."),
        ("amount", "0", "Write an amount above zero."),
        ("description", "", "Say what it is for."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(log_in, harbor, olivia, box_101, field, typed, says):
    form = {"description": "Key", "amount": "15", "key": str(uuid4()), field: typed}
    page = log_in(olivia).post(desk(harbor, f"mailboxes/{box_101.pk}/charges/new/"), form)

    assert says in str(page.context["form"].errors[field])
    assert not Charge.objects.exists()


def test_one_is_waived_with_a_reason_and_stays_to_be_read(log_in, harbor, olivia, key_lost):
    browser, page = log_in(olivia), desk(harbor, f"mailboxes/{key_lost.mailbox_id}/charges/{key_lost.pk}/")
    assert "Say why it is waived." in browser.post(f"{page}waiver/", {}).text

    browser.post(f"{page}waiver/", {"reason": "It was in the door"})

    shown = browser.get(page).text
    assert "It was in the door" in shown
    assert "Waive…" not in shown
    assert "Waived" in browser.get(desk(harbor, f"mailboxes/{key_lost.mailbox_id}/charges/")).text


def test_an_invoiced_one_is_not_waived_any_more(log_in, harbor, olivia, key_lost, bill):
    bill()
    page = desk(harbor, f"mailboxes/{key_lost.mailbox_id}/charges/{key_lost.pk}/")

    answer = log_in(olivia).post(f"{page}waiver/", {"reason": "Too late"}, follow=True)

    assert "it was invoiced or waived meanwhile" in answer.text
    key_lost.refresh_from_db()
    assert key_lost.waived_at is None


def test_the_invoice_says_it_with_its_date_and_leads_back_to_its_cause(
    log_in, harbor, olivia, rosa, key_lost, bill, monkeypatch
):
    monkeypatch.setattr(causes, "_pages", {})
    causes.register("billing.oneoff", words="The key", desk="desk:mailbox_import", renter="renter:receipt")
    bill()
    invoice = Invoice.objects.get()
    browser, address = log_in(olivia), desk(harbor, f"mailboxes/{key_lost.mailbox_id}/charges/{key_lost.pk}/")

    page = browser.get(desk(harbor, f"invoices/{invoice.pk}/")).text
    assert f'href="{address}"' in page
    assert "11/20/2026" in page
    assert f"On invoice {invoice.label}" in browser.get(address).text
    receipt = harbor.path("renter:receipt", key_lost.cause_id)
    assert f'href="{receipt}"' in log_in(rosa).get(harbor.path("renter:invoice", invoice.pk)).text


def test_the_preview_lists_each_with_its_amount(log_in, harbor, olivia, key_lost, bill):
    run = bill()
    row = run.rows.get()

    assert [(line["description"], str(line["amount"])) for line in row.said_lines][1] == (
        "Replacement key",
        "15.00 USD",
    )
    assert row.said_lines[1]["on"] == date(2026, 11, 20)


def test_the_clerk_sees_no_charges_on_the_mailbox(log_in, harbor, carl, key_lost):
    page = log_in(carl).get(desk(harbor, f"mailboxes/{key_lost.mailbox_id}/")).text

    assert "Replacement key" not in page
    assert "Not invoiced yet" not in page


def test_another_mailboxs_charge_is_not_there(log_in, harbor, olivia, box_102, key_lost):
    page = desk(harbor, f"mailboxes/{box_102.pk}/charges/{key_lost.pk}/")

    assert log_in(olivia).get(page).status_code == 404
    assert log_in(olivia).post(f"{page}waiver/", {"reason": "Mine"}).status_code == 404


@pytest.fixture
def close_owing(box_101, olivia, bill):
    """Rosa's mailbox is closed, all but one last charge is invoiced."""

    def close(minor: int) -> Charge:
        bill()
        box_101.subscriptions.update(ends_on=date(2026, 12, 1))
        Mailbox.objects.filter(pk=box_101.pk).update(closed_on=date(2026, 12, 1))
        now = datetime(2026, 12, 1, 17, tzinfo=UTC)
        amount = Money(minor, "USD")
        return charges.add_one_off(box_101, description="Label", amount=amount, key=uuid4(), by=olivia, now=now)

    return close


@pytest.mark.django_db(transaction=True)
def test_too_little_for_a_last_invoice_is_said_and_can_be_waived(log_in, harbor, olivia, carl, close_owing):
    with time_machine.travel(datetime(2026, 12, 15, 12, tzinfo=UTC)):
        charge = close_owing(30)
        browser, page = log_in(olivia), desk(harbor, f"mailboxes/{charge.mailbox_id}/")
        shown = browser.get(page).text
        assert "0.30 USD is not invoiced: below 0.50 USD." in shown.replace("\u00a0", " ")
        waiver = f"{page}charges/{charge.pk}/waiver/"
        assert f'href="{waiver}"' in shown
        assert "is not invoiced: below" not in log_in(carl).get(page).text

        browser.post(waiver, {"reason": "Not worth a stamp"})

        assert "is not invoiced: below" not in browser.get(page).text


@pytest.mark.django_db(transaction=True)
def test_what_a_last_invoice_will_ask_for_is_no_matter(log_in, harbor, olivia, close_owing):
    with time_machine.travel(datetime(2026, 12, 15, 12, tzinfo=UTC)):
        charge = close_owing(50)

        assert "is not invoiced: below" not in log_in(olivia).get(desk(harbor, f"mailboxes/{charge.mailbox_id}/")).text


@pytest.mark.django_db(transaction=True)
def test_while_a_mailbox_is_open_a_later_invoice_takes_it_along(log_in, harbor, olivia, box_101, close_owing):
    with time_machine.travel(datetime(2026, 12, 15, 12, tzinfo=UTC)):
        close_owing(30)
        Mailbox.objects.filter(pk=box_101.pk).update(closed_on=None)

        assert "is not invoiced: below" not in log_in(olivia).get(desk(harbor, f"mailboxes/{box_101.pk}/")).text
