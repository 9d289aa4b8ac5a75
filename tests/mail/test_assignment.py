"""Whose a piece is, and what happens when two people say so at once."""

from datetime import date

import pytest

from boxholder.history.models import Event
from boxholder.mail.errors import AlreadyAssigned, AlreadyGone, InAnotherSpace, MailboxChanged
from boxholder.mail.models import MailItem, NewMailNotice
from boxholder.mailboxes.models import Mailbox

pytestmark = pytest.mark.django_db


def the_same(item: MailItem) -> MailItem:
    """As another clerk's screen has it."""
    return MailItem.objects.get(pk=item.pk)


def trail(item: MailItem) -> list[str]:
    return [event.sentence for event in Event.objects.about(item)]


def test_a_letter_is_assigned(letter, box_101, carl):
    letter.assign(box_101, by=carl)

    letter.refresh_from_db()
    assert letter.mailbox == box_101
    assert letter.assigned_by == carl
    assert trail(letter) == ["Received at Dock Street", "Assigned to PMB 101, Reyes Ceramics LLC"]
    assert NewMailNotice.objects.get(item=letter).mailbox == box_101


def test_two_clerks_have_one_outcome(letter, box_101, box_102, carl, olivia):
    other = the_same(letter)
    letter.assign(box_101, by=carl)

    with pytest.raises(AlreadyAssigned):
        other.assign(box_102, by=olivia)

    assert other.mailbox == box_101


def test_the_same_said_twice_is_once(letter, box_101, carl, olivia):
    other = the_same(letter)
    letter.assign(box_101, by=carl)
    other.assign(box_101, by=olivia)

    assert len(trail(letter)) == 2


def test_a_mailbox_closed_meanwhile_is_said(letter, box_101, carl):
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=date(2026, 5, 1))

    with pytest.raises(MailboxChanged) as refused:
        letter.assign(box_101, by=carl, seen_status="active")

    assert refused.value.mailbox.status == "closed"
    letter.assign(box_101, by=carl, seen_status="closed")
    assert letter.mailbox == box_101


def test_a_mailbox_of_another_space_is_refused(letter, pier, box_101, carl):
    Mailbox.objects.filter(pk=box_101.pk).update(space=pier)

    with pytest.raises(InAnotherSpace):
        letter.assign(Mailbox.objects.get(pk=box_101.pk), by=carl)


def test_a_reassigned_piece_takes_its_notice_along(parcel, box_101, box_102, carl):
    parcel.reassign(box_102, by=carl)

    assert parcel.mailbox == box_102
    assert NewMailNotice.objects.get(item=parcel).mailbox == box_102
    assert trail(parcel)[-1] == "Moved from PMB 101 to PMB 102, Ben Brooks"


def test_a_correction_of_what_was_corrected_is_refused(parcel, box_101, box_102, box_103, carl, olivia):
    other = the_same(parcel)
    parcel.reassign(box_102, by=carl)

    with pytest.raises(AlreadyAssigned):
        other.reassign(box_103, by=olivia)

    assert other.mailbox == box_102


def test_undo_withdraws_the_notice(parcel, carl):
    parcel.unassign(by=carl)

    assert parcel.mailbox is None
    assert not NewMailNotice.objects.filter(item=parcel).exists()
    assert trail(parcel)[-1] == "Taken out of PMB 101"


def test_what_is_gone_is_not_assigned(letter, box_101, carl):
    MailItem.objects.filter(pk=letter.pk).update(state="returned", left_at=letter.received_at)

    with pytest.raises(AlreadyGone):
        letter.assign(box_101, by=carl)
