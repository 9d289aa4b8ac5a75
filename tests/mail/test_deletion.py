"""Into the bin with a reason, and out of it within 30 days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boxholder.mail.errors import AlreadyAssigned, AlreadyGone, PastRecovery
from boxholder.mail.models import MailItem, NewMailNotice

pytestmark = pytest.mark.django_db


def test_a_deleted_piece_is_lost_to_its_renter_and_says_until_when(parcel, rosa, carl, trail):
    parcel.bin(by=carl, reason="Photographed twice")

    assert not MailItem.objects.of_mailboxes(rosa.mailboxes.all()).exists()
    assert parcel.recoverable_until == parcel.deleted_at + timedelta(days=30)
    assert trail(parcel)[-1] == "Deleted: Photographed twice"
    assert not NewMailNotice.objects.filter(item=parcel).exists()


def test_restored_it_is_as_it_was(parcel, box_101, carl, rosa, trail):
    parcel.bin(by=carl, reason="Photographed twice")
    parcel.recover(by=carl)

    assert parcel.is_here
    assert list(MailItem.objects.of_mailboxes(rosa.mailboxes.all())) == [parcel]
    assert (parcel.deleted_by, parcel.deletion_reason) == (None, "")
    assert trail(parcel)[-1] == "Restored"
    assert NewMailNotice.objects.get(item=parcel).mailbox == box_101


def test_what_had_left_is_restored_as_gone(parcel, carl):
    parcel.return_to_sender(by=carl)
    parcel.bin(by=carl, reason="Photographed twice")
    parcel.recover(by=carl)

    assert parcel.state == "returned"
    assert not NewMailNotice.objects.filter(item=parcel).exists()


@pytest.mark.parametrize(("days", "comes_back"), [(29, True), (30, False)])
def test_after_thirty_days_it_stays_deleted(parcel, carl, days, comes_back):
    parcel.bin(by=carl, reason="Photographed twice")
    MailItem.objects.update(deleted_at=timezone.now() - timedelta(days=days))
    parcel.refresh_from_db()
    assert parcel.is_recoverable is comes_back

    if comes_back:
        parcel.recover(by=carl)
    else:
        with pytest.raises(PastRecovery):
            parcel.recover(by=carl)

    assert parcel.is_here is comes_back


def test_the_same_said_twice_is_once(parcel, carl, olivia, as_another_sees, trail):
    other = as_another_sees(parcel)
    parcel.bin(by=carl, reason="Photographed twice")
    other.bin(by=olivia, reason="Twice")

    assert other.deletion_reason == "Photographed twice"
    parcel.recover(by=carl)
    other.recover(by=olivia)
    assert trail(parcel)[-2:] == ["Deleted: Photographed twice", "Restored"]


def test_whose_it_was_has_changed_meanwhile(parcel, box_102, carl, olivia, as_another_sees):
    as_another_sees(parcel).reassign(box_102, by=olivia)

    with pytest.raises(AlreadyAssigned):
        parcel.bin(by=carl, reason="Photographed twice")

    assert parcel.deleted_at is None


def test_it_has_left_meanwhile(parcel, carl, olivia, as_another_sees):
    as_another_sees(parcel).return_to_sender(by=olivia)

    with pytest.raises(AlreadyGone):
        parcel.bin(by=carl, reason="Photographed twice")

    assert parcel.deleted_at is None
