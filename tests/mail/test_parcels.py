"""What goes out in one wrapping is one parcel: several pieces, one postage, one photograph of how it was packed."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from PIL import Image, ImageOps

from boxholder.billing.models import Charge
from boxholder.billing.money import Money
from boxholder.mail import emptying, fulfilment
from boxholder.mail.errors import RequestClosed
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, MailItem, PackingPhoto, Parcel
from boxholder.mail.pictures import packing
from boxholder.mail.pictures.purging import purge_the_rest, remove_orphans

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(box_101, rosa, carl):
    def for_a_new_piece() -> ActionRequest:
        item = MailItem.receive(box_101.space, by=carl, type="letter")
        item.assign(box_101, by=carl)
        wishes = {"address": "Rosa Reyes\n4 Elm Road"}
        return ActionRequest.ask(item, "forward", by=rosa.user, now=timezone.now(), **wishes)

    return for_a_new_piece


@pytest.fixture
def send(carl):
    def with_ups(*requests, **facts) -> Parcel:
        sending = Sending(**{"carrier": "ups", "postage": Money(920, "USD"), **facts})
        return fulfilment.send(requests, by=carl, now=timezone.now(), sending=sending)

    return with_ups


def stored() -> set[str]:
    """Every file there is, on whatever day it was put there."""

    def below(folder: str) -> set[str]:
        folders, files = default_storage.listdir(folder)
        return {*files, *(file for name in folders for file in below(f"{folder}/{name}"))}

    return below("pictures") if default_storage.exists("pictures") else set()


def test_two_pieces_are_one_parcel_with_one_postage(ask, send, carl):
    first, second = ask(), ask()

    parcel = send(first, second, service="Ground", tracking_number="1Z 999", weight_g=1200)

    assert Parcel.objects.get() == parcel
    assert set(parcel.requests.all()) == {first, second}
    assert (parcel.sent_with, parcel.weight_text) == ("UPS, Ground", "2 lb 10.3 oz")
    assert (parcel.postage, parcel.sent_by, parcel.address) == (Money(920, "USD"), carl, "Rosa Reyes\n4 Elm Road")
    assert Charge.objects.get(kind="postage").amount == parcel.postage


def test_one_that_was_not_sent_after_all_is_out_of_it(ask, send, carl):
    first, second = ask(), ask()
    parcel = send(first, second)

    second.item.bring_back(by=carl)

    second.refresh_from_db()
    assert (second.is_pending, second.parcel) == (True, None)
    assert list(parcel.requests.all()) == [first]


@pytest.mark.parametrize("kept", [0, 1])
def test_whichever_was_not_sent_the_postage_of_the_rest_is_owed(ask, send, carl, kept):
    requests = [ask(), ask()]
    send(*requests)
    stays, back = requests[kept], requests[1 - kept]

    back.item.bring_back(by=carl)

    [postage] = Charge.objects.waiting().filter(kind="postage")
    assert (postage.amount_minor, postage.cause_id) == (920, str(stays.pk))
    send(ActionRequest.objects.get(pk=back.pk))  # by itself now
    assert Charge.objects.waiting().filter(kind="postage").count() == 2


def test_none_was_sent_no_postage_is_owed(ask, send, carl):
    requests = [ask(), ask()]
    send(*requests)

    for request in requests:
        request.item.bring_back(by=carl)

    assert not Charge.objects.waiting().exists()
    requests[0].decline(by=carl, now=timezone.now(), reason="The renter keeps it")
    send(ActionRequest.objects.get(pk=requests[1].pk))
    assert Charge.objects.waiting().filter(kind="postage").count() == 1


def test_sent_again_it_is_another_parcel_and_owed_once(ask, send, carl):
    asked = ask()
    before = send(asked)
    asked.item.bring_back(by=carl)

    after = send(ActionRequest.objects.get(pk=asked.pk))

    assert after != before
    assert not before.requests.exists()
    assert list(after.requests.all()) == [asked]
    assert Charge.objects.get(kind="postage", waived_at=None).amount_minor == 920


def test_the_photograph_is_upright_without_its_place_and_in_two_sizes(ask, send, photograph):
    parcel = send(ask(), photo=packing.ready(photograph(width=900, height=600, orientation=6, gps=True)))

    photo = parcel.photo
    assert (photo.width, photo.height) == (600, 900)
    for name, longest in ((photo.original, 900), (photo.large, 900), (photo.small, 400)):
        image = Image.open(io.BytesIO(default_storage.open(name).read()))
        # Not a pixel of the original is compressed anew: what stays of its EXIF turns it.
        image = ImageOps.exif_transpose(image)
        assert max(image.size) == longest
        assert image.height > image.width
        assert 0x8825 not in image.getexif()


def test_where_one_is_gone_nothing_is_sent_and_no_file_stays(ask, send, photograph):
    there = stored()
    first, second = ask(), ask()
    second.decline(by=None, now=timezone.now(), reason="The envelope is empty")

    with pytest.raises(RequestClosed):
        send(first, second, photo=packing.ready(photograph()))

    first.refresh_from_db()
    assert first.is_pending
    assert first.item.is_here
    assert not Parcel.objects.exists()
    assert not Charge.objects.exists()
    assert stored() == there


@pytest.mark.parametrize(("room", "line"), [(fulfilment, "_packed"), (fulfilment, "_goes"), (Parcel, "charge_postage")])
def test_dying_on_any_line_nothing_was_sent_and_nothing_is_owed(ask, send, photograph, monkeypatch, room, line):
    class Died(BaseException):
        pass

    def die(*args, **facts):
        raise Died

    asked = ask()
    monkeypatch.setattr(room, line, die)

    with pytest.raises(Died):
        send(asked, photo=packing.ready(photograph()))

    asked.refresh_from_db()
    assert asked.is_pending
    assert not Parcel.objects.exists()
    assert not Charge.objects.exists()


def test_what_a_dead_process_left_behind_is_found_and_what_a_parcel_shows_is_not_taken(ask, send, photograph):
    parcel = send(ask(), photo=packing.ready(photograph()))
    later = timezone.now() + timedelta(days=3)

    remove_orphans(later)
    there = {name for name in stored() if not name.startswith(str(parcel.photo.pk))}
    assert default_storage.exists(parcel.photo.small)

    parcel.photo.delete()
    remove_orphans(later)
    assert stored() == there


def test_a_parcel_that_was_not_sent_has_no_photograph(ask, send, carl, photograph):
    there = stored()
    first, second = ask(), ask()
    send(first, second, photo=packing.ready(photograph()))
    first.item.bring_back(by=carl)
    purge_the_rest()
    assert PackingPhoto.objects.get().large

    second.item.bring_back(by=carl)
    purge_the_rest()

    assert not PackingPhoto.objects.get().large
    assert stored() == there


def test_once_every_piece_is_purged_its_photograph_is_gone(
    ask, send, olivia, photograph, django_capture_on_commit_callbacks
):
    first, second = ask(), ask()
    send(first, second, photo=packing.ready(photograph()))
    for asked, stays in ((first, True), (second, False)):
        item = MailItem.objects.get(pk=asked.item_id)
        item.bin(by=olivia, reason="Photographed twice")
        with django_capture_on_commit_callbacks(execute=True):
            emptying.purge(item, timezone.now())
        assert bool(PackingPhoto.objects.get().large) == stays


@pytest.mark.django_db(transaction=True)
def test_what_was_sent_before_there_were_parcels_has_one(ask, send):
    """Two under one number and one alone; there and back."""
    together, alone = [ask(), ask()], ask()
    send(*together, tracking_number="1Z 999"), send(alone, carrier="other", postage=None)
    try:
        call_command("migrate", "mail", "0020", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT sent_with, sent_tracking FROM mail_actionrequest ORDER BY id")
            assert cursor.fetchall() == [("ups", "1Z 999"), ("ups", "1Z 999"), ("other", "")]
            cursor.execute("UPDATE mail_actionrequest SET parcel_id = NULL")
            cursor.execute("DELETE FROM mail_parcel")
    finally:
        call_command("migrate", verbosity=0)

    packed, single = Parcel.objects.order_by("pk")
    assert set(packed.requests.all()) == set(together)
    assert (packed.tracking_number, packed.postage) == ("1Z 999", Money(920, "USD"))
    assert (list(single.requests.all()), single.carrier, single.postage) == ([alone], "other", None)
