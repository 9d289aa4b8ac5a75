"""Taking in at the desk: every file has its own outcome, and the good ones go in whatever the others are."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from django.utils import timezone

from boxholder.mail import scanning
from boxholder.mail.models import MailItem, ScannerBatch
from tests.paths import desk
from tests.support import photographs

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(log_in, carl, dock):
    return log_in(carl)


@pytest.fixture
def send(clerk, harbor):
    """One file, as the page's script sends it."""

    def send(data: bytes, name: str = "letter.jpg", **fields):
        file = SimpleUploadedFile(name, data)
        return clerk.post(desk(harbor, "mail/intake/files/"), {"file": file, **fields})

    return send


@pytest.mark.parametrize("scripted", [True, False])
def test_a_photograph_is_taken_in(clerk, harbor, dock, carl, photograph, scripted):
    if scripted:
        answer = clerk.post(desk(harbor, "mail/intake/files/"), {"file": photograph()})
    else:
        answer = clerk.post(desk(harbor, "mail/intake/"), {"files": [photograph()]})

    item = MailItem.objects.get()
    assert answer.status_code == (201 if scripted else 200)
    assert 'data-outcome="taken"' in answer.text
    assert item.reference in answer.text
    assert (item.space, item.received_by) == (dock, carl)


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"Dear Sir", 422, "Not a picture"),
        (photographs.jpeg(300, 200)[:1500], 422, "broken, or was cut off"),
        (photographs.bomb(), 422, "More pixels"),
        (photographs.locked_pdf(), 422, "protected with a password"),
        (b"%PDF-1.4 and no more", 422, "broken, or was cut off"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(send, data, status, words):
    answer = send(data, "strange.jpg")

    assert answer.status_code == status
    assert "strange.jpg" in answer.text
    assert words in answer.text
    assert not MailItem.objects.exists()


def test_more_than_50_mb_are_refused_by_name(clerk, harbor):
    file = TemporaryUploadedFile("huge.jpg", "image/jpeg", 0, None)
    file.write(photographs.jpeg() + bytes(50 * 1024 * 1024))
    file.seek(0)

    answer = clerk.post(desk(harbor, "mail/intake/files/"), {"file": file})

    assert answer.status_code == 422
    assert "Larger than 50 MB" in answer.text
    assert "huge.jpg" in answer.text


def test_the_rest_of_a_batch_goes_in(clerk, harbor, photograph):
    files = [photograph("1.jpg"), SimpleUploadedFile("notes.txt", b"Dear Sir"), photograph("2.jpg")]

    page = clerk.post(desk(harbor, "mail/intake/"), {"files": files})

    assert [(each.name, each.kind) for each in page.context["outcomes"]] == [
        ("1.jpg", "taken"),
        ("notes.txt", "refused"),
        ("2.jpg", "taken"),
    ]


def test_the_same_again_leads_to_its_piece_also_in_the_bin(send, carl):
    data = photographs.jpeg()
    send(data)
    item = MailItem.objects.get()

    again = send(data, "copy.jpg")
    assert again.status_code == 200
    assert f">{item.reference}</a>" in again.text
    assert "bin" not in again.text

    item.bin(by=carl, reason="Blurred")
    assert "It lies in the bin" in send(data).text


def test_a_full_disk_is_said_and_the_file_may_come_again(send, settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "tests.support.full_disk.FullDisk", "OPTIONS": {"fits": 1}}
    }

    answer = send(photographs.jpeg())

    assert answer.status_code == 507
    assert "The disk here is full" in answer.text
    assert "data-intake-retry" in answer.text


def test_a_scanners_pdf_becomes_a_batch_split_as_asked(send, clerk, harbor):
    answer = send(photographs.pdf(2), "scan.pdf", split="document")

    batch = ScannerBatch.objects.get()
    assert answer.status_code == 202
    assert batch.split == "document"
    assert str(batch.pk) in answer.text
    assert "0 of 2" in clerk.get(desk(harbor, "mail/intake/")).text


def test_a_batch_tells_how_far_it_is_and_what_went_wrong(send, clerk, harbor):
    send(photographs.pdf(2), "scan.pdf")
    ScannerBatch.objects.update(pages_done=1, problems=[{"page": 1, "what": "torn"}])
    batch = ScannerBatch.objects.get()

    page = clerk.get(desk(harbor, f"mail/intake/batches/{batch.pk}/"))

    assert "1 of 2" in page.text
    assert "Page 1: broken" in page.text


def test_how_a_pdf_is_split_is_remembered(send, clerk, harbor):
    page = desk(harbor, "mail/intake/")
    assert '<option value="page" selected>' in clerk.get(page).text
    send(photographs.pdf(2), "scan.pdf", split="document")
    send(photographs.jpeg(), "from-the-camera.jpg")

    assert '<option value="document" selected>' in clerk.get(page).text
    send(photographs.pdf(3), "next.pdf", split="as I like")
    assert '<option value="document" selected>' in clerk.get(page).text


def test_the_space_is_remembered(send, clerk, harbor, pier):
    send(photographs.jpeg(), space=pier.pk)
    send(photographs.jpeg())

    assert {item.space for item in MailItem.objects.all()} == {pier}
    assert clerk.get(desk(harbor, "mail/intake/camera/")).context["space"] == pier


def test_nothing_goes_into_another_operators_space(send, summit):
    assert send(photographs.jpeg(), space=summit.spaces.get().pk).status_code == 404
    assert not MailItem.objects.exists()


def test_no_file_is_said(clerk, harbor):
    assert "No file came along" in clerk.post(desk(harbor, "mail/intake/")).text
    assert clerk.post(desk(harbor, "mail/intake/files/")).status_code == 400


def test_the_camera_is_for_this_page_alone(clerk, harbor):
    answer = clerk.get(desk(harbor, "mail/intake/camera/"))

    assert answer["Permissions-Policy"] == "camera=(self), microphone=(), geolocation=()"


def test_a_cover_sheet_is_printed(clerk, harbor):
    answer = clerk.get(desk(harbor, "mail/intake/cover-sheet.pdf"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_strangers_find_nothing(log_in, sam, rosa, harbor, dock):
    for stranger in (sam, rosa):
        for path in ("", "camera/", "quick/", "cover-sheet.pdf"):
            assert log_in(stranger).get(desk(harbor, f"mail/intake/{path}")).status_code == 404


def test_addresses_have_names(harbor, settings):
    assert reverse("desk:intake", urlconf=settings.OPERATOR_URLCONF).endswith("desk/mail/intake/")


def test_a_scan_is_undone(send, clerk, harbor):
    send(photographs.pdf(1), "scan.pdf")
    batch = ScannerBatch.objects.get()
    scanning.carry_on(str(batch.pk), timezone.now())

    page = clerk.post(desk(harbor, f"mail/intake/batches/{batch.pk}/undoing/"), follow=True)

    assert "1 piece is gone." in page.text
    assert not MailItem.objects.kept().exists()
