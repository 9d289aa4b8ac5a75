"""A piece goes to another mailroom of the operator."""

import pytest

from boxholder.mail.errors import AlreadyAssigned, AlreadyGone
from boxholder.mail.models import MailItem, NewMailNotice, Reading

pytestmark = pytest.mark.django_db


def test_there_it_is_nobodys_and_on_no_shelf(parcel, pier, rosa, carl, trail):
    MailItem.objects.update(shelf="A3")
    parcel.move_to(pier, by=carl)

    assert parcel.space == pier
    assert (parcel.mailbox, parcel.shelf) == (None, "")
    assert not MailItem.objects.of_mailboxes(rosa.mailboxes.all()).exists()
    assert not NewMailNotice.objects.filter(item=parcel).exists()
    assert trail(parcel)[-2:] == ["Taken out of PMB 101", "Moved from Dock Street to Pier 7"]


def test_what_was_proposed_for_it_is_forgotten(letter, pier, box_101, carl):
    candidates = [{"mailbox": box_101.pk, "confidence": 0.9, "reasons": []}]
    Reading.objects.create(item=letter, status="read", text="PMB 101", candidates=candidates, is_confident=True)
    letter.move_to(pier, by=carl)

    reading = Reading.objects.get(item=letter)
    assert (reading.candidates, reading.is_confident, reading.text) == ([], False, "PMB 101")


def test_the_same_said_twice_is_once(letter, pier, carl, olivia, as_another_sees, trail):
    other = as_another_sees(letter)
    letter.move_to(pier, by=carl)
    other.move_to(pier, by=olivia)

    assert trail(letter) == ["Received at Dock Street", "Moved from Dock Street to Pier 7"]


def test_whose_it_was_has_changed_meanwhile(parcel, pier, box_102, carl, olivia, as_another_sees):
    as_another_sees(parcel).reassign(box_102, by=olivia)

    with pytest.raises(AlreadyAssigned):
        parcel.move_to(pier, by=carl)

    assert parcel.mailbox == box_102


def test_what_is_gone_moves_nowhere(letter, pier, carl, olivia, as_another_sees):
    as_another_sees(letter).return_to_sender(by=olivia)

    with pytest.raises(AlreadyGone):
        letter.move_to(pier, by=carl)


def test_never_to_another_operator(letter, summit, carl):
    with pytest.raises(ValueError, match="operator"):
        letter.move_to(summit.spaces.get(), by=carl)
