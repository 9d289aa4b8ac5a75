"""The mailroom says how a parcel was sent, and shows how it was packed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from boxholder.mail.models import ActionRequest, MailItem, PackingPhoto, Parcel
from tests.paths import desk

pytestmark = pytest.mark.django_db

SAID = {"carrier": "ups", "service": "Ground", "tracking_number": "1Z 999", "weight": "2 lb 3 oz", "postage": "9.20"}


@pytest.fixture
def asked(parcel, rosa) -> ActionRequest:
    return ActionRequest.ask(parcel, "forward", by=rosa.user, now=timezone.now(), address="Rosa Reyes\n4 Elm Road")


@pytest.fixture
def browser(carl, log_in):
    return log_in(carl)


def complete(browser, harbor, asked, **said):
    return browser.post(desk(harbor, f"requests/{asked.pk}/completion/"), {**SAID, **said})


def test_it_stands_on_the_requests_page_with_its_photograph(harbor, browser, asked, photograph):
    complete(browser, harbor, asked, packing_photo=photograph("box.jpg"))

    page = browser.get(desk(harbor, f"requests/{asked.pk}/")).text
    for words in ("UPS, Ground", "https://www.ups.com/track?tracknum=1Z999", "2 lb 3 oz"):
        assert words in page
    address = desk(harbor, f"requests/packing-photos/{PackingPhoto.objects.get().pk}/large/")
    assert address in page
    assert browser.get(address)["Content-Type"] == "image/jpeg"


def test_what_may_go_along_says_what_it_is_and_what_its_renter_wants(harbor, browser, asked, box_101, carl, rosa):
    other = MailItem.receive(box_101.space, by=carl, type="letter", sender="Water Board", shelf="A-3")
    other.assign(box_101, by=carl)
    wishes = {"address": asked.address, "carrier": "DHL", "note": "By itself, please"}
    ActionRequest.ask(other, "forward", by=rosa.user, now=timezone.now(), **wishes)

    page = browser.get(desk(harbor, f"requests/{asked.pk}/")).text

    assert f"{other}, Letter from Water Board · Shelf A-3 · Wished carrier: DHL · “By itself, please”" in page


@pytest.mark.parametrize("more", [0, 1])
def test_what_was_to_go_along_and_is_cancelled_is_not_sent_in_silence(
    harbor, browser, asked, box_101, carl, rosa, more
):
    """It lies in the box already. `more` still may go along."""
    others = []
    for _n in range(1 + more):
        item = MailItem.receive(box_101.space, by=carl, type="letter")
        item.assign(box_101, by=carl)
        wishes = {"address": asked.address, "by": rosa.user, "now": timezone.now()}
        others.append(ActionRequest.ask(item, "forward", **wishes))
    others[0].cancel(by=rosa.user, now=timezone.now())
    ticked = [other.pk for other in others]

    page = complete(browser, harbor, asked, together=ticked).text

    assert f"Nothing was sent: {others[0].item} was to go along" in page
    assert 'value="1Z 999"' in page
    assert not Parcel.objects.exists()
    complete(browser, harbor, asked, together=ticked[1:])
    assert Parcel.objects.get().requests.count() == 1 + more


def test_a_clerk_sees_no_postage_and_the_owner_does(harbor, browser, olivia, log_in, asked):
    complete(browser, harbor, asked)

    assert "9.20 USD" not in browser.get(desk(harbor, f"requests/{asked.pk}/")).text
    assert "9.20 USD" in log_in(olivia).get(desk(harbor, f"requests/{asked.pk}/")).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xd8\xff\xe0 torn", "box.jpg: The file is broken"),
        (b"%PDF-1.7", "box.jpg is not a picture"),
        (b"", "box.jpg is not a picture"),
    ],
)
def test_a_torn_photograph_is_refused_by_name_and_what_was_typed_stays(harbor, browser, asked, content, words):
    page = complete(browser, harbor, asked, packing_photo=SimpleUploadedFile("box.jpg", content)).text

    assert words in page
    for typed in ("Ground", "1Z 999", "2 lb 3 oz", "9.20"):
        assert f'value="{typed}"' in page
    assert not Parcel.objects.exists()


def test_what_is_no_weight_is_said_and_the_photograph_is_asked_for_again(harbor, browser, asked, photograph):
    page = complete(browser, harbor, asked, weight="heavy", packing_photo=photograph()).text

    assert "This is not a weight." in page
    assert "Choose it once more" in page
    assert not Parcel.objects.exists()


def test_a_full_disk_sends_nothing_and_says_so(harbor, browser, asked, photograph, settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.support.full_disk.FullDisk"}}

    page = complete(browser, harbor, asked, packing_photo=photograph()).text

    assert "The disk here is full" in page
    assert not Parcel.objects.exists()


def test_brought_by_our_own_people_it_has_a_weight_and_a_photograph_too(harbor, browser, parcel, rosa, photograph):
    asked = ActionRequest.ask(parcel, "local_delivery", by=rosa.user, now=timezone.now(), address="4 Elm Road")

    complete(browser, harbor, asked, packing_photo=photograph())

    sent = Parcel.objects.get()
    assert (sent.kind, sent.carrier, sent.weight_text) == ("local_delivery", "", "2 lb 3 oz")
    assert sent.photo


def test_another_operators_clerk_finds_no_photograph(harbor, browser, asked, photograph, sam, log_in, summit):
    complete(browser, harbor, asked, packing_photo=photograph())
    pk = PackingPhoto.objects.get().pk

    assert log_in(sam).get(desk(summit, f"requests/packing-photos/{pk}/large/")).status_code == 404
