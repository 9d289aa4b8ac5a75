"""Renters are told of new mail: once, all of it, and nothing that is not theirs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from boxholder.mail import intake, jobs
from boxholder.mail.models import MailItem, NewMailNotice, NoticePreference
from boxholder.mailboxes.models import Mailbox
from boxholder.notifications.delivery import deliver_email
from boxholder.notifications.models import OutboxEmail
from tests.mail.telling import told_of, works

pytestmark = pytest.mark.django_db

SOON = timedelta(minutes=3)


@pytest.fixture
def arrive(dock, carl):
    """`arrive(box_101, "Clay Supply Co.")`: a parcel that is assigned at once."""

    def arrive(mailbox: Mailbox, sender: str, **facts) -> MailItem:
        item = MailItem.receive(dock, by=carl, type=MailItem.Type.PARCEL, sender=sender, **facts)
        item.assign(mailbox, by=carl)
        return item

    return arrive


def letters() -> list[OutboxEmail]:
    return list(OutboxEmail.objects.filter(kind="new_mail", withdrawn_at=None))


# --- Gathering


def test_two_minutes_are_waited(parcel):
    works(timezone.now() + timedelta(minutes=1))
    assert letters() == []

    works(timezone.now() + SOON)
    (letter,) = letters()
    assert (letter.to, letter.at_most_once) == ("rosa@example.com", True)
    assert letter.subject == "New mail for PMB 101: Parcel from Clay Supply Co."


def test_what_comes_for_one_mailbox_is_told_in_one_e_mail(arrive, box_101, box_102):
    for sender in ("Ant", "Bee"):
        arrive(box_101, sender)
    arrive(box_102, "Cat")

    works(timezone.now() + SOON)

    rosas, bens = sorted(letters(), key=lambda letter: letter.to, reverse=True)
    assert rosas.subject == "New mail for PMB 101: 2 pieces"
    assert "Parcel from Ant" in rosas.text
    assert "Parcel from Bee" in rosas.text
    assert "Parcel from Cat" in bens.text


def test_while_more_comes_it_waits_but_not_for_ever(arrive, box_101):
    now = timezone.now()
    first, last = arrive(box_101, "Ant"), arrive(box_101, "Bee")
    NewMailNotice.objects.filter(item=last).update(due_at=now + timedelta(minutes=9))

    works(now + timedelta(minutes=5))
    assert letters() == []

    NewMailNotice.objects.filter(item=last).update(due_at=now + timedelta(minutes=12))
    works(now + timedelta(minutes=11))
    assert told_of(first)
    assert not told_of(last)


def test_nobody_is_told_twice(parcel, carl):
    for _round in range(3):
        works(timezone.now() + SOON)
    NewMailNotice.objects.put(parcel)
    works(timezone.now() + SOON)

    assert len(letters()) == 1


# --- To whom


def test_who_switched_it_off_gets_none(parcel, rosa):
    NoticePreference.objects.choose(rosa.user, rosa.operator, NoticePreference.Kind.NEW_MAIL, NoticePreference.How.OFF)

    works(timezone.now() + SOON)

    assert letters() == []
    assert NewMailNotice.objects.get().not_told == "switched_off"


def test_before_the_mailbox_is_activated_nobody_is_told(arrive, box_103):
    arrive(box_103, "Ant")

    works(timezone.now() + SOON)

    assert letters() == []
    assert NewMailNotice.objects.get().not_told == "not_activated"


@pytest.mark.parametrize(("days", "is_told"), [(30, True), (200, False)])
def test_the_renter_of_a_closed_mailbox_is_told_for_six_months(arrive, box_101, dock, days, is_told):
    closed_on = dock.today(timezone.now()) - timedelta(days=days)
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=closed_on)
    arrive(Mailbox.objects.get(pk=box_101.pk), "Ant")

    works(timezone.now() + SOON)

    assert bool(letters()) is is_told


# --- What it says


def test_it_shows_what_came_and_where_to_look(dock, carl, box_101, photograph, harbor, settings):
    item = intake.take_in(dock, photograph(), by=carl, name="letter.jpg").item
    item.change_details(by=carl, type="letter", sender="Brooklyn Water <Board>", tracking_number="9400", carrier="usps")
    item.assign(box_101, by=carl)

    works(timezone.now() + SOON)

    (letter,) = letters()
    address = f"{settings.BASE_URL}/harbor/mail/{item.pk}/"
    for words in (letter.text, letter.html):
        assert address in words
        assert f"{settings.BASE_URL}/harbor/settings/notifications/" in words
        assert "USPS 9400" in words
    assert "Letter from Brooklyn Water <Board>" in letter.text
    assert "Letter from Brooklyn Water &lt;Board&gt;" in letter.html
    assert f'<img src="{settings.BASE_URL}/harbor/mail/pictures/' in letter.html


def test_times_are_the_spaces(arrive, box_101):
    arrive(box_101, "Ant", at=datetime(2026, 3, 1, 3, 30, tzinfo=UTC))

    works(timezone.now() + SOON)

    assert "February 28, 2026, 10:30 PM" in letters()[0].text


def test_of_very_many_the_rest_is_counted(arrive, box_101):
    for n in range(22):
        arrive(box_101, f"Sender {n:02}")

    works(timezone.now() + SOON)

    (letter,) = letters()
    assert "22 pieces" in letter.subject
    assert letter.text.count("/mail/") == 21
    assert "And 2 more." in letter.text


def test_it_goes_out_in_both_forms(parcel, mailoutbox):
    works(timezone.now() + SOON)
    deliver_email(str(letters()[0].pk))

    parts = mailoutbox[0].message().walk()
    assert [part.get_content_type() for part in parts] == ["multipart/alternative", "text/plain", "text/html"]


# --- It was somebody else's


def test_the_right_renter_is_told_and_the_wrong_one_is_not(parcel, box_102, carl):
    parcel.reassign(box_102, by=carl)

    works(timezone.now() + SOON)

    assert [letter.to for letter in letters()] == ["ben@example.com"]


@pytest.mark.parametrize("status", ["waiting", "failed"])
def test_an_e_mail_that_did_not_go_out_is_withdrawn_and_the_rest_told_anew(arrive, box_101, box_102, carl, status):
    wrong, right = arrive(box_101, "Ant"), arrive(box_101, "Bee")
    works(timezone.now() + SOON)
    (first,) = letters()
    OutboxEmail.objects.update(status=status)

    wrong.reassign(box_102, by=carl)
    deliver_email(str(first.pk))
    works(timezone.now() + SOON)

    first.refresh_from_db()
    assert (first.status, first.withdrawn_at is None) == (status, False)
    rosas, bens = sorted(letters(), key=lambda letter: letter.to, reverse=True)
    assert "Bee" in rosas.text
    assert "Ant" not in rosas.text + rosas.html + rosas.subject
    assert "Ant" in bens.text
    assert told_of(right) == [rosas]


@pytest.mark.parametrize("act", ["unassign", "bin", "mark_not_ours"])
def test_whatever_takes_it_away_withdraws_it(parcel, carl, act):
    works(timezone.now() + SOON)
    more = {"reason": "A slip"} if act == "bin" else {}

    getattr(parcel, act)(by=carl, **more)
    works(timezone.now() + SOON)

    assert letters() == []
    assert list(OutboxEmail.objects.due(timezone.now())) == []


def test_what_was_sent_stays_on_record(parcel, box_102, carl):
    works(timezone.now() + SOON)
    OutboxEmail.objects.update(status="sent", sent_at=timezone.now())

    parcel.reassign(box_102, by=carl)
    works(timezone.now() + SOON)

    assert {notice.mailbox.pmb: notice.email.to for notice in parcel.notices.all()} == {
        "101": "rosa@example.com",
        "102": "ben@example.com",
    }


@pytest.mark.parametrize(("status", "is_told_again"), [("waiting", True), ("sent", False), ("doubtful", False)])
def test_back_with_its_first_renter_they_are_told_once(parcel, box_101, box_102, carl, status, is_told_again):
    works(timezone.now() + SOON)
    OutboxEmail.objects.update(status=status)

    parcel.reassign(box_102, by=carl)
    parcel.reassign(box_101, by=carl)
    works(timezone.now() + SOON)

    (told,) = told_of(parcel)
    assert (told.status, told.to) == ("waiting" if is_told_again else status, "rosa@example.com")
    assert told.withdrawn_at is None


def test_a_doubtful_one_is_rewritten_for_the_rest_lest_it_is_sent_again(arrive, box_101, box_102, carl):
    wrong, right = arrive(box_101, "Ant"), arrive(box_101, "Bee")
    works(timezone.now() + SOON)
    OutboxEmail.objects.update(status="doubtful")

    wrong.reassign(box_102, by=carl)
    assert list(OutboxEmail.objects.failed(timezone.now())) == []
    works(timezone.now())

    (shown,) = OutboxEmail.objects.failed(timezone.now())
    assert "Bee" in shown.text
    assert "Ant" not in shown.text + shown.html + shown.subject
    assert told_of(right) == [shown]


def test_picked_up_before_they_were_told_it_is_no_news(parcel, carl):
    MailItem.objects.pick_up([parcel], who="Rosa Reyes", by=carl)

    works(timezone.now() + SOON)

    assert letters() == []


# --- Lost tasks


def test_a_lost_task_is_woken_by_the_sweep(parcel, run_tasks):
    jobs.sweep(timezone.now())
    run_tasks()
    assert letters() == []

    NewMailNotice.objects.update(due_at=timezone.now())
    jobs.sweep(timezone.now())
    run_tasks()

    assert len(letters()) == 1
