"""Delete with a reason, and restore."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from boxholder.billing import charges
from boxholder.billing.models import Charge
from boxholder.billing.money import Money
from boxholder.mail.models import MailItem
from tests.paths import desk

pytestmark = pytest.mark.django_db


def test_it_is_deleted_with_a_reason_and_says_until_when(at_the_desk, parcel, said):
    answer = at_the_desk("post", parcel, "deletion/", reason="Photographed twice", standing=parcel.standing)

    parcel.refresh_from_db()
    assert parcel.deletion_reason == "Photographed twice"
    assert "can be restored until" in said(answer)
    page = at_the_desk("get", parcel).content.decode()
    assert "It can be restored until" in page
    at_the_desk("post", parcel, "recovery/")
    parcel.refresh_from_db()
    assert parcel.is_here


@pytest.mark.parametrize("how", ["on its page", "ticked"])
def test_what_is_waived_with_it_and_owed_again_is_said(log_in, harbor, carl, parcel, how):
    stored = {"kind": "storage_days", "description": "Storage of it", "amount": Money(700, "USD"), "cause": parcel}
    with transaction.atomic():
        charges.post(parcel.mailbox, happened_on=timezone.localdate(), part="2026-05-04", **stored)
    browser = log_in(carl)

    def act(name: str) -> str:
        parcel.refresh_from_db()
        data = {"reason": "A flyer", "standing": parcel.standing, "item": parcel.pk}
        address = f"mail/pieces/{parcel.pk}/{name}/" if how == "on its page" else f"mail/selection/{name}/"
        return browser.post(desk(harbor, address), data, follow=True).text

    assert "Waived with it, on record: Storage of it." in act("deletion")
    assert not Charge.objects.waiting().exists()
    assert "Owed again, as it is back: Storage of it." in act("recovery")
    assert Charge.objects.waiting().get().amount_minor == 700


def test_without_a_reason_it_stays(at_the_desk, parcel):
    page = at_the_desk("post", parcel, "deletion/", reason="", standing=parcel.standing).content.decode()

    assert "Say why: it stays on the trail." in page
    parcel.refresh_from_db()
    assert parcel.deleted_at is None


def test_a_page_that_is_out_of_date_asks_again_and_keeps_the_reason(at_the_desk, parcel, box_102, olivia):
    standing = parcel.standing
    MailItem.objects.get(pk=parcel.pk).reassign(box_102, by=olivia)
    page = at_the_desk("post", parcel, "deletion/", reason="Photographed twice", standing=standing).content.decode()

    assert "Olivia Owens was quicker" in page
    assert 'value="Photographed twice"' in page
    assert "Ben Brooks loses it at once." in page
    parcel.refresh_from_db()
    assert parcel.deleted_at is None
    at_the_desk("post", parcel, "deletion/", reason="Photographed twice", standing=parcel.standing)
    parcel.refresh_from_db()
    assert parcel.deleted_at is not None


def test_too_late_is_said(at_the_desk, parcel, carl, said):
    parcel.bin(by=carl, reason="Photographed twice")
    MailItem.objects.update(deleted_at=timezone.now() - timedelta(days=31))

    assert "Restore" not in at_the_desk("get", parcel).content.decode().replace("restored", "")
    assert "deleted too long ago" in said(at_the_desk("post", parcel, "recovery/"))
