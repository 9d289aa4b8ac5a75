"""What was inside: pages in order, and a wrong scan that goes for good."""

from datetime import UTC, datetime

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from boxholder.billing.models import Charge, RequestRule
from boxholder.history.models import Event
from boxholder.mail import pictures, scans
from boxholder.mail.errors import AlreadyGone, RequestClosed
from boxholder.mail.models import ActionRequest, Picture, Reading
from boxholder.mail.pictures import binding
from boxholder.mail.pictures.errors import NothingOnIt, SamePicture, TornFile
from tests.support import photographs

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 12, 15, tzinfo=UTC)


@pytest.fixture
def asked(parcel, rosa, basic) -> ActionRequest:
    RequestRule.objects.create(offering=basic, kind="open_and_scan", price_minor=300)
    return ActionRequest.ask(parcel, "open_and_scan", by=rosa.user, now=NOW)


def add(asked, carl, data=None, name="letter.pdf") -> int:
    return scans.add(asked, ContentFile(data or photographs.pdf(3)), by=carl, now=NOW, name=name)


def names(asked) -> list[str]:
    return [page.file_name for page in scans.of(asked.item)]


def test_a_page_takes_another_place(asked, carl):
    add(asked, carl)

    scans.move(scans.of(asked.item)[2], 1, by=carl)

    assert names(asked) == ["letter-003.jpg", "letter-001.jpg", "letter-002.jpg"]


@pytest.mark.parametrize(("to", "last"), [(99, "letter-001.jpg"), (0, "letter-003.jpg")])
def test_beyond_the_ends_it_is_the_first_or_the_last(asked, carl, to, last):
    add(asked, carl)

    scans.move(scans.of(asked.item)[0], to, by=carl)

    assert names(asked)[-1] == last


def test_two_clerks_move_pages_and_none_is_lost(asked, carl, olivia):
    add(asked, carl)
    first, _second, third = scans.of(asked.item)

    scans.move(third, 1, by=carl)
    scans.move(first, 3, by=olivia)

    assert names(asked) == ["letter-003.jpg", "letter-002.jpg", "letter-001.jpg"]
    assert len({page.position for page in scans.of(asked.item)}) == 3


def test_withdrawn_it_is_gone_with_its_files(asked, carl, django_capture_on_commit_callbacks):
    add(asked, carl)
    files = [name for page in scans.of(asked.item) for name in (page.original, page.large, page.small)]
    assert all(map(default_storage.exists, files))

    with django_capture_on_commit_callbacks(execute=True):
        assert scans.withdraw(asked, by=carl, reason="Somebody else's letter") == 3

    assert not any(map(default_storage.exists, files))
    assert not Picture.objects.filter(item=asked.item, kind="scan").exists()
    assert any("Somebody else's letter" in event.sentence for event in Event.objects.about(asked.item))
    assert scans.withdraw(asked, by=carl, reason="Again") == 0


def test_withdrawn_from_a_completed_request_the_right_one_comes_in(asked, carl):
    add(asked, carl)
    asked.complete(by=carl, now=NOW)

    scans.withdraw(asked, by=carl, reason="The wrong letter")
    add(asked, carl, photographs.jpeg(), name="right.jpg")

    assert names(asked) == ["right.jpg"]
    asked.refresh_from_db()
    assert asked.status == "completed"
    assert [charge.amount_minor for charge in Charge.objects.all()] == [300]


def test_the_very_same_file_may_come_again_once_it_was_withdrawn(asked, carl):
    data = photographs.pdf(2)
    add(asked, carl, data)
    with pytest.raises(SamePicture):
        add(asked, carl, data)

    scans.withdraw(asked, by=carl, reason="It lay on its side")

    assert add(asked, carl, data) == 2


def test_a_cancelled_request_takes_no_scan(asked, rosa, carl):
    seen = ActionRequest.objects.get(pk=asked.pk)
    asked.cancel(by=rosa.user, now=NOW)

    with pytest.raises(RequestClosed):
        add(seen, carl)

    assert not asked.item.pictures.filter(kind="scan").exists()


def test_a_piece_that_is_somebody_elses_by_now_gets_no_pages(asked, box_102, carl):
    asked.complete(by=carl, now=NOW)
    seen = ActionRequest.objects.get(pk=asked.pk)
    asked.item.reassign(box_102, by=carl)

    with pytest.raises(AlreadyGone):
        add(seen, carl)

    assert not seen.item.pictures.filter(kind="scan").exists()


def test_a_torn_file_leaves_nothing_and_begins_nothing(asked, carl):
    with pytest.raises(TornFile):
        add(asked, carl, b"%PDF-1.7 torn")

    asked.refresh_from_db()
    assert not asked.is_begun
    assert not names(asked)


def test_blank_pages_only_are_said(asked, carl):
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 300)
    empty = ContentFile(b"")
    document.save(empty)

    with pytest.raises(NothingOnIt):
        add(asked, carl, empty.file.getvalue())


def test_a_page_that_is_removed_leaves_what_was_read_on_the_envelope(asked, carl):
    pictures.add(asked.item, ContentFile(photographs.jpeg()), by=carl, name="envelope.jpg")
    add(asked, carl)
    reading = Reading.objects.get(item=asked.item)

    pictures.remove(scans.of(asked.item)[0], by=carl)

    assert Reading.objects.get(item=asked.item).pk == reading.pk
    assert names(asked) == ["letter-002.jpg", "letter-003.jpg"]


def test_the_envelope_is_the_only_one_although_there_is_a_scan(asked, carl):
    envelope = pictures.add(asked.item, ContentFile(photographs.jpeg()), by=carl, name="envelope.jpg")
    add(asked, carl)

    with pytest.raises(pictures.OnlyPicture):
        pictures.remove(envelope, by=carl)


def test_pages_are_bound_as_they_are_seen(asked, carl):
    add(asked, carl)

    bound = pypdfium2.PdfDocument(scans.as_pdf(scans.of(asked.item)))

    assert len(bound) == 3
    width, height = bound[0].get_size()
    first = scans.of(asked.item)[0]
    assert width / height == pytest.approx(first.shown_width / first.shown_height, rel=0.02)


def test_a_wide_page_is_bound_wide():
    bound = pypdfium2.PdfDocument(binding.bound([photographs.jpeg(200, 100)]))

    assert bound[0].get_size() == (842, 421)
