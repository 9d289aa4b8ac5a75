"""Whose piece it is, from labels made by hand."""

import time

from boxholder.mail.recognition import Box, Entry, LabelText, Line, propose
from tests.mail.recognition.labels import BEN, DOCK, EVERYONE, INA, JOHN, ROSA, block, letter


def proposed(*lines: str, entries=EVERYONE, **kwargs):
    return propose(letter(*lines, **kwargs), entries, space_address=DOCK)


def best(*lines: str, **kwargs):
    return proposed(*lines, **kwargs).candidates[0].mailbox_id


def test_pmb_and_name_together_are_certain():
    proposal = proposed("Acme Trading LLC", "ATTN Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201-4471")

    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id
    assert proposal.is_certain


def test_a_name_alone_is_preselected_but_not_certain():
    proposal = proposed("Rosa Reyes", "12 Dock Street", "Brooklyn, NY 11201")

    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id
    assert (proposal.is_confident, proposal.is_certain) == (True, False)


def test_a_name_that_two_mailboxes_have_is_left_open():
    proposal = proposed("John Smith", "12 Dock Street", "Brooklyn, NY 11201")

    assert {one.mailbox_id for one in proposal.candidates[:2]} == {BEN.mailbox_id, JOHN.mailbox_id}
    assert not proposal.is_confident


def test_the_pmb_tells_namesakes_apart():
    assert best("John Smith", "12 Dock Street PMB 235", "Brooklyn, NY 11201") == BEN.mailbox_id
    assert best("John Smith", "12 Dock Street PMB 900", "Brooklyn, NY 11201") == JOHN.mailbox_id


def test_a_pmb_with_a_strangers_name_is_not_certain():
    assert not proposed("Peter Stranger", "12 Dock Street PMB 235", "Brooklyn, NY 11201").is_certain


def test_a_whole_name_goes_before_another_mailboxs_number_but_is_not_certain():
    proposal = proposed("Rosa Reyes", "12 Dock Street PMB 235", "Brooklyn, NY 11201")

    assert [one.mailbox_id for one in proposal.candidates[:2]] == [ROSA.mailbox_id, BEN.mailbox_id]
    assert not proposal.is_certain


def test_a_po_box_at_our_street_is_a_mailbox_and_elsewhere_none():
    assert best("12 Dock Street", "PO Box 235", "Brooklyn, NY 11201") == BEN.mailbox_id
    assert proposed("Jane Unknown", "PO Box 235", "Miami, FL 33101").candidates == []


def test_what_is_shipped_elsewhere_is_nobodys():
    proposal = proposed("SHIP TO: Peter Stranger", "9 Elm Road PMB 234", "Miami, FL 33101")

    assert proposal.candidates == []


def test_nobody_is_proposed_for_a_stranger():
    assert proposed("Jane Unknown", "12 Dock Street", "Brooklyn, NY 11201").candidates == []


def test_misread_letters_and_digits():
    proposal = proposed("ACNE TRADING LLC", "12 D0ck St PMB 2E4", "BROOKLYN NY 11201")
    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id

    assert best("J0HN SM1TH", "12 Dock St PMB 9OO", "BROOKLYN NY 11201") == JOHN.mailbox_id


def test_a_line_read_without_spaces():
    assert proposed("ROSAREYES", "12DockStreetPMB234", "Brooklyn,NY11201").is_confident


def test_word_order_initials_and_courtesies():
    for said in ("Reyes, Rosa", "Ms. Rosa M. Reyes", "R. Reyes", "c/o Rosa Reyes", "ACME TRADING / ROSA REYES"):
        assert best(said, "12 Dock Street PMB 234", "Brooklyn, NY 11201") == ROSA.mailbox_id
        assert proposed(said, "12 Dock Street PMB 234", "Brooklyn, NY 11201").is_confident


