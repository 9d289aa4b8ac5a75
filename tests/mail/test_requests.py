"""Asking, completing, cancelling: one open request a piece, one outcome, one charge."""

from datetime import UTC, datetime

import pytest

from boxholder.billing.allowances import NotOffered, quote
from boxholder.billing.models import Charge, RequestRule
from boxholder.history.models import Event
from boxholder.mail.errors import AlreadyGone, NotAsking, PriceChanged, RequestBegun, RequestClosed, RequestPending
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Mailbox

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 12, 15, tzinfo=UTC)
SCAN, SHRED = "open_and_scan", "shred"


@pytest.fixture
def scans(basic):
    """Basic has one free scan a month, then 3.00 USD."""
    return RequestRule.objects.create(offering=basic, kind=SCAN, free_per_month=1, price_minor=300)


@pytest.fixture
def another(rosa, box_101, carl):
    item = MailItem.receive(box_101.space, by=carl, type="letter")
    item.assign(box_101, by=carl)
    return item


def ask(item, rosa, kind=SCAN, **wishes) -> ActionRequest:
    return ActionRequest.ask(item, kind, by=rosa.user, now=NOW, **wishes)


def the_same(request: ActionRequest) -> ActionRequest:
    """As somebody else's screen has it."""
    return ActionRequest.objects.get(pk=request.pk)


def left(box, kind=SCAN) -> int:
    return quote(box, kind, NOW.date()).left


def test_asking_reserves_the_free_one_and_freezes_the_price(parcel, another, rosa, scans, box_101):
    free, paid = ask(parcel, rosa), ask(another, rosa)

    assert (free.price.minor, paid.price.minor) == (0, 300)
    assert left(box_101) == 0
    RequestRule.objects.update(price_minor=900)
    paid.complete(by=None, now=NOW)
    assert Charge.objects.get(cause_id=str(paid.pk)).amount_minor == 300


def test_a_second_request_for_a_piece_is_refused(parcel, rosa):
    first = ask(parcel, rosa)

    with pytest.raises(RequestPending) as refused:
        ask(parcel, rosa, SHRED)

    assert refused.value.request == first


def test_cancelling_gives_the_free_one_back(parcel, another, rosa, scans, box_101):
    request = ask(parcel, rosa)
    request.cancel(by=rosa.user, now=NOW)

    assert left(box_101) == 1
    assert not Charge.objects.exists()
    assert ask(parcel, rosa).price.minor == 0


def test_a_renter_who_cancels_as_a_clerk_completes_has_one_outcome(parcel, rosa, carl, scans):
    request = ask(parcel, rosa)
    seen = the_same(request)
    request.complete(by=carl, now=NOW)

    with pytest.raises(RequestClosed):
        seen.cancel(by=rosa.user, now=NOW)

    assert the_same(request).status == "completed"
    assert Charge.objects.count() == 1


def test_completing_what_was_cancelled_charges_nothing(parcel, rosa, carl, scans):
    request = ask(parcel, rosa)
    seen = the_same(request)
    request.cancel(by=rosa.user, now=NOW)

    with pytest.raises(RequestClosed):
        seen.complete(by=carl, now=NOW)

    assert not Charge.objects.exists()


def test_once_begun_only_staff_cancel(parcel, rosa, carl):
    request = ask(parcel, rosa)
    request.begin(by=carl, now=NOW)

    with pytest.raises(RequestBegun):
        request.cancel(by=rosa.user, now=NOW)

    request.decline(by=carl, now=NOW, reason="The envelope is empty")
    assert request.status == "cancelled"
    told = [event.sentence for event in Event.objects.about(parcel)]
    assert "Open & scan cancelled: The envelope is empty" in told


def test_put_back_it_can_be_cancelled_again(parcel, rosa, carl):
    request = ask(parcel, rosa)
    request.begin(by=carl, now=NOW)
    request.put_back(by=carl, now=NOW)

    request.cancel(by=rosa.user, now=NOW)

    assert request.status == "cancelled"


def test_a_price_that_changed_while_looking_is_said_first(parcel, another, rosa, scans):
    ask(parcel, rosa)

    with pytest.raises(PriceChanged) as refused:
        ask(another, rosa, seen_price=0)

    assert str(refused.value.quote.price) == "3.00 USD"
    assert not another.requests.exists()


def test_what_the_offering_does_not_have_is_refused(parcel, rosa, basic):
    RequestRule.objects.create(offering=basic, kind=SHRED, is_allowed=False)

    with pytest.raises(NotOffered):
        ask(parcel, rosa, SHRED)

    assert not parcel.requests.exists()


def test_a_closed_mailbox_takes_none(parcel, rosa, box_101):
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=NOW.date())

    with pytest.raises(NotAsking):
        ask(parcel, rosa)


def test_what_went_to_another_mailbox_is_not_asked_about(parcel, rosa, ben, box_102, carl):
    seen = MailItem.objects.get(pk=parcel.pk)
    parcel.reassign(box_102, by=carl)

    with pytest.raises(AlreadyGone):
        ask(seen, rosa)


def test_what_is_done_to_a_piece_fulfils_the_request_for_it(parcel, rosa, carl, basic):
    RequestRule.objects.create(offering=basic, kind=SHRED, price_minor=150)
    request = ask(parcel, rosa, SHRED)

    parcel.shred(by=carl)

    assert the_same(request).status == "completed"
    assert Charge.objects.get().amount_minor == 150
    assert parcel.state == "shredded"


def test_a_piece_does_not_leave_while_something_else_is_asked(parcel, rosa, carl):
    ask(parcel, rosa)

    with pytest.raises(RequestPending):
        parcel.return_to_sender(by=carl)
    with pytest.raises(RequestPending):
        MailItem.objects.pick_up([MailItem.objects.get(pk=parcel.pk)], who="Rosa Reyes", by=carl)
    with pytest.raises(RequestPending):
        MailItem.objects.get(pk=parcel.pk).bin(by=carl, reason="Empty")

    parcel.refresh_from_db()
    assert parcel.is_here
    assert not Charge.objects.exists()


def test_handed_out_at_the_counter_the_request_for_it_is_done(parcel, rosa, carl):
    request = ask(parcel, rosa, "onsite_pickup")

    MailItem.objects.pick_up([parcel], who="Rosa Reyes", by=carl)

    assert the_same(request).status == "completed"


def test_a_piece_that_was_somebody_elses_drops_the_request(parcel, rosa, box_101, box_102, carl, scans):
    request = ask(parcel, rosa)

    parcel.reassign(box_102, by=carl)

    assert the_same(request).answer == "It came to this mailbox by mistake."
    assert left(box_101) == 1
    assert not Charge.objects.exists()
