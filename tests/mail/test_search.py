"""Pieces are found by every word on them and about them, whatever has changed, and by whom."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from boxholder.mail.mailbox_search import find_mailboxes
from boxholder.mail.models import Alias, MailItem, Reading, SearchBacklog
from boxholder.mail.search import Scope, Tab, find, index, postgres_find
from boxholder.mail.search.watching import Change
from boxholder.mailboxes.models import Mailbox, Renter

pytestmark = pytest.mark.django_db

TRACKING = "1Z999AA10123456784"
LABEL = "ROSA REYES\nREYES CERAMICS LLC\n12 DOCK STREET # 101\nBROOKLYN NY 11201\nFROM: Łódź Ștefan GmbH, Köln"


@pytest.fixture
def read_parcel(parcel):
    """With a tracking number, a shelf and a note, and its label read."""
    MailItem.objects.filter(pk=parcel.pk).update(tracking_number=TRACKING, shelf="B-7", note="Fragile, do not stack")
    Reading.objects.create(item=parcel, status="read", text=LABEL)
    return parcel


def found(harbor, text: str, **scope) -> list[int]:
    return find(Scope(harbor.pk, **scope), text, limit=50)


def found_by_rereading(harbor, text: str) -> list[int]:
    """As it would be with an index made anew."""
    index.put(list(MailItem.objects.values_list("pk", flat=True)))
    return found(harbor, text)


@pytest.mark.parametrize(
    "text",
    [
        "clay",  # the sender
        "CLAY sup",  # beginnings, in any case
        "101",
        "pmb 101",
        "PMB101",
        "#101",
        "reyes ceramics",
        "Rosa",
        "rosa clay 101 fragile",  # the mailbox and the piece together
        "ups",
        "B-7",
        "b7 fragile",
        "stack",
        "brooklyn 11201",  # on the label
        "koln",
        "Köln",
        "stefan",
        TRACKING,
        TRACKING.lower(),
        "1Z 999 AA1 01 2345 6784",
        "1z999aa1",
        "6784",  # the last digits
        "23456784",
        "2345 6784",
    ],
)
def test_a_piece_is_found_by(harbor, read_parcel, letter, text):
    wanted = [] if text == "b7 fragile" else [read_parcel.pk]

    assert found(harbor, text) == wanted


@pytest.mark.parametrize("text", ["clay brooks", "lay", "999", "784", "4876", "pmb 10", "#10", "pmb 102", "zzz"])
def test_a_piece_is_not_found_by(harbor, read_parcel, letter, text):
    assert found(harbor, text) == []


def test_a_number_names_one_piece(harbor, parcel, letter):
    assert found(harbor, f"M-{parcel.pk}") == [parcel.pk]
    assert found(harbor, f"m{parcel.pk} rosa") == [parcel.pk]
    assert found(harbor, f"M-{parcel.pk} brooks") == []
    assert found(harbor, "M-999999999999") == []


def test_a_shelf_may_be_named_like_a_piece(harbor, parcel):
    MailItem.objects.filter(pk=parcel.pk).update(shelf="M-77777")

    assert found(harbor, "M-77777") == [parcel.pk]


def test_an_unassigned_piece_is_found_by_the_number_on_its_label(harbor, letter):
    Reading.objects.create(item=letter, status="read", text="BEN BROOKS\nPMB 102")

    assert found(harbor, "pmb 102") == [letter.pk]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", '"', "'", "*", "-", "NOT", "AND", "OR NEAR(a b)", "words : clay", "(", ")", "a:*", "\\", "%", "_",
        "!|&<->", "📦", "\x00", "\ud800", "'; DROP TABLE mail_mailitem; --", "x" * 1000, "é" * 1000, "a " * 500,
        "1 " * 500,
        "ß ﬁ ² Ⅷ ㎏ İ ſ", "서울", "東京", "Ελλάς", "Андрей", "नमस्ते", "\u0301", "\u200d\u202e", "#", "pmb",
        "M-", "#-", "^", "{}", "˂", "ↈ", "a˂b",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_an_answer(harbor, parcel, text):
    assert isinstance(found(harbor, text), list)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Андрей Козлов", "андрей КОЗ"),
        ("ΟΔΟΣ Ερμού", "οδος"),
        ("서울 상사", "서울"),
        ("株式会社 東京", "東京"),
        ("José Núñez", "jose nunez"),
        ("Jose\u0301 N", "josé"),
        ("ØRSTED A/S", "ørsted"),
        ("Straße", "strasse straße"),
    ],
)
def test_names_of_every_script_are_found(harbor, parcel, written, typed):
    MailItem.objects.filter(pk=parcel.pk).update(sender=written)

    assert found(harbor, typed) == ([] if "strasse" in typed else [parcel.pk])


def test_every_letter_there_is_can_be_looked_for(harbor, dock, carl):
    """No letter that is a word to one side and none to the other: FTS5 would take that for a phrase, and refuse it."""
    letters = [chr(n) for n in range(0x20, 0x3000) if chr(n).isalnum()]
    words = [f"xq{letter}qx" for letter in letters]
    item = MailItem.receive(dock, by=carl)
    for first in range(0, len(words), 500):
        some = words[first : first + 500]
        MailItem.objects.filter(pk=item.pk).update(note=" ".join(some))
        for word in random.Random(first).sample(some, min(60, len(some))):
            assert isinstance(found(harbor, word), list), word


# --- Whose, and where


def test_a_neighbour_finds_nothing(summit, parcel, letter):
    assert found(summit, "clay") == found(summit, "water") == []


def test_a_tab_finds_its_own(harbor, parcel, letter, carl):
    assert found(harbor, "dock", tab=Tab.ALL) == []
    for item in (parcel, letter):
        Reading.objects.create(item=item, status="read", text="12 Dock Street")
    assert found(harbor, "dock", tab=Tab.ALL) == sorted([parcel.pk, letter.pk], reverse=True)
    assert found(harbor, "dock", tab=Tab.ASSIGNED) == [parcel.pk]
    assert found(harbor, "dock", tab=Tab.UNASSIGNED) == [letter.pk]

    letter.bin(by=carl, reason="Advertising")

    assert found(harbor, "dock", tab=Tab.BIN) == [letter.pk]
    assert found(harbor, "dock") == [parcel.pk]


def test_what_is_narrowed_down_is_searched_only_there(harbor, parcel, box_101, box_102, dock, pier):
    now = timezone.now()
    for narrowed in (
        {"space_id": dock.pk}, {"type": "parcel"}, {"state": "here"}, {"mailbox_id": box_101.pk},
        {"since": now - timedelta(days=1)}, {"until": now + timedelta(days=1)},
        {"since": now - timedelta(days=400), "until": now + timedelta(days=1)},
    ):  # fmt: skip
        assert found(harbor, "clay", **narrowed) == [parcel.pk], narrowed
    for elsewhere in (
        {"space_id": pier.pk}, {"type": "letter"}, {"state": "picked_up"}, {"mailbox_id": box_102.pk},
        {"since": now + timedelta(days=1)}, {"until": now - timedelta(days=1)},
    ):  # fmt: skip
        assert found(harbor, "clay", **elsewhere) == [], elsewhere


# --- Page by page


@pytest.mark.parametrize("commonness", [0.0, 0.001, 0.5])
def test_the_newest_come_first_and_the_others_follow(harbor, dock, carl, monkeypatch, commonness):
    """However common the database takes the word to be: that decides how it looks, not what it finds."""
    pks = [MailItem.receive(dock, by=carl, sender="Clay").pk for _ in range(9)][::-1]
    MailItem.receive(dock, by=carl, sender="Water")
    _believe(monkeypatch, commonness)
    scope = Scope(harbor.pk)

    assert find(scope, "clay", limit=4) == pks[:4]
    assert find(scope, "clay", below=pks[3], limit=4) == pks[4:8]
    assert find(scope, "clay", below=pks[7], limit=4) == pks[8:]
    assert find(scope, "clay", above=pks[7], limit=4) == pks[3:7][::-1]


def _believe(monkeypatch, share: float) -> None:
    if connection.vendor != "postgresql":
        return
    known = postgres_find.Statistics(1e12, [], [], share)
    monkeypatch.setitem(postgres_find._known, "default", known)


WORDS = "clay water gravel slate"


@pytest.fixture
def scattered(dock, box_101):
    """Over five buckets, some of them in one strip, some alone in theirs, as they come when very many are there."""
    source, now = random.Random(5), timezone.now()
    pks = sorted({source.choice([0, 1, 2, 30, 61, 79]) * 2048 + source.randrange(1, 2048) for _ in range(90)})
    return MailItem.objects.bulk_create(
        MailItem(
            pk=pk, operator=dock.operator, space=dock, mailbox=box_101, assigned_at=now,
            received_at=now - timedelta(days=(80 - pk // 2048) * 3 + source.randrange(40)),
            sender=" ".join(source.sample(WORDS.split(), 2)), type=source.choice(["letter", "parcel"]),
        )
        for pk in pks
    )  # fmt: skip


@pytest.mark.parametrize("commonness", [1e-9, 0.004, 0.02, 0.5])
def test_however_it_looks_it_finds_what_there_is(harbor, scattered, monkeypatch, commonness):
    _believe(monkeypatch, commonness)
    source = random.Random(9)
    for _ in range(150):
        words, limit = source.sample(WORDS.split(), source.choice([1, 1, 2])), source.choice([1, 3, 50])
        edge = source.choice([None, source.choice(scattered).pk, 1, 40_000, 10**9])
        beyond = {} if edge is None else {source.choice(["below", "above"]): edge}
        since, until = (source.choice([None, None, source.choice(scattered).received_at]) for _ in range(2))
        scope = Scope(harbor.pk, type=source.choice(["", "", "parcel"]), since=since, until=until)
        text = " ".join(word[: source.choice([3, 10])] for word in words)

        expected = [
            item.pk
            for item in scattered
            if all(word in item.sender for word in words)
            and item.type == (scope.type or item.type)
            and beyond.get("above", 0) < item.pk < beyond.get("below", 10**10)
            and (since or item.received_at) <= item.received_at
            and (until is None or item.received_at < until)
        ]
        expected.sort(reverse="above" not in beyond)
        assert find(scope, text, limit=limit, **beyond) == expected[:limit], (text, beyond, scope, limit)


def test_the_index_answers_even_where_all_there_is_could_be_read(harbor, parcel, monkeypatch):
    """PostgreSQL counts how often a table was read from end to end, and how often through an index."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's index is the table")
    _believe(monkeypatch, 1e-9)
    before = _scans()

    assert found(harbor, "clay", since=timezone.now() - timedelta(days=9)) == [parcel.pk]

    assert (_scans()[0] - before[0], _scans()[1] > before[1]) == (0, True)