def test_a_closed_mailbox_is_proposed_and_never_certain():
    proposal = proposed("Ina Ivanova", "12 Dock Street PMB 101", "Brooklyn, NY 11201")

    assert proposal.candidates[0].mailbox_id == INA.mailbox_id
    assert proposal.is_confident
    assert not proposal.is_certain
    assert "closed" in {reason.kind for reason in proposal.candidates[0].reasons}


def test_a_number_given_out_again_goes_by_the_name():
    again = Entry(9, "101", "", ("Omar Onslow",), (), "active")

    assert best("Ina Ivanova", "12 Dock Street PMB 101", "Brooklyn, NY 11201", entries=(INA, again)) == INA.mailbox_id
    assert best("Omar Onslow", "12 Dock Street PMB 101", "Brooklyn, NY 11201", entries=(INA, again)) == 9


def test_each_line_of_an_alias_is_a_name():
    assert best("Clay House", "12 Dock Street", "Brooklyn, NY 11201") == INA.mailbox_id


def test_the_sender_is_not_the_recipient():
    sender = ("Rosa Reyes", "9 Elm Road PMB 234", "Miami FL 33101")
    proposal = proposed("Ben Brooks", "12 Dock Street PMB 235", "Brooklyn, NY 11201", sender=sender)

    assert proposal.candidates[0].mailbox_id == BEN.mailbox_id
    assert ROSA.mailbox_id not in {one.mailbox_id for one in proposal.candidates}
    assert proposal.sender == "Rosa Reyes"


def test_from_and_ship_to():
    ship = [
        *block(("FROM: Ben Brooks", "12 Dock Street PMB 235", "Brooklyn, NY 11201"), at=(80, 900), size=30),
        *block(("SHIP TO:", "Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201"), at=(80, 100), size=30),
    ]
    proposal = propose(LabelText(ship), EVERYONE, space_address=DOCK)

    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id
    assert proposal.sender == "Ben Brooks"


def test_words_of_one_line_found_apart():
    parts = [Line(text, 0.99, Box(left, 600, left + 90, 640)) for text, left in (("Rosa", 700), ("Reyes", 800))]
    label = LabelText([*parts, *block(("12 Dock Street", "Brooklyn NY 11201"), at=(700, 650), size=40)])

    assert propose(label, EVERYONE, space_address=DOCK).recipient == "Rosa Reyes"


def test_the_lines_that_name_the_recipient():
    proposal = proposed("Unheard Of Inc.", "Attn: Jo Doe", "12 Dock Street PMB 777", "Brooklyn, NY 11201")

    assert proposal.recipient == "Unheard Of Inc\nJo Doe"


def test_without_knowing_the_spaces_address():
    label = letter("Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201")

    assert propose(label, EVERYONE).candidates[0].mailbox_id == ROSA.mailbox_id


def test_nothing_written_is_nothing_proposed():
    assert propose(LabelText(), EVERYONE, space_address=DOCK).candidates == []


def test_what_kind_of_piece_it_is():
    address = ("Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201")

    assert proposed(*address).type_guess == ""
    assert proposed(*address, sender=("UPS GROUND", "1Z5R89390357567127")).type_guess == "parcel"
    assert proposed(*address, sender=("County Court", "CERTIFIED MAIL")).type_guess == "legal"


def test_a_label_survives_being_stored():
    label = letter("Rosa Reyes", "12 Dock Street PMB 234")

    assert LabelText.from_json(label.to_json()) == label


def test_five_thousand_mailboxes_are_no_burden():
    entries = [
        Entry(n, str(n), f"Company {n:x} LLC", (f"Person {n:o}", f"Other {n:b}"), (), "active") for n in range(5000)
    ]
    label = letter("Company 8ae LLC", "12 Dock Street PMB 2222", "Brooklyn, NY 11201")
    propose(label, entries, space_address=DOCK)
    began = time.perf_counter()

    assert propose(label, entries, space_address=DOCK).candidates[0].mailbox_id == 2222
    assert time.perf_counter() - began < 0.5
