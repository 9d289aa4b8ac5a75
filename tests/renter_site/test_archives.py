"""All mail in one file: what is in it, and that downloads take turns."""

import csv
import io
import zipfile

import pytest
from django.core.files.storage import default_storage

from boxholder.mail import archive, intake
from boxholder.mail.models import MailItem
from boxholder.renter_site.turns import NoPlace, TakesPart, Turn
from tests.paths import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosas(log_in, rosa):
    return log_in(rosa)


@pytest.fixture
def take_in(dock, carl, photograph):
    def take_in(mailbox, sender: str, **facts) -> MailItem:
        item = intake.take_in(dock, photograph(), by=carl, name="letter.jpg").item
        MailItem.objects.filter(pk=item.pk).update(sender=sender, type="letter", **facts)
        item.refresh_from_db()
        item.assign(mailbox, by=carl)
        return item

    return take_in


def unpack(answer) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def table(file: zipfile.ZipFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read("mail.csv").decode("utf-8-sig"))))


def test_it_holds_a_table_and_the_pictures_as_they_came(rosas, harbor, take_in, box_101, box_102, carl):
    ant, _bens = take_in(box_101, "Ant"), take_in(box_102, "Bee")
    MailItem.objects.pick_up([ant], who="Rosa Reyes", by=carl)

    answer = rosas.get(site(harbor, "mail/archives/mail.zip"))
    file = unpack(answer)

    assert answer["Content-Disposition"] == 'attachment; filename="harbor-mail-mail.zip"'
    assert answer["Cache-Control"] == "private, no-store"
    assert file.testzip() is None
    assert file.namelist() == ["mail.csv", f"pictures/{ant.reference}-1.jpg"]
    head, row = table(file)
    told = dict(zip(head, row, strict=True))
    assert (told["Number"], told["PMB"], told["Sender"], told["Type"]) == (ant.reference, "101", "Ant", "Letter")
    assert (told["State"], told["Collected by"]) == ("Picked up", "Rosa Reyes")
    with default_storage.open(ant.cover.original) as original:
        assert file.read(told["Pictures"]) == original.read()


def test_a_sender_is_no_formula(rosas, harbor, take_in, box_101):
    take_in(box_101, "=HYPERLINK(1)")

    assert "'=HYPERLINK(1)" in table(unpack(rosas.get(site(harbor, "mail/archives/mail.zip"))))[1]


def test_years_are_counted_and_downloaded_by_the_operators_clock(rosas, harbor, take_in, box_101):
    """In New York the old year lasts until five in the morning UTC."""
    old = take_in(box_101, "Ant", received_at="2025-12-31T23:00-05:00")
    new = take_in(box_101, "Bee", received_at="2026-01-01T01:00-05:00")

    parts = rosas.get(site(harbor, "mail/archives/")).context["parts"]
    assert [(part.year, part.pieces, part.photographs) for part in parts] == [(None, 2, 2), (2026, 1, 1), (2025, 1, 1)]
    assert parts[0].bytes == old.cover.byte_size + new.cover.byte_size
    for year, item in ((2025, old), (2026, new)):
        answer = rosas.get(site(harbor, f"mail/archives/mail.zip?year={year}"))
        assert [row[0] for row in table(unpack(answer))[1:]] == [item.reference]


@pytest.mark.parametrize("year", ["nonsense", "0000", "9999", "20265"])
def test_there_is_no_such_year(rosas, harbor, year):
    assert rosas.get(site(harbor, f"mail/archives/mail.zip?year={year}")).status_code == 404


def test_a_file_that_is_gone_is_left_out(rosas, harbor, take_in, box_101):
    kept, lost = take_in(box_101, "Ant"), take_in(box_101, "Bee")
    lost.pictures.update(original="pictures/nowhere.jpg")

    assert unpack(rosas.get(site(harbor, "mail/archives/mail.zip"))).namelist()[1:] == [
        f"pictures/{kept.reference}-1.jpg"
    ]


def test_many_pieces_come_in_batches(take_in, box_101, monkeypatch):
    monkeypatch.setattr(archive, "ROWS", 2)
    items = [take_in(box_101, f"Sender {n}") for n in range(5)]

    blocks = b"".join(archive.write(MailItem.objects.filter(mailbox=box_101)))

    names = zipfile.ZipFile(io.BytesIO(blocks)).namelist()[1:]
    assert names == [f"pictures/{item.reference}-1.jpg" for item in reversed(items)]


# --- Turns


def test_one_download_at_a_time(rosas, rosa, harbor):
    turn = Turn(rosa.user)

    assert rosas.get(site(harbor, "mail/archives/mail.zip"))["Location"] == site(harbor, "mail/archives/")
    assert "running already" in rosas.get(site(harbor, "mail/archives/")).text

    turn.end()
    assert rosas.get(site(harbor, "mail/archives/mail.zip")).status_code == 200


def test_a_few_at_a_time_in_all(rosa, ben, ina):
    turns = [Turn(rosa), Turn(ben)]

    with pytest.raises(NoPlace):
        Turn(ina)
    with pytest.raises(TakesPart):
        Turn(rosa)

    turns[0].end()
    Turn(ina)


def test_a_turn_ends_with_the_download_also_when_it_breaks_off(rosas, rosa, harbor, take_in, box_101):
    take_in(box_101, "Ant")
    unpack(rosas.get(site(harbor, "mail/archives/mail.zip")))
    Turn(rosa).end()

    broken = Turn(rosa).last_while(iter([b"one", b"two"]))
    next(broken)
    broken.close()

    Turn(rosa)