def _scans() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'mail_search'")
        return cursor.fetchone()


# --- Always current


def test_every_change_of_a_piece_is_in_the_index_at_once(harbor, parcel, letter, box_102, carl):
    letter.assign(box_102, by=carl)
    assert found(harbor, "brooks") == [letter.pk]

    letter.reassign(parcel.mailbox, by=carl)
    assert found(harbor, "brooks") == []
    assert letter.pk in found(harbor, "rosa")

    letter.change_details(by=carl, sender="Con Edison", note="torn")
    assert found(harbor, "edison torn") == [letter.pk]
    assert found(harbor, "water") == []

    letter.unassign(by=carl)
    assert found(harbor, "edison", tab=Tab.UNASSIGNED) == [letter.pk]
    assert letter.pk not in found(harbor, "rosa")


def test_a_bulk_update_is_in_the_index_at_once(harbor, parcel, letter):
    MailItem.objects.update(shelf="Attic")

    assert len(found(harbor, "attic")) == 2


def test_a_renamed_mailbox_takes_its_mail_along(harbor, parcel, box_101, rosa, carl):
    box_101.change_company("Tilework Inc", by=carl)
    assert (found(harbor, "tilework"), found(harbor, "ceramics")) == ([parcel.pk], [])

    rosa.change_details(by=carl, name="Rosalind Royce")
    assert (found(harbor, "royce"), found(harbor, "reyes")) == ([parcel.pk], [])

    Mailbox.objects.filter(pk=box_101.pk).update(pmb="909")
    assert (found(harbor, "909"), found(harbor, "101")) == ([parcel.pk], [])


