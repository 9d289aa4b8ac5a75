"""What is made of a label: details nobody has given, a proposal, and where the operator wants it, an assignment."""

from datetime import date

import pytest
from django.utils import timezone

from boxholder.history.models import Event
from boxholder.mail import directory, jobs, proposing
from boxholder.mail.models import Alias, MailItem, MailSettings, Reading
from boxholder.mailboxes.models import Mailbox, MailboxPerson
from tests import cast
from tests.mail.recognition.labels import letter as label

pytestmark = pytest.mark.django_db
OURS = ("12 Dock Street", "Brooklyn, NY 11201")
CERTAIN = ("Reyes Ceramics LLC", "PMB 101", *OURS)


def store(item: MailItem, *lines: str) -> Reading:
    Reading.objects.put(item)
    proposing.store(item.reading, label(*lines), timezone.now())
    item.refresh_from_db()
    item.reading.refresh_from_db()
    return item.reading


@pytest.fixture
def blank(dock, carl) -> MailItem:
    """A piece of which nothing is known."""
    return MailItem.receive(dock, by=carl)


@pytest.fixture
def assigns_certain(harbor, olivia):
    MailSettings.objects.of(harbor).change(assigns_certain=True, by=olivia)


def test_what_nobody_said_is_filled_in(blank):
    store(blank, *CERTAIN)

    assert blank.sender == "First Coast Bank"


def test_what_somebody_said_stays(letter):
    assert store(letter, *CERTAIN).sender == "First Coast Bank"

    assert letter.sender == "Brooklyn Water Board"


def test_nothing_is_filled_in_once_it_is_assigned(blank, box_101, carl):
    blank.assign(box_101, by=carl)

    store(blank, *CERTAIN)

    assert blank.sender == ""


def test_a_certain_match_waits_for_a_person(blank, box_101):
    assert store(blank, *CERTAIN).is_certain

    assert blank.mailbox is None


def test_a_certain_match_is_assigned_where_the_operator_wants_it(blank, box_101, assigns_certain):
    store(blank, *CERTAIN)

    assert (blank.mailbox, blank.assigned_by) == (box_101, None)
    told = Event.objects.about(blank).last()
    assert told.sentence == ("Assigned to PMB 101, Reyes Ceramics LLC: PMB 101 and ‘Reyes Ceramics LLC’ both match")


def test_what_is_merely_likely_is_not(blank, box_101, assigns_certain):
    assert not store(blank, "Reyes Ceramics LLC", *OURS).is_certain

    assert blank.mailbox is None


def test_where_there_is_something_to_heed_a_person_assigns(blank, dock, carl, box_101, assigns_certain):
    Mailbox.objects.filter(pk=box_101.pk).update(instructions="Keep the stamps")
    assert store(blank, *CERTAIN).is_certain
    assert blank.mailbox is None

    Mailbox.objects.filter(pk=box_101.pk).update(instructions="")
    later = MailItem.receive(dock, by=carl)
    store(later, *CERTAIN)
    assert later.mailbox == box_101


def test_a_closed_mailbox_is_never_assigned_to_by_itself(blank, box_101, assigns_certain):
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=date(2026, 5, 1))

    store(blank, *CERTAIN)

    assert blank.mailbox is None


def test_what_a_person_took_out_stays_out(blank, box_101, carl, assigns_certain):
    store(blank, *CERTAIN)
    blank.unassign(by=carl)

    store(blank, *CERTAIN)

    assert blank.mailbox is None


def test_a_new_alias_helps_what_is_still_unassigned(blank, letter, box_101, box_102, carl):
    """The letter was assigned by then: its reading is history."""
    for item in (blank, letter):
        store(item, "ACME LLC", *OURS)
    letter.assign(box_102, by=None)
    Alias.objects.add(box_101, "ACME LLC", by=carl)

    assert proposing.outdated_spaces() == [blank.space_id]
    assert not proposing.propose_anew(blank.space_id)

    assert Reading.objects.get(item=blank).proposed_id == box_101.pk
    assert Reading.objects.get(item=letter).proposed_id is None
    assert proposing.outdated_spaces() == []


def test_a_new_mailbox_helps_at_the_next_sweep(blank, dock, basic, run_tasks):
    store(blank, "Nora North", "PMB 250", *OURS)
    nora = cast._renter(dock, "250", basic, "Nora North", "nora@example.com")

    jobs.sweep(timezone.now())
    run_tasks()

    assert Reading.objects.get(item=blank).proposed_id == nora.mailboxes.get().pk


def test_many_are_proposed_anew_bit_by_bit(dock, carl, box_101, monkeypatch):
    pieces = [MailItem.receive(dock, by=carl) for _ in range(3)]
    for piece in pieces:
        store(piece, "ACME LLC", *OURS)
    Alias.objects.add(box_101, "ACME LLC", by=carl)
    monkeypatch.setattr(proposing, "AT_ONCE", 2)

    assert proposing.propose_anew(dock.pk)
    assert not proposing.propose_anew(dock.pk)

    assert {reading.proposed_id for reading in Reading.objects.all()} == {box_101.pk}


def test_mail_for_whoever_shares_a_mailbox_is_proposed_for_it(blank, box_101, carl):
    """Not for who only collects there."""
    MailboxPerson.objects.create(mailbox=box_101, role="recipient", name="Wendy Walsh", email="wendy@example.com")
    MailboxPerson.objects.create(mailbox=box_101, role="pickup", name="Paul Porter")

    assert store(blank, "Wendy Walsh", *OURS).proposed_id == box_101.pk
    assert store(blank, "Paul Porter", *OURS).proposed_id is None


def test_a_directory_takes_three_queries(dock, box_101, box_102, box_103, carl, django_assert_num_queries):
    Alias.objects.add(box_101, "ACME LLC", by=carl)

    with django_assert_num_queries(3):
        entries = directory.entries(dock)

    assert [(entry.pmb, entry.aliases, entry.status) for entry in entries] == [
        ("101", ("ACME LLC",), "active"),
        ("102", (), "active"),
        ("103", (), "invited"),
    ]
