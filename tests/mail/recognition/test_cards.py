"""Cards: a message on the left, the address on the right, and words in the message that elsewhere are headings."""

import pytest

from boxholder.mail.recognition import LabelText, headings, propose
from tests.mail.recognition.labels import BEN, DOCK, EVERYONE, ROSA, block

MESSAGE = ("The weather holds and we walk", "to the lighthouse every day.", "Room 235 has a view!", "Love, Jo")
ROSAS = ("Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201")
BENS = ("Ben Brooks", "12 Dock Street Suite 235", "Brooklyn, NY 11201")
RIGHT, UPPER_LEFT, LOWER_LEFT = (800, 480), (50, 130), (50, 900)


def proposed(*blocks):
    lines = [line for texts, at in blocks for line in block(texts, at=at, size=38)]
    return propose(LabelText(lines), EVERYONE, space_address=DOCK)


def test_a_postcard_goes_to_the_address_on_its_right():
    proposal = proposed((MESSAGE, UPPER_LEFT), (ROSAS, RIGHT))

    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id
    assert proposal.is_certain


@pytest.mark.parametrize("sender_at", [LOWER_LEFT, (50, 20), (50, 480)])
def test_one_tenants_card_to_another_goes_to_the_right_one(sender_at):
    message_at = UPPER_LEFT if sender_at != (50, 480) else (50, 700)
    proposal = proposed((BENS, sender_at), (MESSAGE, message_at), (ROSAS, RIGHT))

    assert [one.mailbox_id for one in proposal.candidates] == [ROSA.mailbox_id]
    assert proposal.is_confident


def test_without_a_message_the_lower_left_is_no_sender():
    proposal = proposed((BENS, LOWER_LEFT), (ROSAS, RIGHT))

    assert not proposal.is_confident


def test_a_message_right_of_two_tenants_says_nothing():
    proposal = proposed((BENS, (50, 700)), (ROSAS, (90, 300)), (MESSAGE, (900, 130)))

    assert not proposal.is_certain
    assert proposed((BENS, (50, 700)), (ROSAS, (90, 300))).candidates == proposal.candidates


def test_on_a_card_held_upright_the_address_stands_below_the_message():
    assert proposed((MESSAGE, (60, 200)), (ROSAS, (200, 900))).is_certain


def test_one_sentence_is_no_message():
    proposal = proposed((BENS, LOWER_LEFT), (("Please do not bend or fold",), UPPER_LEFT), (ROSAS, RIGHT))

    assert not proposal.is_confident


@pytest.mark.parametrize("sentence", ["call and mention card # 235 today", "ask for our box 235 by the door"])
def test_a_number_in_a_sentence_is_no_mailbox(sentence):
    assert proposed(((sentence,), UPPER_LEFT)).candidates == []
    at_ours = ((f"{sentence}", "12 Dock Street", "Brooklyn, NY 11201"), RIGHT)
    assert proposed(at_ours).candidates[0].mailbox_id == BEN.mailbox_id


@pytest.mark.parametrize(
    ("text", "kinds", "behind"),
    [
        ("TO", {"to"}, ""),
        ("To: Rosa Reyes", {"to"}, "Rosa Reyes"),
        ("to: rosa reyes", {"to"}, "rosa reyes"),
        ("To Rosa Reyes", {"to"}, "Rosa Reyes"),
        ("TO THE ORDER DESK", {"to"}, "THE ORDER DESK"),
        ("SHIP TO: Rosa Reyes", {"to"}, "Rosa Reyes"),
        ("Return undeliverable copies to", {"from"}, "undeliverable copies to"),
        ("From: Ben Brooks", {"from"}, "Ben Brooks"),
        ("Consignee / Destinataire", {"to"}, ""),
        ("Shipper /Expéditeur", {"from"}, ""),
        ("Empfänger: Rosa Reyes", {"to"}, "Rosa Reyes"),
        ("Absender", {"from"}, ""),
        ("1 From", {"from"}, ""),
        ("3 To Rosa Reyes", {"to"}, "Rosa Reyes"),
        ("to the lighthouse every day.", set(), "to the lighthouse every day."),
        ("To everybody at number 12", set(), "To everybody at number 12"),
        ("from the harbor we took a boat", set(), "from the harbor we took a boat"),
        ("Tobias Reyes", set(), "Tobias Reyes"),
    ],
)
def test_a_heading_and_a_sentence_that_begins_like_one(text, kinds, behind):
    assert (headings.opening(text), headings.behind(text)) == (kinds, behind)
