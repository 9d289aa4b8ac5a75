"""Other names that mail for a mailbox comes under: learnt where a person corrected the machine, or entered by staff."""

import pytest

from boxholder.mail import proposing
from boxholder.mail.errors import NameBelongsElsewhere
from boxholder.mail.models import Alias, Reading
from boxholder.mailboxes.models import MailboxPerson
from tests.mail.recognition.labels import letter as label

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(letter):
    """`read("ACME LLC")`: the letter as the machine has read it, with these lines above our address."""

    def read(*lines: str):
        Reading.objects.put(letter)
        seen = label(*lines, "12 Dock Street", "Brooklyn, NY 11201")
        proposing.store(letter.reading, seen, letter.received_at)
        letter.reading.refresh_from_db()
        return letter

    return read


def names_of(mailbox) -> list[str]:
    return [alias.name for alias in mailbox.aliases.all()]


def test_what_nobody_was_proposed_for_is_learnt(read, box_101, carl):
    piece = read("ACME LLC")
    piece.assign(box_101, by=carl)

    assert piece.learnt.name == "ACME LLC"
    assert names_of(box_101) == ["ACME LLC"]
    assert read("Acme LLC").reading.proposed_id == box_101.pk


def test_a_correction_is_learnt(read, box_101, box_102, carl):
    Alias.objects.add(box_101, "Acme LLC", by=carl)
    piece = read("Acme Holdings LLC", "Attn: Wendy Walsh")
    piece.assign(box_102, by=carl)

    assert names_of(box_102) == ["Acme Holdings LLC"]


def test_what_was_proposed_teaches_nothing(read, box_101, carl):
    piece = read("Reyes Ceramics LLC", "PMB 101")
    piece.assign(box_101, by=carl)

    assert piece.reading.proposed_id == box_101.pk
    assert piece.learnt is None


@pytest.mark.parametrize(
    "lines",
    [
        ("Reyes Ceramics",),  # another mailbox's company
        ("Rosa Reyes",),  # its renter
        ("Rosa Reyez",),  # misread
        ("Wendy Walsh",),  # who receives mail there, too
        ("Ben Brooks",),  # its own name
        ("Harbor Mail",),  # the operator
        ("Dock Street",),  # the space
        ("Or Current Resident",),  # anybody
        ("A1",),  # a scrap
    ],
)
def test_what_is_never_learnt(read, box_101, box_102, carl, lines):
    MailboxPerson.objects.create(mailbox=box_101, role="recipient", name="Wendy Walsh", email="wendy@example.com")
    piece = read(*lines)
    Reading.objects.update(recipient="\n".join(lines), is_confident=False)
    piece.refresh_from_db()
    piece.assign(box_102, by=carl)

    assert not Alias.objects.exists()


def test_the_machine_itself_teaches_nothing(read, box_101):
    read("ACME LLC").assign(box_101, by=None, reason="…")

    assert not Alias.objects.exists()


def test_undoing_the_assignment_undoes_what_was_learnt(read, box_101, carl):
    piece = read("ACME LLC")
    piece.assign(box_101, by=carl)
    assert names_of(box_101)

    piece.unassign(by=carl)

    assert names_of(box_101) == []


def test_the_last_correction_holds(read, box_101, box_102, carl):
    piece = read("ACME LLC")
    piece.assign(box_101, by=carl)

    piece.reassign(box_102, by=carl)

    assert names_of(box_101) == []
    assert names_of(box_102) == ["ACME LLC"]


def test_what_a_person_entered_is_not_unlearnt(read, box_101, box_102, carl):
    Alias.objects.add(box_101, "ACME LLC", by=carl)
    read("ACME LLC").assign(box_102, by=carl)

    assert names_of(box_101) == ["ACME LLC"]
    assert names_of(box_102) == []


@pytest.mark.parametrize("name", ["reyes  CERAMICS llc", "Rosa Reyes", "Acme LLC"])
def test_a_name_of_somebody_else_is_refused(box_101, box_102, carl, name):
    Alias.objects.add(box_101, "ACME LLC", by=carl)

    with pytest.raises(NameBelongsElsewhere) as refused:
        Alias.objects.add(box_102, name, by=carl)

    assert refused.value.mailbox == box_101


def test_the_same_name_is_entered_once_and_removed_once(box_101, carl):
    alias = Alias.objects.add(box_101, "ACME LLC", by=carl)
    assert Alias.objects.add(box_101, " acme  llc", by=carl) == alias

    alias.remove(by=carl)

    assert names_of(box_101) == []
