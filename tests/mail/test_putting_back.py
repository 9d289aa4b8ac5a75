"""A piece is put back into the mailbox it was taken out of: what was waived with it is owed again, once."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.utils import timezone

from boxholder.billing import charges, runs
from boxholder.billing.allowances import quote
from boxholder.billing.charges import AlreadyCharged
from boxholder.billing.models import AllowanceUse, BillingSettings, Charge, RequestRule
from boxholder.history.models import Event
from boxholder.mail.errors import AlreadyAssigned
from boxholder.mail.models import ActionRequest, LeftBehind, MailItem

pytestmark = pytest.mark.django_db

SCAN, SHRED = "open_and_scan", "shred"
MAY_31 = date(2026, 5, 31)
MAY = datetime(2026, 5, 31, 15, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 15, tzinfo=UTC)
JULY = datetime(2026, 7, 1, 15, tzinfo=UTC)


@pytest.fixture
def prices(basic):
    """A month’s first piece is shredded for free."""
    for kind, free, price in ((SCAN, 0, 300), (SHRED, 1, 150)):
        RequestRule.objects.create(offering=basic, kind=kind, free_per_month=free, price_minor=price)


@pytest.fixture
def asked(rosa, parcel, prices):
    return lambda kind, item=parcel: ActionRequest.ask(item, kind, by=rosa.user, now=MAY)


@pytest.fixture
def scanned(asked, carl, parcel) -> ActionRequest:
    request = asked(SCAN)
    request.complete(by=carl, now=MAY)
    return request


@pytest.fixture
def run(harbor):
    BillingSettings.objects.create(operator=harbor, bill_from=date(2026, 5, 1))

    def by(now: datetime) -> list[int]:
        """The amounts that the run of that day invoices."""
        preview = runs.preview(harbor, through=now.date(), by=None, now=now)
        runs.start(preview, by=None, now=now)
        runs.carry_on(preview.pk, now)
        return list(Charge.objects.filter(invoiced_at=now).values_list("amount_minor", flat=True))

    return by


def owed() -> list[int]:
    return list(Charge.objects.waiting().order_by("pk").values_list("amount_minor", flat=True))


def again(item) -> MailItem:
    return MailItem.objects.get(pk=item.pk)


@pytest.mark.parametrize("away", ["to another", "out", "to another space"])
def test_what_was_waived_is_owed_again_once(parcel, scanned, box_101, box_102, pier, carl, away):
    {
        "to another": lambda: parcel.reassign(box_102, by=carl),
        "out": lambda: parcel.unassign(by=carl),
        "to another space": lambda: (parcel.move_to(pier, by=carl), parcel.move_to(box_101.space, by=carl)),
    }[away]()
    assert owed() == []

    back = again(parcel)
    back.reassign(box_101, by=carl)
    back.reassign(box_101, by=carl)

    assert owed() == [300]
    waived, owed_again = Charge.objects.order_by("pk")
    assert (owed_again.cause, owed_again.happened_on) == (waived.cause, waived.happened_on)
    assert (waived.waived_reason, owed_again.waived_at) == ("It came to this mailbox by mistake.", None)
    told = Event.objects.filter(kind="charge.owed_again").get()
    assert told.sentence == f"Charge owed again: Open & scan, {parcel.reference}, 3.00 USD"


def test_back_and_forth_it_is_owed_or_it_is_not(parcel, scanned, box_101, box_102, carl):
    for _time in range(3):
        parcel.reassign(box_102, by=carl)
        assert owed() == []
        parcel.reassign(box_101, by=carl)
        assert owed() == [300]
    assert sorted(Charge.objects.values_list("part", flat=True)) == ["", "again 1", "again 2", "again 3"]


def test_a_double_click_on_an_undo_is_once(parcel, scanned, box_101, box_102, carl):
    parcel.reassign(box_102, by=carl)
    first, second = again(parcel), again(parcel)

    first.reassign(box_101, by=carl)
    with pytest.raises(AlreadyAssigned):
        second.reassign(box_101, by=carl)

    assert owed() == [300]


def test_with_whoever_never_had_it_nothing_is_owed(parcel, scanned, box_102, box_103, carl):
    parcel.reassign(box_102, by=carl)
    parcel.reassign(box_103, by=carl)

    assert owed() == []


def test_what_staff_had_waived_themselves_stays_waived(parcel, scanned, box_101, box_102, carl, olivia):
    charges.waive(Charge.objects.get(), reason="You waited too long", by=olivia, now=MAY)
    parcel.reassign(box_102, by=carl)
    parcel.reassign(box_101, by=carl)

    assert owed() == []
    assert not LeftBehind.objects.exists()


def test_a_free_one_is_free_again_and_taken_again(parcel, asked, box_101, box_102, carl):
    asked(SHRED).complete(by=carl, now=MAY)
    parcel.reassign(box_102, by=carl)
    assert quote(box_101, SHRED, MAY_31).left == 1

    parcel.reassign(box_101, by=carl)

    assert (owed(), quote(box_101, SHRED, MAY_31).left) == ([0], 0)


def test_what_was_free_stays_free_though_another_has_taken_the_last_one(parcel, asked, box_101, box_102, carl):
    """Of each it was said that it is free."""
    second_parcel = MailItem.receive(box_101.space, by=carl, type="parcel")
    second_parcel.assign(box_101, by=carl)
    asked(SHRED).complete(by=carl, now=MAY)
    parcel.reassign(box_102, by=carl)
    assert asked(SHRED, second_parcel).price.minor == 0

    parcel.reassign(box_101, by=carl)

    assert owed() == [0]
    now = quote(box_101, SHRED, MAY_31)
    assert (now.used, now.left, now.price.minor) == (2, 0, 150)


def test_what_was_pending_is_to_do_again_at_its_price(parcel, asked, box_101, box_102, carl, rosa):
    request = asked(SHRED)
    request.begin(by=carl, now=MAY)
    parcel.reassign(box_102, by=carl)
    request.refresh_from_db()
    assert (request.is_cancelled, AllowanceUse.objects.count()) == (True, 0)

    parcel.reassign(box_101, by=carl)

    request.refresh_from_db()
    assert (request.is_pending, request.answer, request.is_begun, request.price.minor) == (True, "", False, 0)
    assert quote(box_101, SHRED, MAY_31).left == 0
    request.complete(by=carl, now=JUNE)
    assert owed() == [0]


def test_what_its_renter_had_cancelled_stays_cancelled(parcel, asked, box_101, box_102, carl, rosa):
    request = asked(SHRED)
    request.cancel(by=rosa.user, now=MAY)
    parcel.reassign(box_102, by=carl)
    parcel.reassign(box_101, by=carl)

    request.refresh_from_db()
    assert request.was_taken_back


def test_what_the_other_renter_had_asked_is_dropped_as_it_goes_back(parcel, asked, box_101, box_102, carl, ben):
    request = asked(SCAN)
    parcel.reassign(box_102, by=carl)
    theirs = ActionRequest.ask(parcel, SCAN, by=ben.user, now=MAY)

    parcel.reassign(box_101, by=carl)

    assert list(ActionRequest.objects.pending()) == [request]
    theirs.refresh_from_db()
    assert theirs.was_declined


@pytest.mark.django_db(transaction=True)
def test_a_run_in_between_invoices_nothing_and_the_next_one_does_once(parcel, scanned, box_101, box_102, carl, run):
    parcel.reassign(box_102, by=carl)
    assert run(JUNE) == []

    parcel.reassign(box_101, by=carl)

    assert run(JULY) == [300]
    assert (owed(), Charge.objects.exclude(invoiced_at=None).count()) == ([], 1)


@pytest.mark.django_db(transaction=True)
def test_what_is_invoiced_before_is_neither_waived_nor_owed_again(parcel, scanned, box_101, box_102, carl, run):
    assert run(JUNE) == [300]
    parcel.reassign(box_102, by=carl)
    parcel.reassign(box_101, by=carl)

    assert (Charge.objects.count(), owed()) == (1, [])


@pytest.mark.django_db(transaction=True)
def test_invoiced_after_it_is_back_it_is_not_waived_a_second_time(parcel, scanned, box_101, box_102, carl, run):
    parcel.reassign(box_102, by=carl)
    parcel.reassign(box_101, by=carl)
    assert run(JUNE) == [300]

    parcel.reassign(box_102, by=carl)
    parcel.reassign(box_101, by=carl)

    assert (owed(), run(JULY)) == ([], [])


def test_the_database_refuses_to_have_it_owed_twice(parcel, scanned, box_102, carl):
    parcel.reassign(box_102, by=carl)
    waived = Charge.objects.get()
    charges.owe_again(waived, by=carl, now=timezone.now())

    with transaction.atomic(), pytest.raises(AlreadyCharged):
        charges.owe_again(waived, by=carl, now=timezone.now())

    assert owed() == [300]
