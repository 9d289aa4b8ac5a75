"""What was asked for meets a bad day: nothing is charged twice, nothing is lost, and the price stays what it was."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from boxholder.billing import charges, runs
from boxholder.billing.allowances import quote
from boxholder.billing.charge_words import explain, why
from boxholder.billing.deactivation import deactivate
from boxholder.billing.models import BillingSettings, Charge, RequestRule
from boxholder.billing.money import Money
from boxholder.mail import fulfilment
from boxholder.mail.errors import NotAsking
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Address
from boxholder.notifications.models import OutboxEmail

pytestmark = pytest.mark.django_db

SCAN, SHRED, FORWARD = "open_and_scan", "shred", "forward"
# 23:50 on May 31 in New York, and ten minutes later than that twice.
LAST_OF_MAY = datetime(2026, 6, 1, 3, 50, tzinfo=UTC)
FIRST_OF_JUNE = datetime(2026, 6, 1, 4, 10, tzinfo=UTC)
JULY, AUGUST = (datetime(2026, month, 1, 15, tzinfo=UTC) for month in (7, 8))


@pytest.fixture
def prices(basic):
    for kind, free, price in ((SCAN, 1, 300), (SHRED, 0, 150), (FORWARD, 0, 500)):
        RequestRule.objects.create(offering=basic, kind=kind, free_per_month=free, price_minor=price)


@pytest.fixture
def ask(rosa, box_101, carl, prices):
    def for_a_new_piece(kind: str, *, now=LAST_OF_MAY, **wishes) -> ActionRequest:
        item = MailItem.receive(box_101.space, by=carl, type="letter")
        item.assign(box_101, by=carl)
        return ActionRequest.ask(item, kind, by=rosa.user, now=now, **wishes)

    return for_a_new_piece


@pytest.fixture
def invoiced(harbor, box_101):
    """`invoiced(JULY)`: what the run of that day puts on Rosa's invoices, by charge."""
    BillingSettings.objects.create(operator=harbor, bill_from=date(2026, 6, 1))

    def by(now: datetime) -> set[int]:
        run = runs.preview(harbor, through=now.date(), by=None, now=now)
        runs.start(run, by=None, now=now)
        runs.carry_on(run.pk, now)
        return set(Charge.objects.filter(invoiced_at=now).values_list("pk", flat=True))

    return by


def test_an_offering_that_stops_a_kind_keeps_what_is_open_at_its_price(ask, carl):
    asked = ask(SHRED)
    RequestRule.objects.filter(kind=SHRED).update(is_allowed=False, price_minor=900)

    fulfilment.do_at_once(asked, by=carl)

    assert Charge.objects.get().amount_minor == 150


def test_an_address_that_is_deleted_while_the_parcel_is_packed(ask, box_101, rosa, carl):
    address = Address.objects.add(
        box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", postal_code="12207", by=rosa.user
    )
    asked = ask(FORWARD, address=address.text)
    address.change(is_default=True, street="9 Oak Lane", by=rosa.user)
    address.remove(by=rosa.user)

    fulfilment.send([asked], by=carl, now=LAST_OF_MAY, sending=Sending(carrier="ups", tracking_number="1Z999"))

    asked.refresh_from_db()
    assert asked.status == "completed"
    assert "4 Elm Road" in asked.address
    assert MailItem.objects.get(pk=asked.item_id).state == "forwarded"


def test_asked_on_the_last_of_may_and_done_in_june_it_is_mays_free_one(ask, box_101, carl):
    asked = ask(SCAN)
    asked.complete(by=carl, now=FIRST_OF_JUNE)

    assert quote(box_101, SCAN, date(2026, 5, 31)).left == 0
    assert quote(box_101, SCAN, date(2026, 6, 1)).left == 1
    assert Charge.objects.get().amount_minor == 0


def test_asked_on_the_last_of_may_and_done_in_june_it_is_on_julys_invoice(ask, carl, invoiced):
    asked = ask(SHRED)
    assert invoiced(datetime(2026, 6, 1, 5, tzinfo=UTC)) == set()

    asked.complete(by=carl, now=FIRST_OF_JUNE)

    charge = Charge.objects.get()
    assert charge.happened_on == date(2026, 6, 1)
    assert invoiced(JULY) == {charge.pk}
    assert invoiced(AUGUST) == set()


def test_a_closed_mailbox_keeps_what_was_asked_and_takes_nothing_more(ask, box_101, carl, rosa):
    asked, cancelled = ask(SCAN), ask(SHRED)
    deactivate(box_101, by=carl, now=FIRST_OF_JUNE)

    cancelled.cancel(by=rosa.user, now=FIRST_OF_JUNE)
    with pytest.raises(NotAsking):
        ask(SHRED, now=FIRST_OF_JUNE)

    asked.complete(by=carl, now=FIRST_OF_JUNE)
    assert (asked.status, cancelled.status) == ("completed", "cancelled")
    assert OutboxEmail.objects.get(kind="request_done").to == rosa.email


@pytest.mark.parametrize("done_on", [FIRST_OF_JUNE, datetime(2026, 6, 30, 15, tzinfo=UTC)])
def test_what_is_done_after_the_mailbox_was_closed_is_invoiced(ask, box_101, carl, invoiced, done_on):
    """Its plan makes no invoice any more: what it used makes one of its own, once the month is over."""
    asked = ask(SHRED)
    deactivate(box_101, by=carl, now=FIRST_OF_JUNE)
    asked.complete(by=carl, now=done_on)

    assert invoiced(JULY) == {Charge.objects.get().pk}
    assert invoiced(AUGUST) == set()


