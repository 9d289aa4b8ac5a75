"""What was sent on: where it is, and how it was packed."""

import pytest
from django.utils import timezone

from boxholder.billing.money import Money
from boxholder.mail import fulfilment
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, PackingPhoto
from boxholder.mail.pictures import packing
from tests.paths import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(parcel, rosa, carl, photograph) -> ActionRequest:
    now = timezone.now()
    asked = ActionRequest.ask(parcel, "forward", by=rosa.user, now=now, address="Rosa Reyes\n4 Elm Road")
    facts = {"carrier": "ups", "service": "Ground", "tracking_number": "1Z 999", "postage": Money(920, "USD")}
    fulfilment.send([asked], by=carl, now=now, sending=Sending(**facts, photo=packing.ready(photograph())))
    return asked


def photo_path(harbor) -> str:
    return site(harbor, f"requests/packing-photos/{PackingPhoto.objects.get().pk}/large/")


@pytest.mark.parametrize("where", ["requests/{0.pk}/", "mail/{0.item_id}/"])
def test_it_is_shown_with_the_request_and_with_the_piece(harbor, rosa, log_in, sent, where):
    browser = log_in(rosa)

    page = browser.get(site(harbor, where.format(sent))).text

    assert "UPS, Ground" in page
    assert "4 Elm Road" in page
    assert 'href="https://www.ups.com/track?tracknum=1Z999"' in page
    assert photo_path(harbor) in page
    assert browser.get(photo_path(harbor)).status_code == 200


def test_the_postage_is_for_who_pays(harbor, rosa, mia, log_in, sent):
    path = site(harbor, f"requests/{sent.pk}/")

    assert "9.20 USD" in log_in(rosa).get(path).text
    page = log_in(mia).get(path).text
    assert "UPS, Ground" in page
    assert "9.20 USD" not in page


def test_strangers_find_no_photograph(harbor, ben, rita, log_in, sent):
    for stranger in (ben, rita):
        assert log_in(stranger).get(photo_path(harbor)).status_code == 404


def test_brought_back_there_is_nothing_to_follow(harbor, rosa, carl, log_in, sent):
    browser, path = log_in(rosa), photo_path(harbor)
    assert browser.get(path).status_code == 200

    sent.item.bring_back(by=carl)

    assert browser.get(path).status_code == 404
    assert "UPS, Ground" not in browser.get(site(harbor, f"requests/{sent.pk}/")).text


def test_in_the_bin_it_is_not_shown(harbor, rosa, olivia, log_in, sent):
    sent.item.bin(by=olivia, reason="Photographed twice")

    assert log_in(rosa).get(photo_path(harbor)).status_code == 404
