"""Everybody who reads a mailbox is told as they chose, one e-mail each, and of nothing that went elsewhere."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from boxholder.billing.money import Money
from boxholder.mail import emails, fulfilment, jobs, notices
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, MailItem, NewMailNotice, NoticePreference, PieceEmail
from boxholder.mailboxes.models import MailboxPerson
from boxholder.notifications.models import OutboxEmail
from tests.cast import make_mia
from tests.mail.telling import works

pytestmark = pytest.mark.django_db

Kind, How = NoticePreference.Kind, NoticePreference.How
SOON = timedelta(minutes=3)


def told(kind: str) -> list[str]:
    return sorted(OutboxEmail.objects.filter(kind=kind, withdrawn_at=None).values_list("to", flat=True))


def ask(item, rosa, kind="open_and_scan", **wishes) -> ActionRequest:
    return ActionRequest.ask(item, kind, by=rosa.user, now=timezone.now(), **wishes)


@pytest.fixture
def arrived(mia, box_101, carl) -> MailItem:
    """A letter that came when Mia was there already."""
    item = MailItem.receive(box_101.space, by=carl, type="letter", sender="Ant")
    item.assign(box_101, by=carl)
    return item


def test_new_mail_is_told_to_each_with_their_name(arrived):
    works(timezone.now() + SOON)

    assert told("new_mail") == ["mia@example.com", "rosa@example.com"]
    assert OutboxEmail.objects.get(to="mia@example.com").text.startswith("Hello Mia,")


def test_one_who_switched_it_off_takes_it_from_nobody_else(arrived, mia, harbor):
    NoticePreference.objects.choose(mia, harbor, Kind.NEW_MAIL, How.OFF)

    works(timezone.now() + SOON)

    assert told("new_mail") == ["rosa@example.com"]


def test_who_lost_the_mailbox_meanwhile_is_not_told(arrived, rosa):
    MailboxPerson.objects.get().remove(by=rosa.user)

    works(timezone.now() + SOON)

    assert told("new_mail") == ["rosa@example.com"]
    assert NewMailNotice.objects.exclude(person=None).get().not_told == "left"


def test_a_pickup_person_and_who_has_not_joined_yet_are_told_nothing(rosa, box_101, carl):
    MailboxPerson.objects.create(mailbox=box_101, role="pickup", name="Paul Porter")
    MailboxPerson.objects.create(mailbox=box_101, role="manager", name="Max Moss", email="max@example.com")
    MailItem.receive(box_101.space, by=carl).assign(box_101, by=carl)

    works(timezone.now() + SOON)

    assert told("new_mail") == ["rosa@example.com"]


def test_what_went_elsewhere_is_withdrawn_from_everybody(arrived, box_102, carl):
    works(timezone.now() + SOON)

    arrived.reassign(box_102, by=carl)
    works(timezone.now() + SOON)

    assert told("new_mail") == ["ben@example.com"]


def test_done_and_refused_are_told_to_each(parcel, mia, rosa, carl, harbor):
    ask(parcel, rosa).complete(by=carl, now=timezone.now())
    NoticePreference.objects.choose(mia, harbor, Kind.REQUEST_DECLINED, How.OFF)
    ask(parcel, rosa).decline(by=carl, now=timezone.now(), reason="It is empty")

    assert told("request_done") == ["mia@example.com", "rosa@example.com"]
    assert told("request_declined") == ["rosa@example.com"]


def test_a_parcel_is_followed_from_its_e_mail(parcel, rosa, carl):
    request = ask(parcel, rosa, "forward", address="Rosa Reyes\n4 Elm Road")
    fulfilment.send([request], by=carl, now=timezone.now(), sending=Sending(carrier="ups", tracking_number="1Z 999"))

    email = OutboxEmail.objects.get(kind="parcel_sent")
    assert email.subject == "On its way: Parcel from Clay Supply Co."
    for words in ("https://www.ups.com/track?tracknum=1Z999", "4 Elm Road", f"/harbor/requests/{request.pk}/"):
        assert words in email.text


def test_who_pays_reads_what_the_postage_was(parcel, mia, rosa, carl):
    request = ask(parcel, rosa, "forward", address="Rosa Reyes\n4 Elm Road")
    fulfilment.send([request], by=carl, now=timezone.now(), sending=Sending(postage=Money(1240, "USD")))

    theirs, hers = OutboxEmail.objects.filter(kind="parcel_sent").order_by("to")
    assert (theirs.to, hers.to) == ("mia@example.com", "rosa@example.com")
    assert "Postage: 12.40 USD, once for the whole parcel" in hers.text
    assert "12.40" not in theirs.text


@pytest.mark.parametrize("status", ["waiting", "failed"])
def test_who_lost_the_mailbox_while_the_mail_server_was_down_is_sent_nothing(arrived, parcel, rosa, carl, status):
    notices.tell(arrived.mailbox_id, timezone.now() + SOON)
    ask(parcel, rosa).complete(by=carl, now=timezone.now())
    assert told("new_mail") == told("request_done") == ["mia@example.com", "rosa@example.com"]
    OutboxEmail.objects.update(status=status)

    MailboxPerson.objects.get().remove(by=rosa.user)
    jobs.sweep(timezone.now())

    assert told("new_mail") == told("request_done") == ["rosa@example.com"]
    notices.tell(arrived.mailbox_id, timezone.now() + SOON)
    assert NewMailNotice.objects.get(item=arrived, person__isnull=False).not_told == "left"


@pytest.mark.parametrize("status", ["waiting", "failed"])
def test_a_request_of_a_piece_that_went_elsewhere_is_told_no_more(parcel, rosa, box_102, carl, status):
    ask(parcel, rosa).complete(by=carl, now=timezone.now())
    assert told("request_done") == ["rosa@example.com"]
    OutboxEmail.objects.update(status=status)

    parcel.reassign(box_102, by=carl)

    assert told("request_done") == []


def test_back_again_it_is_told_after_all_but_what_was_sent_is_not_sent_again(parcel, rosa, box_101, box_102, carl):
    ask(parcel, rosa).complete(by=carl, now=timezone.now())
    parcel.reassign(box_102, by=carl)
    parcel.reassign(box_101, by=carl)

    assert told("request_done") == ["rosa@example.com"]


@pytest.mark.parametrize(("role", "is_told"), [("manager", True), ("recipient", False)])
def test_what_storage_costs_is_told_to_who_manages_the_mailbox(rosa, harbor, role, is_told):
    user = make_mia(rosa, role)

    assert (NoticePreference.objects.of(user, harbor, Kind.STORAGE) == How.AT_ONCE) is is_told
    assert NoticePreference.objects.of(rosa.user, harbor, Kind.STORAGE) == How.AT_ONCE


def test_of_a_withdrawn_warning_the_pieces_that_stayed_are_warned_of_again(rosa, box_101, box_102, carl):
    items = [MailItem.receive(box_101.space, by=carl, type="parcel") for _n in range(2)]
    for item in items:
        item.assign(box_101, by=carl)
    MailItem.objects.update(storage_warned_at=timezone.now())
    clock = SimpleNamespace(fee="1.00 USD", first_paid_day=timezone.localdate())
    emails.storage_begins(box_101, [(item, clock) for item in items])

    items[0].refresh_from_db()
    items[0].reassign(box_102, by=carl)
    PieceEmail.objects.warn_anew(timezone.now())

    items[1].refresh_from_db()
    assert items[1].storage_warned_at is None
    emails.storage_begins(box_101, [(items[1], clock)])
    (email,) = OutboxEmail.objects.filter(kind="storage_begins", withdrawn_at=None)
    assert items[0].reference not in email.text
    assert items[1].reference in email.text
