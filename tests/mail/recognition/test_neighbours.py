"""Telling the recipient's lines from others that stand close to them, on labels made by hand."""

import pytest

from boxholder.mail.recognition import LabelText, propose
from tests.mail.recognition.labels import BEN, DOCK, EVERYONE, ROSA, block, letter

PUBLISHER = ("Harbor Weekly", "16 Foundry Lane", "Mill Haven, PA 18999", "RETURN SERVICE REQUESTED")


def proposed(*blocks):
    lines = [line for each in blocks for line in each]
    return propose(LabelText(lines), EVERYONE, space_address=DOCK)


def magazine(*lines):
    return proposed(block((*PUBLISHER, *lines), at=(400, 900), size=30))


def test_a_subscriber_close_under_the_publisher():
    proposal = magazine("Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201")

    assert proposal.is_certain
    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id
    assert (proposal.recipient, proposal.sender) == ("Rosa Reyes", "Harbor Weekly")


def test_a_subscriber_under_a_publisher_of_the_same_town():
    publisher = ("Harbor Weekly", "16 Foundry Lane", "Brooklyn, NY 11201")
    lines = (*publisher, "Rosa Reyes", "12 Dock Street", "Brooklyn, NY 11201")

    assert proposed(block(lines, at=(400, 900), size=30)).recipient == "Rosa Reyes"


def test_a_subscriber_whose_last_line_is_lost():
    proposal = magazine("Rosa Reyes", "12 Dock Street")

    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id
    assert proposal.is_confident


def test_a_senders_last_line_with_a_letter_lost_or_a_digit_doubled():
    sender = ("Harbor Weekly", "16 Foundry Lane # 235", "Mill Haven, P 189999")
    lines = (*sender, "Rosa Reyes", "12 Dock Street", "Brooklyn, NY 11201")
    proposal = proposed(block(lines, at=(400, 900), size=30))

    assert proposal.recipient == "Rosa Reyes"
    assert [one.mailbox_id for one in proposal.candidates] == [ROSA.mailbox_id]


def test_a_number_below_our_own_last_line_stays_with_its_address():
    proposal = proposed(block(("Rosa Reyes", "Brooklyn, NY 11201", "12 Dock Street PMB 234"), at=(400, 900), size=30))

    assert proposal.is_certain


@pytest.mark.parametrize(
    "line",
    [
        "*****SCH 5-DIGIT 11201 T20 P8",
        "wwwwwwwwwwwwwwwwweCRwSSwwC-012",
        "AAA-SCH 5-OIGIT 11201 T5",
        "MIXED AADC 085",
        "#RKL0697997 MAR28 257",
    ],
)
def test_how_a_piece_was_sorted_names_nobody(line):
    proposal = magazine(line, "Rosa Reyes", "OR CURRENT OCCUPANT", "12 Dock Street", "Brooklyn, NY 11201")

    assert proposal.recipient == "Rosa Reyes"
    assert {reason.kind for reason in proposal.candidates[0].reasons} == {"person"}


@pytest.mark.parametrize("company", ["ADC Systems LLC", "ECR Partners", "Studio C-012"])
def test_a_company_that_sounds_like_sorting_is_one(company):
    assert magazine(company, "12 Dock Street", "Brooklyn, NY 11201").recipient.startswith(company.split()[0])


@pytest.mark.parametrize("rest", ["Miami, FL 33101", "lami, FL33101", "oklyn,NY 11201-2044", "Broklyn, 1111201"])
def test_what_looks_out_from_under_a_sticker_is_no_address(rest):
    proposal = proposed(
        block(("SHIP TO:",), at=(80, 300), size=30),
        block((rest,), at=(90, 400), size=40),
        block(("Harbor Weekly", "16 Foundry Lane", "Mill Haven, PA 18999"), at=(300, 520), size=30),
        block(("Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201"), at=(400, 660), size=40),
    )

    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id
    assert proposal.is_certain


def test_a_tenants_own_parcel_goes_elsewhere_though_little_of_its_address_was_read():
    ours = block(("Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201"), at=(80, 100), size=30)

    assert proposed(ours).candidates != []
    ship = [*block(("SHIP TO:",), at=(80, 400), size=30), *block(("Miami, FL 33101",), at=(90, 450), size=40)]
    assert proposed(ours, ship).candidates == []


@pytest.mark.parametrize("street", ["12 Dock Street Suite 235", "12 Dock Street"])
def test_from_one_tenant_to_another_goes_to_the_lower_one(street):
    proposal = proposed(
        block(("Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201"), at=(500, 500), size=30),
        block(("Ben Brooks", street, "Brooklyn, NY 11201"), at=(550, 620), size=40),
    )

    assert (proposal.recipient, proposal.sender) == ("Ben Brooks", "Rosa Reyes")
    assert proposal.is_confident


def test_a_number_on_another_street_is_another_houses():
    at_ours = proposed(block(("Jane Unknown", "12 Dock Street PMB 235"), at=(700, 600), size=40))
    at_another = proposed(block(("Jane Unknown", "5322 Old Mill Road PMB 235"), at=(700, 600), size=40))

    assert [one.mailbox_id for one in at_ours.candidates] == [BEN.mailbox_id]
    assert at_another.candidates == []


def test_a_room_in_a_postcards_message_is_no_mailbox():
    message = ("We walk to the lighthouse", "every day, Room 235 is", "as lovely as ever.")

    assert proposed(block((*message, "12 Dock Street"), at=(80, 200), size=40)).candidates != []
    assert proposed(block(message, at=(80, 200), size=40)).candidates == []


@pytest.mark.parametrize("street", ["l2 Dock Street", "12 Dook Streel", "12 D0ck St", "13 Dock Street"])
def test_our_street_misread_is_not_another(street):
    proposal = propose(letter("Rosa Reyes", f"{street} PMB 234"), EVERYONE, space_address=DOCK)

    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id


def test_care_of_misread():
    proposal = propose(
        letter("Jane Unknown", "C7O Acme Trading LLC", "12 Dock Street", "Brooklyn, NY 11201"),
        EVERYONE,
        space_address=DOCK,
    )

    assert proposal.recipient == "Jane Unknown\nAcme Trading LLC"


def test_a_pmb_without_its_number_names_nobody():
    proposal = propose(letter("Rosa Reyes", "P.M.B", "12 Dock Street"), EVERYONE, space_address=DOCK)

    assert proposal.recipient == "Rosa Reyes"


def test_a_postal_code_apart_from_its_address_is_part_of_it():
    proposal = proposed(
        block(("Ship to:", "Rosa Reyes", "PMB 234", "12 Dcck Slroet", "BROO"), at=(700, 380), size=40),
        block(("11201",), at=(850, 592), size=40),
    )

    assert proposal.candidates[0].mailbox_id == ROSA.mailbox_id
    assert proposal.is_confident


def test_a_publisher_of_our_town_is_at_another_street_wherever_it_stands():
    proposal = proposed(
        block(("Rosa Reyes", "12 Dock Street PMB 234", "Brooklyn, NY 11201"), at=(400, 300), size=30),
        block(("Published by", "Harbor Weekly", "396 Foundry Lane", "Brooklyn, NY 11201"), at=(1300, 500), size=26),
    )

    assert proposal.recipient == "Rosa Reyes"
    assert proposal.is_certain