def test_what_a_mailbox_is_called_besides_is_found_too(harbor, parcel, box_101, carl):
    alias = Alias.objects.add(box_101, "Pottery Barnacle", by=carl)
    assert found(harbor, "barnacle") == [parcel.pk]

    alias.remove(by=carl)
    assert found(harbor, "barnacle") == []


def test_the_people_of_a_mailbox_are_found_until_they_leave_it(harbor, parcel, box_101, mia, carl):
    person = box_101.people.get()
    assert found(harbor, "moreno") == [parcel.pk]
    assert list(find_mailboxes(harbor.mailboxes.all(), "mia moreno")) == [box_101]

    person.remove(by=carl)
    assert found(harbor, "moreno") == []
    assert list(find_mailboxes(harbor.mailboxes.all(), "mia moreno")) == []


def test_what_is_purged_is_not_found(harbor, parcel):
    now = timezone.now()
    MailItem.objects.filter(pk=parcel.pk).update(deleted_at=now, purged_at=now)

    assert found(harbor, "clay", tab=Tab.BIN) == found(harbor, "clay") == []


def test_a_label_read_again_is_found_by_what_it_says_now(harbor, read_parcel):
    Reading.objects.filter(item=read_parcel).update(text="SOMETHING ELSE")

    assert (found(harbor, "something"), found(harbor, "koln")) == ([read_parcel.pk], [])


