"""One owed amount with its cause, posted once, never changed."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from boxholder.billing import causes, charges
from boxholder.billing.causes import Cause
from boxholder.billing.models import Charge
from boxholder.billing.money import Money
from boxholder.history.models import Event

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
SCAN = Cause("mail.actionrequest", "7")


def post(mailbox, **given) -> Charge:
    fields = {
        "kind": "open_and_scan",
        "description": "Open & scan, a letter",
        "amount": Money(300, "USD"),
        "happened_on": date(2026, 11, 22),
        "cause": SCAN,
    }
    return charges.post(mailbox, **fields | given)


def test_a_cause_is_charged_once_and_the_callers_transaction_stays_whole(box_101):
    post(box_101)

    with pytest.raises(charges.AlreadyCharged):
        post(box_101, description="Again")

    assert Charge.objects.get().description == "Open & scan, a letter"


def test_what_one_cause_costs_in_two_ways_or_parts_is_two_charges(box_101):
    post(box_101, kind="forward")
    post(box_101, kind="postage")
    post(box_101, kind="storage_days", part="2026-11-01")
    post(box_101, kind="storage_days", part="2026-12-01")

    assert Charge.objects.of_cause(SCAN).count() == 4


def test_a_wrong_amount_is_not_taken_for_a_repeated_one(box_101):
    with pytest.raises(IntegrityError):
        post(box_101, quantity=2, unit_price=Money(300, "USD"))


@pytest.mark.parametrize(
    "change",
    [{"amount_minor": 1}, {"description": "Less"}, {"mailbox": None}, {"facts": {"free": 9}}, {"cause_id": "8"}],
)
def test_a_posted_charge_is_never_edited(box_101, box_102, change):
    post(box_101)
    if "mailbox" in change:
        change = {"mailbox": box_102}

    with pytest.raises(IntegrityError, match="a posted charge is never edited"), transaction.atomic():
        Charge.objects.update(**change)
    with pytest.raises(IntegrityError, match="a posted charge is never deleted"), transaction.atomic():
        Charge.objects.all().delete()


def test_it_counts_as_invoiced_only_by_a_line(box_101):
    post(box_101)

    with pytest.raises(IntegrityError, match="once a line bills it"), transaction.atomic():
        Charge.objects.update(invoiced_at=NOW)


def test_a_waived_one_stays_on_record_with_who_and_why(box_101, olivia):
    charge = post(box_101)

    charges.waive(charge, reason="Our mistake", by=olivia, now=NOW)

    assert not Charge.objects.waiting().exists()
    assert Event.objects.about(box_101).get().sentence == (
        "Charge waived: Open & scan, a letter, 3.00 USD. Our mistake"
    )
    with pytest.raises(charges.ChargeSettled):
        charges.waive(charge, reason="Twice", by=olivia, now=NOW)
    with pytest.raises(IntegrityError, match="a posted charge is never edited"), transaction.atomic():
        Charge.objects.update(waived_at=None, waived_reason="")


def test_a_form_sent_twice_adds_one_charge(box_101, olivia):
    given = {"description": "Key", "amount": Money(1500, "USD"), "key": uuid4(), "by": olivia}
    # 03:00 UTC on the 23rd is still the 22nd in New York.
    charges.add_one_off(box_101, **given, now=datetime(2026, 11, 23, 3, tzinfo=UTC))

    with pytest.raises(charges.AlreadyCharged):
        charges.add_one_off(box_101, **given, now=NOW)

    assert Charge.objects.get().happened_on == date(2026, 11, 22)


def test_a_cause_is_named_and_found_by_the_room_that_knows_it(monkeypatch, settings):
    monkeypatch.setattr(causes, "_pages", {})
    settings.ROOT_URLCONF = settings.OPERATOR_URLCONF
    assert (causes.words_of(SCAN), causes.url_of(SCAN, "desk")) == ("", "")

    causes.register("mail.actionrequest", words="Request", desk="desk:mailbox", renter="renter:not_built_yet")

    assert causes.words_of(SCAN) == "Request"
    assert causes.url_of(SCAN, "desk").endswith("/mailboxes/7/")
    assert causes.url_of(SCAN, "renter") == ""
