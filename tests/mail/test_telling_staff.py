"""Staff are told of new requests as each of them chose: gathered, once, and only what somebody else asked."""

from datetime import UTC, datetime, timedelta

import pytest

from boxholder.mail import telling_staff
from boxholder.mail.models import ActionRequest, MailItem, RequestNotices
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Staff

pytestmark = pytest.mark.django_db

# 11:00 in Brooklyn.
NOW = datetime(2026, 5, 12, 15, tzinfo=UTC)
SOON, TOMORROW = NOW + timedelta(minutes=3), NOW + timedelta(days=1)


@pytest.fixture
def choose(carl):
    def choose(how: str, hour: int = 8, user=carl) -> None:
        notices = RequestNotices.objects.of(Staff.objects.get(user=user))
        notices.choose(how, hour=hour, now=NOW - timedelta(hours=12))

    return choose


@pytest.fixture
def ask(rosa, box_101, carl):
    def ask(at: datetime = NOW, by=None, **wishes) -> ActionRequest:
        item = MailItem.receive(box_101.space, by=carl, type="letter")
        item.assign(box_101, by=carl)
        return ActionRequest.ask(item, "shred", by=by or rosa.user, now=at, **wishes)

    return ask


def works(now: datetime) -> list[OutboxEmail]:
    for notices in telling_staff.due(now):
        telling_staff.tell(notices, now)
    return list(OutboxEmail.objects.filter(kind="new_requests").order_by("created_at"))


def test_who_chose_nothing_is_told_nothing(ask, carl):
    ask()

    assert works(SOON) == []


def test_ten_in_a_row_are_one_e_mail_and_told_once(ask, choose):
    choose("at_once")
    requests = [ask(NOW + timedelta(seconds=10 * n)) for n in range(10)]
    assert works(NOW + timedelta(minutes=1)) == []

    for _round in range(2):
        (email,) = works(NOW + timedelta(minutes=5))

    assert (email.to, email.subject, email.at_most_once) == ("carl@harbor.example", "10 new requests", True)
    assert f"/harbor/desk/requests/{requests[9].pk}/" in email.text
    ask(NOW + timedelta(minutes=6))
    assert len(works(NOW + timedelta(minutes=9))) == 2


def test_while_more_comes_it_waits_but_not_for_ever(ask, choose):
    choose("at_once")
    ask(NOW)
    ask(NOW + timedelta(minutes=7))

    assert works(NOW + timedelta(minutes=7, seconds=30)) == []
    assert len(works(NOW + timedelta(minutes=8, seconds=30))) == 1


def test_once_a_day_at_the_hour_of_the_place(ask, choose):
    choose("digest", hour=12)
    ask()
    assert works(NOW + timedelta(minutes=59)) == []

    assert len(works(NOW + timedelta(minutes=61))) == 1
    ask(NOW + timedelta(minutes=70))
    assert len(works(NOW + timedelta(hours=6))) == 1
    assert len(works(TOMORROW + timedelta(minutes=61))) == 2


def test_what_one_asked_oneself_is_no_news(ask, choose, carl, olivia):
    choose("at_once")
    choose("at_once", user=olivia)
    ask(by=carl, is_for_renter=True)

    assert [email.to for email in works(SOON)] == ["olivia@harbor.example"]


def test_what_is_over_by_then_is_not_told(ask, choose, rosa):
    choose("at_once")
    ask().cancel(by=rosa.user, now=NOW)

    assert works(SOON) == []


def test_who_was_shut_out_is_told_nothing(ask, choose, carl, olivia):
    choose("at_once")
    ask()
    Staff.objects.get(user=carl).deactivate(by=olivia)

    assert works(SOON) == []


def test_another_operators_staff_are_not_told(ask, choose, sam):
    choose("at_once", user=sam)
    ask()

    assert works(SOON) == []


def test_switched_on_again_what_came_meanwhile_is_not_told(ask, choose, carl):
    ask()
    notices = RequestNotices.objects.of(Staff.objects.get(user=carl))
    notices.choose("at_once", hour=8, now=NOW + timedelta(minutes=1))

    assert works(SOON) == []


def test_a_sweep_asks_no_more_for_many_than_for_one(ask, choose, carl, olivia, sam, django_assert_num_queries):
    ask()
    choose("at_once")
    # The people with what waits for them, and the spaces.
    with django_assert_num_queries(2):
        assert len(telling_staff.due(SOON)) == 1

    choose("digest", user=olivia)
    choose("at_once", user=sam)

    with django_assert_num_queries(2):
        assert len(telling_staff.due(SOON)) == 2
