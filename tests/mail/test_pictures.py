"""What is kept of a photograph, and what is not."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageCms, ImageOps

from boxholder.mail import intake, pictures
from boxholder.mail.models import MailItem, Picture, Reading
from boxholder.mail.pictures import decoding
from boxholder.mail.pictures.errors import NotAPicture, SamePicture, StorageFull, TooLarge, TooManyPixels, TornFile
from boxholder.mail.pictures.purging import purge_the_rest, remove_orphans
from tests.support import photographs

pytestmark = pytest.mark.django_db

MAKERS = {
    "letter.jpg": photographs.jpeg,
    "letter.png": photographs.png,
    "letter.webp": photographs.webp,
    "IMG_0001.HEIC": photographs.heic,
}


@pytest.fixture
def take(dock, carl):
    def take(data: bytes, name: str = "letter.jpg") -> intake.Taken:
        return intake.take_in(dock, ContentFile(data), by=carl, name=name)

    return take


def kept(picture: Picture, size: str) -> bytes:
    with default_storage.open(getattr(picture, size)) as file:
        return file.read()


def seen(data: bytes) -> Image.Image:
    """As a browser shows it."""
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")


def is_red(colour) -> bool:
    return colour[0] > 150 and colour[1] < 90 and colour[2] < 90


@pytest.mark.parametrize("name", MAKERS)
def test_a_photograph_becomes_a_piece_with_something_to_read(take, dock, carl, name):
    taken = take(MAKERS[name](), name)

    assert (taken.item.space, taken.item.received_by) == (dock, carl)
    assert taken.picture.file_name == name
    assert (taken.picture.width, taken.picture.height) == (96, 64)
    assert Reading.objects.get(item=taken.item).status == "waiting"
    for size in Picture.Size.values:
        assert seen(kept(taken.picture, size)).size == (96, 64)


@pytest.mark.parametrize("name", MAKERS)
def test_the_place_is_taken_out_of_every_file(take, name):
    data = MAKERS[name](gps=True)
    assert photographs.PLACE.encode() in data  # else this could not fail

    picture = take(data, name).picture

    for size in Picture.Size.values:
        content = kept(picture, size)
        assert photographs.PLACE.encode() not in content
        assert photographs.CAMERA.encode() not in content
        assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825) == {}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_whatever_way_the_camera_was_held_it_is_seen_upright(take, orientation):
    picture = take(photographs.jpeg(96, 64, orientation=orientation, gps=True)).picture

    expected = seen(photographs.jpeg(96, 64, orientation=orientation))
    assert (picture.width, picture.height) == expected.size
    red = next(corner for corner in corners(expected.size) if is_red(expected.getpixel(corner)))
    for size in Picture.Size.values:
        shown = seen(kept(picture, size))
        assert shown.size == expected.size
        assert is_red(shown.getpixel(red))


def corners(size: tuple[int, int]) -> list[tuple[int, int]]:
    width, height = size
    return [(x, y) for x in (4, width - 5) for y in (4, height - 5)]


def test_a_jpegs_pixels_are_not_compressed_a_second_time(take):
    data = photographs.jpeg(gps=True)

    original = kept(take(data).picture, "original")

    assert seen(original).tobytes() == seen(data).tobytes()


def test_a_broken_note_of_the_camera_does_not_spoil_the_picture(take):
    data = photographs.jpeg(orientation=6)
    at = data.index(b"Exif\0\0") + 10

    assert take(data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :]).picture.width == 96


def test_a_displays_colours_stay_what_they_are(take):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    sent = io.BytesIO()
    photographs.image().save(sent, "JPEG", icc_profile=profile)

    picture = take(sent.getvalue()).picture

    for size in Picture.Size.values:
        assert Image.open(io.BytesIO(kept(picture, size))).info["icc_profile"] == profile


def test_the_sizes_are_smaller_and_the_original_is_not(take):
    picture = take(photographs.jpeg(2000, 1000)).picture

    sizes = {size: Image.open(io.BytesIO(kept(picture, size))).size for size in Picture.Size.values}
    assert sizes == {"original": (2000, 1000), "large": (1600, 800), "small": (400, 200)}


# --- Refused


def test_what_is_no_picture_is_refused_whatever_its_name(take):
    with pytest.raises(NotAPicture):
        take(b"GIF89a and so on", "letter.jpg")
    with pytest.raises(NotAPicture):
        take(b"", "letter.jpg")


@pytest.mark.parametrize("name", MAKERS)
def test_a_torn_file_is_refused(take, name):
    data = MAKERS[name](width=300, height=200)

    with pytest.raises(TornFile):
        take(data[: len(data) // 2], name)
    assert not MailItem.objects.exists()


def test_more_than_50_mb_are_refused_unread(dock, carl):
    class Huge(ContentFile):
        def read(self, *size):
            raise AssertionError("was read")

    huge = Huge(b"")
    huge.size = decoding.MOST_BYTES + 1
    with pytest.raises(TooLarge):
        intake.take_in(dock, huge, by=carl, name="huge.jpg")


def test_a_bomb_is_refused_before_it_is_decoded(take):
    with pytest.raises(TooManyPixels):
        take(photographs.bomb())


def test_the_same_bytes_again_are_told_with_their_piece(take):
    data = photographs.jpeg()
    item = take(data).item

    with pytest.raises(SamePicture) as refused:
        take(data, "again.jpg")

    assert refused.value.item == item
    assert MailItem.objects.count() == 1


def test_another_operator_may_have_the_same_bytes(take, summit, sam):
    data = photographs.jpeg()
    take(data)

    assert intake.take_in(summit.spaces.get(), ContentFile(data), by=sam, name="letter.jpg").item.operator == summit


@pytest.mark.parametrize("fits", [0, 1, 2])
def test_a_full_disk_keeps_nothing_half(take, settings, fits):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "tests.support.full_disk.FullDisk", "OPTIONS": {"fits": fits}}
    }
    data = photographs.jpeg()

    with pytest.raises(StorageFull):
        take(data)

    assert not MailItem.objects.exists()
    assert default_storage.files() == []
    default_storage.fits = 99
    assert take(data).item


# --- Later


def test_a_second_picture_of_a_piece(take, photograph, carl):
    item = take(photographs.jpeg()).item

    back = pictures.add(item, photograph("back.jpg"), by=carl, name="back.jpg")

    assert [picture.file_name for picture in item.pictures.all()] == ["letter.jpg", "back.jpg"]
    assert back.position == 2
    assert item.reading.pk


def test_a_picture_is_turned_and_its_original_stays(take, carl):
    picture = take(photographs.jpeg(2000, 1000)).picture
    before = kept(picture, "original"), picture.large, picture.small

    pictures.turn(picture, 1, by=carl)

    assert Image.open(io.BytesIO(kept(picture, "large"))).size == (800, 1600)
    assert Image.open(io.BytesIO(kept(picture, "small"))).size == (200, 400)
    assert is_red(seen(kept(picture, "large")).getpixel((795, 5)))
    assert kept(picture, "original") == before[0]
    assert picture.quarter_turns == 1


def test_purged_pictures_are_really_gone(take, django_capture_on_commit_callbacks):
    taken = take(photographs.jpeg())
    names = [taken.picture.name_of(size) for size in Picture.Size]

    with django_capture_on_commit_callbacks(execute=True):
        pictures.purge(taken.item)

    assert not any(default_storage.exists(name) for name in names)
    taken.picture.refresh_from_db()
    assert taken.picture.original == ""


def test_what_a_dead_process_left_of_a_purge_goes_later(take):
    taken = take(photographs.jpeg())
    MailItem.objects.update(purged_at=timezone.now())

    purge_the_rest()

    assert not default_storage.exists(taken.picture.original)


def test_files_that_no_row_names_are_removed_a_day_later(take, settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    taken = take(photographs.jpeg())
    orphan = taken.picture.large.replace("large", "larger")
    default_storage.save(orphan, ContentFile(b"left behind"))

    assert remove_orphans(timezone.now()) == 0
    assert remove_orphans(timezone.now() + timedelta(days=2)) == 1

    assert not default_storage.exists(orphan)
    assert all(default_storage.exists(taken.picture.name_of(size)) for size in Picture.Size)
