"""The counter: who collects what, and signs for it."""

from datetime import date

import pytest
from django.utils import timezone

from boxholder.mail.models import ActionRequest, MailItem, Pickup
from boxholder.mailboxes.models import MailboxPerson
from tests.paths import desk

pytestmark = pytest.mark.django_db
SIGNED = "M10 20.5L30 40L599 199"


@pytest.fixture
def second_parcel(box_101, carl):
    item = MailItem.receive(box_101.space, by=carl, type=MailItem.Type.PARCEL)
    item.assign(box_101, by=carl)
    return item


@pytest.fixture
def counter(log_in, carl, harbor, box_101):
    """Carl hands out these to Rosa, who signs."""

    def hand_out(*items, **changes):
        form = {"mailbox": box_101.pk, "item": [item.pk for item in items], "known": "Rosa Reyes", "signature": SIGNED}
        return log_in(carl).post(desk(harbor, "mail/pieces/pickups/"), form | changes)

    return hand_out


def test_the_page_offers_what_waits_and_who_may_collect_it(log_in, carl, harbor, parcel, second_parcel, box_101):
    MailItem.objects.pick_up([second_parcel], who="Nora Reyes", by=carl)
    MailboxPerson.objects.add(box_101, role="pickup", name="Dora Driver", by=carl)
    MailboxPerson.objects.add(box_101, role="pickup", name="Gus Gone", by=carl).remove(by=carl)
    page = log_in(carl).get(desk(harbor, f"mail/pieces/pickups/?item={parcel.pk}")).content.decode()

    assert f'value="{parcel.pk}" checked' in page
    assert f'value="{second_parcel.pk}"' not in page
    for offer in ("Rosa Reyes", "Dora Driver · Pickup person", "Nora Reyes · has collected before", "Somebody else"):
        assert offer in page
    assert "Gus Gone" not in page


def test_what_somebody_came_for_stands_on_top(log_in, carl, harbor, parcel, second_parcel):
    page = log_in(carl).get(desk(harbor, f"mail/pieces/pickups/?item={parcel.pk}")).content.decode()

    assert page.index(f'value="{parcel.pk}" checked') < page.index(f'value="{second_parcel.pk}">')


def test_what_is_asked_for_otherwise_is_said_and_not_ticked(log_in, carl, harbor, parcel, second_parcel, box_101, rosa):
    """All that waits for somebody is handed out in one go; not what has to be forwarded."""
    ActionRequest.ask(parcel, "hold", by=rosa.user, now=timezone.now(), hold_until=date(2099, 1, 1))
    ActionRequest.ask(second_parcel, "onsite_pickup", by=rosa.user, now=timezone.now())

    page = log_in(carl).get(desk(harbor, f"mail/pieces/pickups/?mailbox={box_101.pk}")).content.decode()

    assert f'value="{second_parcel.pk}" checked' in page
    assert f'value="{parcel.pk}">' in page
    assert page.count("Asked for:") == 1
    assert "Asked for: Hold" in page


def test_several_are_handed_out_with_one_signature(counter, parcel, second_parcel, said):
    answer = counter(parcel, second_parcel)

    pickup = Pickup.objects.get()
    assert (pickup.who, pickup.signature, pickup.mail_items.count()) == ("Rosa Reyes", SIGNED, 2)
    assert said(answer) == "Rosa Reyes has collected 2 pieces."


def test_the_signature_stands_on_the_trail(counter, at_the_desk, parcel):
    counter(parcel)

    page = at_the_desk("get", parcel).content.decode()
    assert "Picked up by Rosa Reyes" in page
    assert f'<path d="{SIGNED}"/>' in page


def test_all_of_it_is_undone_at_once(counter, log_in, carl, harbor, parcel, second_parcel):
    counter(parcel, second_parcel)
    log_in(carl).post(desk(harbor, f"mail/pieces/pickups/{Pickup.objects.get().pk}/undoing/"))

    assert MailItem.objects.here().count() == 2
    assert Pickup.objects.get().signature == SIGNED


def test_somebody_else_is_written_down(counter, parcel):
    assert "Write down who collected it." in counter(parcel, known="other").content.decode()
    counter(parcel, known="other", who="Dora Driver", signature="")

    assert (Pickup.objects.get().who, Pickup.objects.get().signature) == ("Dora Driver", "")


def test_one_is_gone_so_none_is_handed_out_and_nothing_typed_is_lost(counter, parcel, second_parcel, olivia):
    MailItem.objects.get(pk=second_parcel.pk).return_to_sender(by=olivia)
    page = counter(parcel, second_parcel, known="other", who="Dora Driver").content.decode()

    assert f"{second_parcel}</a>: Nothing was changed: Olivia Owens was quicker" in page
    assert "Dora Driver" in page
    assert SIGNED in page
    assert f'value="{parcel.pk}" checked' in page
    assert not Pickup.objects.exists()
    parcel.refresh_from_db()
    assert parcel.is_here


def test_what_went_to_another_mailbox_is_not_handed_out(counter, parcel, second_parcel, box_102, olivia):
    MailItem.objects.get(pk=second_parcel.pk).reassign(box_102, by=olivia)

    assert "Moved from PMB 101 to PMB 102" in counter(parcel, second_parcel).content.decode()
    assert not Pickup.objects.exists()


def test_nothing_ticked_is_said(counter, parcel):
    assert "Tick what is handed out." in counter().content.decode()


@pytest.mark.parametrize(
    "path", ['"/><script>', "M1 1", "M700 1L1 1", "M1 1L1 201", "M1 1L2 2Z", "M1 1L" + "1" * 70_000]
)
def test_what_is_no_signature_is_refused(counter, parcel, path):
    page = counter(parcel, signature=path).content.decode()

    assert "The signature did not come through whole." in page
    assert not Pickup.objects.exists()


def test_pieces_of_several_mailboxes_are_taken_one_after_the_other(
    log_in, carl, harbor, parcel, letter, box_102, second_parcel
):
    letter.assign(box_102, by=carl)
    page = log_in(carl).get(desk(harbor, f"mail/pieces/pickups/?item={parcel.pk}&item={letter.pk}")).content.decode()

    assert "belong to several mailboxes" in page
    assert f"?item={letter.pk}" in page


def test_nobodys_piece_is_assigned_first(log_in, carl, harbor, letter):
    answer = log_in(carl).get(desk(harbor, f"mail/pieces/pickups/?item={letter.pk}"))

    assert answer["Location"] == desk(harbor, f"mail/pieces/{letter.pk}/")


@pytest.mark.parametrize("query", ["", "?item=", "?item=x", "?item=99999999999999999999", "?mailbox=0"])
def test_what_does_not_exist_is_404(log_in, carl, harbor, query):
    assert log_in(carl).get(desk(harbor, f"mail/pieces/pickups/{query}")).status_code == 404


def test_another_operators_pieces_are_404(log_in, sam, summit, parcel, box_101):
    browser = log_in(sam)
    address = desk(summit, "mail/pieces/pickups/")

    assert browser.get(address, {"item": parcel.pk}).status_code == 404
    assert browser.post(address, {"item": parcel.pk, "mailbox": box_101.pk}).status_code == 404
    parcel.refresh_from_db()
    assert parcel.is_here
