"""What is known of a piece, and two clerks who change it at once."""

import pytest

from boxholder.mail.errors import AlreadyGone, DetailsChanged

pytestmark = pytest.mark.django_db


def test_the_trail_tells_before_and_after(letter, carl, trail):
    letter.change_details(
        by=carl, type="legal", sender="Kings County Court", weight_g=992, length_mm=305, width_mm=229, height_mm=13,
        shelf="A3", note="Signed for", carrier="fedex", tracking_number="7712",
    )  # fmt: skip

    assert trail(letter)[1:] == [
        "Type changed from Letter to Legal papers",
        "Sender changed from Brooklyn Water Board to Kings County Court",
        "Carrier changed from – to FedEx",
        "Tracking number changed from – to 7712",
        "Weight changed from – to 2 lb 3 oz",
        "Size changed from – to 12 × 9 × 0.5 in",
        "Shelf changed from – to A3",
        "Note changed from “–” to “Signed for”",
    ]


def test_what_is_as_before_is_not_told(letter, carl, trail):
    letter.change_details(by=carl, sender="Brooklyn Water Board", weight_g=None)

    assert trail(letter) == ["Received at Dock Street"]


def test_two_clerks_who_change_different_things_both_have_their_way(letter, carl, olivia, as_another_sees):
    other = as_another_sees(letter)
    letter.change_details(by=carl, shelf="A3", sender="Brooklyn Water Board")
    other.change_details(by=olivia, shelf="", sender="Water Board")

    assert (other.shelf, other.sender) == ("A3", "Water Board")


def test_the_same_thing_changed_to_something_else_is_refused(letter, carl, olivia, as_another_sees, trail):
    other = as_another_sees(letter)
    letter.change_details(by=carl, shelf="A3")

    with pytest.raises(DetailsChanged) as refused:
        other.change_details(by=olivia, shelf="B1", note="Heavy")

    assert refused.value.names == ["shelf"]
    assert (other.shelf, other.note) == ("A3", "")
    assert trail(letter)[-1] == "Shelf changed from – to A3"


def test_the_same_said_twice_is_once(letter, carl, olivia, as_another_sees, trail):
    other = as_another_sees(letter)
    letter.change_details(by=carl, shelf="A3")
    other.change_details(by=olivia, shelf="A3")

    assert len(trail(letter)) == 2


def test_what_was_deleted_is_left_alone(letter, carl, olivia, as_another_sees):
    as_another_sees(letter).bin(by=olivia, reason="Twice")

    with pytest.raises(AlreadyGone):
        letter.change_details(by=carl, shelf="A3")
