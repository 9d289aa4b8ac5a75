"""How pieces leave, how they come back, and what happens when two people act at once."""

import pytest

from boxholder.mail.errors import AlreadyAssigned, AlreadyGone, NotAllHere, NotOneMailbox
from boxholder.mail.models import MailItem, NewMailNotice, Pickup
from boxholder.notifications.models import OutboxEmail

pytestmark = pytest.mark.django_db
SIGNED = "M10 20L30 40"


@pytest.fixture
def second_parcel(box_101, carl):
    item = MailItem.receive(box_101.space, by=carl, type=MailItem.Type.PARCEL)
    item.assign(box_101, by=carl)
    return item


def test_two_parcels_are_picked_up_with_one_signature(parcel, second_parcel, carl, trail):
    pickup = MailItem.objects.pick_up([parcel, second_parcel], who="Rosa Reyes", signature=SIGNED, by=carl)

    assert {item.state for item in pickup.mail_items.all()} == {"picked_up"}
    assert pickup.mail_items.count() == 2
    assert parcel.left_at == pickup.at
    assert trail(parcel)[-1] == trail(second_parcel)[-1] == "Picked up by Rosa Reyes"


def test_one_of_them_is_gone_and_none_is_handed_out(parcel, second_parcel, carl, olivia, as_another_sees):
    as_another_sees(second_parcel).return_to_sender(by=olivia)

    with pytest.raises(NotAllHere) as refused:
        MailItem.objects.pick_up([parcel, second_parcel], who="Rosa Reyes", by=carl)

    assert refused.value.items == [second_parcel]
    assert second_parcel.state == "returned"
    assert parcel.is_here
    assert as_another_sees(parcel).is_here
    assert not Pickup.objects.exists()


def test_pieces_of_two_mailboxes_are_not_handed_out_together(parcel, letter, box_102, carl):
    letter.assign(box_102, by=carl)

    with pytest.raises(NotOneMailbox):
        MailItem.objects.pick_up([parcel, letter], who="Rosa Reyes", by=carl)


def test_what_is_nobodys_is_not_handed_out(letter, carl):
    with pytest.raises(NotOneMailbox):
        MailItem.objects.pick_up([letter], who="Rosa Reyes", by=carl)


def test_a_renter_who_holds_it_in_hand_is_not_told_of_it(parcel, carl):
    assert NewMailNotice.objects.filter(item=parcel).exists()

    MailItem.objects.pick_up([parcel], who="Rosa Reyes", by=carl)

    assert not NewMailNotice.objects.filter(item=parcel).exists()


def test_returned_is_seen_and_not_ours_is_not(parcel, second_parcel, rosa, carl, trail):
    parcel.return_to_sender(by=carl)
    second_parcel.mark_not_ours(by=carl)

    assert list(MailItem.objects.of_mailboxes(rosa.mailboxes.all())) == [parcel]
    assert trail(parcel)[-1] == "Returned to sender"
    assert trail(second_parcel)[-2:] == ["Taken out of PMB 101", "Not ours: delivered here by mistake"]


@pytest.mark.parametrize("act", ["return_to_sender", "mark_not_ours"])
def test_the_same_said_twice_is_once(parcel, carl, olivia, act, as_another_sees, trail):
    other = as_another_sees(parcel)
    getattr(parcel, act)(by=carl)
    told = trail(parcel)
    getattr(other, act)(by=olivia)

    assert trail(parcel) == told


@pytest.mark.parametrize("act", ["return_to_sender", "mark_not_ours"])
def test_whose_it_was_has_changed_meanwhile(parcel, box_102, carl, olivia, act, as_another_sees):
    as_another_sees(parcel).reassign(box_102, by=olivia)

    with pytest.raises(AlreadyAssigned):
        getattr(parcel, act)(by=carl)

    assert parcel.is_here
    assert parcel.mailbox == box_102


@pytest.mark.parametrize("act", ["return_to_sender", "mark_not_ours"])
def test_what_was_picked_up_meanwhile_cannot_leave_again(parcel, carl, olivia, act, as_another_sees):
    MailItem.objects.pick_up([as_another_sees(parcel)], who="Rosa Reyes", by=olivia)

    with pytest.raises(AlreadyGone):
        getattr(parcel, act)(by=carl)

    assert parcel.state == "picked_up"


def test_brought_back_it_is_here_and_the_signature_stays_on_record(parcel, carl, trail):
    pickup = MailItem.objects.pick_up([parcel], who="Rosa Reyes", signature=SIGNED, by=carl)

    parcel.bring_back(by=carl)

    assert parcel.is_here
    assert parcel.pickup is None
    assert Pickup.objects.get() == pickup
    assert trail(parcel)[-2:] == ["Picked up by Rosa Reyes", "Brought back"]
    assert NewMailNotice.objects.filter(item=parcel, email_id=None).exists()


def test_who_was_told_once_is_not_told_again(parcel, carl):
    told_by = OutboxEmail.objects.create(kind="new_mail", to="rosa@example.com", subject="…", text="…", status="sent")
    NewMailNotice.objects.filter(item=parcel).update(email=told_by)
    parcel.return_to_sender(by=carl)
    parcel.bring_back(by=carl)

    assert NewMailNotice.objects.get(item=parcel).email == told_by


def test_an_old_undo_does_not_undo_what_came_after(parcel, carl, olivia, as_another_sees):
    parcel.return_to_sender(by=carl)
    other = as_another_sees(parcel)
    other.bring_back(by=olivia)
    MailItem.objects.pick_up([other], who="Rosa Reyes", by=olivia)

    with pytest.raises(AlreadyGone):
        parcel.bring_back(by=carl)

    assert parcel.state == "picked_up"