def test_what_was_declined_after_the_mailbox_was_closed_costs_nothing(ask, box_101, carl, invoiced):
    asked = ask(SCAN)
    deactivate(box_101, by=carl, now=FIRST_OF_JUNE)
    asked.decline(by=carl, now=FIRST_OF_JUNE, reason="The mailbox is closed")

    assert quote(box_101, SCAN, date(2026, 5, 31)).used == 0
    assert invoiced(JULY) == set()


@pytest.mark.parametrize("free", [0, 1], ids=["at its price", "one of the free ones"])
def test_what_was_done_with_somebody_elses_piece_is_paid_by_nobody(ask, box_101, box_102, carl, free):
    """Assigned by mistake and scanned, perhaps by an automation: whose mailbox it was never had anything of it."""
    RequestRule.objects.filter(kind=SCAN).update(free_per_month=free)
    asked = ask(SCAN)
    asked.complete(by=carl, now=FIRST_OF_JUNE)
    assert quote(box_101, SCAN, date(2026, 5, 31)).used == free

    MailItem.objects.get(pk=asked.item_id).reassign(box_102, by=carl)

    assert not Charge.objects.waiting().exists()
    assert quote(box_101, SCAN, date(2026, 5, 31)).used == 0
    asked.refresh_from_db()
    assert asked.status == "completed"


def test_what_was_invoiced_before_it_turned_out_stays_so(ask, box_102, carl, invoiced):
    asked = ask(SCAN)
    asked.complete(by=carl, now=FIRST_OF_JUNE)
    assert invoiced(JULY)

    MailItem.objects.get(pk=asked.item_id).reassign(box_102, by=carl)

    assert not Charge.objects.exclude(waived_at=None).exists()


def test_what_is_brought_back_was_not_done_and_is_not_charged(ask, carl):
    """A click on the wrong piece: it is on the shelf after all, and what was asked for is still to do."""
    asked = ask(SHRED)
    fulfilment.do_at_once(asked, by=carl)
    item = MailItem.objects.get(pk=asked.item_id)

    item.bring_back(by=carl)

    asked.refresh_from_db()
    assert asked.is_pending
    assert not Charge.objects.waiting().exists()

    fulfilment.do_at_once(asked, by=carl)
    assert [charge.amount_minor for charge in Charge.objects.waiting()] == [150]


def test_what_was_waived_stays_so_when_it_is_done_once_more(ask, carl, olivia):
    asked = ask(SHRED)
    fulfilment.do_at_once(asked, by=carl)
    charges.waive(Charge.objects.waiting().get(), reason="You waited too long", by=olivia, now=FIRST_OF_JUNE)
    MailItem.objects.get(pk=asked.item_id).bring_back(by=carl)
    asked.refresh_from_db()
    assert asked.price_words == "waived"
    assert why(asked.quote).startswith("It was waived: nothing is charged")

    for _again in range(2):
        fulfilment.do_at_once(asked, by=carl)
        MailItem.objects.get(pk=asked.item_id).bring_back(by=carl)
        asked.refresh_from_db()
    fulfilment.do_at_once(asked, by=carl)

    assert [charge.amount_minor for charge in Charge.objects.waiting()] == [0]
    assert explain(Charge.objects.waiting().get()) == [why(asked.quote)]


def test_what_was_free_is_not_said_to_be_waived(ask, carl, olivia):
    RequestRule.objects.filter(kind=SHRED).update(free_per_month=1)
    asked = ask(SHRED)
    fulfilment.do_at_once(asked, by=carl)
    charges.waive(Charge.objects.waiting().get(), reason="By mistake", by=olivia, now=FIRST_OF_JUNE)

    MailItem.objects.get(pk=asked.item_id).bring_back(by=carl)

    asked.refresh_from_db()
    assert asked.price_words == "free"
    assert why(asked.quote) == "Free: number 1 of 1 in May 2026"


def test_brought_back_the_free_one_is_still_taken_by_what_is_still_to_do(ask, box_101, carl, basic):
    RequestRule.objects.filter(kind=SHRED).update(free_per_month=1)
    asked = ask(SHRED)
    fulfilment.do_at_once(asked, by=carl)

    MailItem.objects.get(pk=asked.item_id).bring_back(by=carl)

    assert quote(box_101, SHRED, date(2026, 5, 31)).used == 1
    asked.refresh_from_db()
    asked.decline(by=carl, now=FIRST_OF_JUNE, reason="The renter wants it kept")
    assert quote(box_101, SHRED, date(2026, 5, 31)).used == 0


def test_brought_back_after_it_was_invoiced_it_stays_done(ask, carl, invoiced):
    """What is on an invoice is answered by a credit note, and by nothing else."""
    asked = ask(SHRED)
    fulfilment.do_at_once(asked, by=carl)
    assert invoiced(timezone.now() + timedelta(days=32))

    MailItem.objects.get(pk=asked.item_id).bring_back(by=carl)

    asked.refresh_from_db()
    assert asked.status == "completed"


def test_a_parcel_that_is_packed_again_is_charged_its_postage_once(ask, carl, harbor):
    asked = ask(FORWARD, address="4 Elm Road")
    postage = harbor_money(900)
    fulfilment.send([asked], by=carl, now=FIRST_OF_JUNE, sending=Sending(carrier="ups", postage=postage))
    MailItem.objects.get(pk=asked.item_id).bring_back(by=carl)
    asked.refresh_from_db()

    fulfilment.send([asked], by=carl, now=FIRST_OF_JUNE, sending=Sending(carrier="usps", postage=harbor_money(700)))

    owed = dict(Charge.objects.waiting().values_list("kind", "amount_minor"))
    assert owed == {"forward": 500, "postage": 700}


def harbor_money(minor: int) -> Money:
    return Money(minor, "USD")
