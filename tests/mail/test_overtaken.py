"""The first automation that fits a piece takes it: those below it may never have their turn."""

import pytest

from boxholder.mail.automation_words import never_has_its_turn
from boxholder.mail.models import Automation, MailItem
from boxholder.mail.overtaken import overtaken

ALL = {"which": "everything"}


def of(*types: str) -> dict:
    return {"which": "types", "types": list(types)}


def from_(sender: str) -> dict:
    return {"which": "sender", "sender": sender}


def made(*rules: dict) -> list[Automation]:
    return [Automation(pk=n, position=n, does="open_and_scan", **each) for n, each in enumerate(rules, start=1)]


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ([ALL], {}),
        ([of("letter"), ALL], {}),
        ([ALL, of("letter"), from_("Bank"), ALL], {2: [1], 3: [1], 4: [1]}),
        # Off, it takes nothing; and what is off itself misses nothing.
        ([ALL | {"is_on": False}, of("letter")], {}),
        ([ALL, of("letter") | {"is_on": False}], {}),
        ([of("letter", "parcel"), of("parcel")], {2: [1]}),
        ([of("parcel"), of("letter", "parcel")], {}),
        # Each for a part of it.
        ([of("letter"), of("parcel"), of("parcel", "letter")], {3: [1, 2]}),
        # Fewer words are found in more senders.
        ([from_("bank"), from_("River Bank, Pier Bank")], {2: [1]}),
        ([from_("River Bank"), from_("Bank")], {}),
        ([from_("River"), from_("Pier"), from_("River Bank, Pier Bank")], {3: [1, 2]}),
        # A letter of the bank, and one of somebody else: each has its turn.
        ([from_("Bank"), of("letter")], {}),
        ([of("letter"), from_("Bank")], {}),
        # Not all types are everything: a piece may have none.
        ([of(*MailItem.Type), ALL], {}),
    ],
)
def test_who_never_has_a_turn_and_who_takes_it(rules, found):
    automations = made(*rules)

    assert {pk: [each.pk for each in takers] for pk, takers in overtaken(automations).items()} == found


def test_it_is_said_in_a_sentence():
    letters, parcels, both = made(of("letter"), of("parcel"), of("letter", "parcel"))

    [takers] = overtaken([letters, parcels, both]).values()
    assert never_has_its_turn(takers) == (
        "It never has its turn: “Every letter is opened and scanned.” and “Every parcel is opened and scanned.” "
        "stand above it and take every such piece first."
    )
    assert "is opened and scanned.” stands above it and takes" in never_has_its_turn([letters])