# --- Large mailboxes, in the background


@pytest.fixture
def many(dock, box_101):
    """A few more pieces of Rosa's than are put anew at once."""
    now = timezone.now()
    common = {"operator": dock.operator, "space": dock, "mailbox": box_101, "assigned_at": now}
    return MailItem.objects.bulk_create(MailItem(**common, sender="Clay") for _ in range(Change.AT_ONCE + 3))


def test_of_a_large_mailbox_the_newest_come_at_once_and_the_others_soon(harbor, many, box_101, carl):
    box_101.change_company("Tilework Inc", by=carl)
    assert len(find(Scope(harbor.pk), "tilework", limit=500)) == Change.AT_ONCE

    while index.carry_on():
        pass

    assert len(find(Scope(harbor.pk), "tilework", limit=500)) == len(many)
    assert not SearchBacklog.objects.exists()


def test_renamed_again_meanwhile_all_of_it_is_put_anew(harbor, many, box_101, carl, monkeypatch):
    monkeypatch.setattr(index, "AT_ONCE", 2)
    box_101.change_company("Tilework Inc", by=carl)
    assert index.carry_on()
    box_101.change_company("Mosaic Inc", by=carl)

    while index.carry_on():
        pass

    assert len(find(Scope(harbor.pk), "mosaic", limit=500)) == len(many)
    assert find(Scope(harbor.pk), "tilework", limit=500) == []


def test_an_index_that_was_not_watched_is_healed(harbor, many, parcel, run_tasks, django_capture_on_commit_callbacks):
    index.unwatch()
    MailItem.objects.filter(pk=parcel.pk).update(sender="Gravel Inc")
    assert found(harbor, "gravel") == []

    index.install(afresh=True)
    while index.carry_on():
        pass

    assert found(harbor, "gravel") == [parcel.pk]


def test_renters_with_several_mailboxes_are_renamed_everywhere(harbor, parcel, dock, rosa, carl):
    other = Mailbox.objects.create(operator=harbor, space=dock, pmb="300", renter=rosa)
    letter = MailItem.receive(dock, by=carl)
    letter.assign(other, by=carl)

    Renter.objects.filter(pk=rosa.pk).update(name="Rosalind Royce")

    assert found(harbor, "royce") == sorted([parcel.pk, letter.pk], reverse=True)
