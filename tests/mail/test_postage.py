"""Postage above what a renter set is asked about first, and as much is charged as they agreed to, never more."""

import pytest
from django.utils import timezone

from boxholder.billing.models import Charge
from boxholder.billing.money import Money
from boxholder.mail import fulfilment, postage
from boxholder.mail.errors import (
    NothingToAsk,
    PostageNotAgreed,
    QuestionOver,
    QuestionWaits,
    RequestClosed,
)
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import (
    ActionRequest,
    MailItem,
    NoticePreference,
    PackingPhoto,
    Parcel,
    PostageLimit,
    PostageQuestion,
    RequestNotices,
)
from boxholder.mail.pictures import packing
from boxholder.mail.pictures.purging import purge_the_rest
from boxholder.mailboxes.models import MailboxPerson
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Staff

pytestmark = pytest.mark.django_db


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@pytest.fixture
def limit(box_101, rosa):
    """`limit(1000)`: Rosa wants to be asked before postage above 10.00 USD."""

    def choose(minor: int | None) -> None:
        PostageLimit.objects.choose(box_101, None if minor is None else usd(minor), by=rosa.user)

    choose(1000)
    return choose


@pytest.fixture
def asked(box_101, rosa, carl):
    def for_a_new_piece(kind: str = "forward") -> ActionRequest:
        item = MailItem.receive(box_101.space, by=carl, type="letter")
        item.assign(box_101, by=carl)
        wishes = {"address": "Rosa Reyes\n4 Elm Road"}
        return ActionRequest.ask(item, kind, by=rosa.user, now=timezone.now(), **wishes)

    return for_a_new_piece


@pytest.fixture
def send(carl):
    def at(minor: int | None, *requests, **facts) -> Parcel:
        sending = Sending(postage=None if minor is None else usd(minor), **facts)
        return fulfilment.send(_as_they_stand(requests), by=carl, now=timezone.now(), sending=sending)

    return at


@pytest.fixture
def ask(carl):
    def about(minor: int | None, *requests, **facts) -> PostageQuestion:
        sending = Sending(postage=None if minor is None else usd(minor), **facts)
        return postage.ask(_as_they_stand(requests), by=carl, now=timezone.now(), sending=sending)

    return about


@pytest.fixture
def answer(rosa):
    return lambda question, said: question.settle(said, by=rosa.user, now=timezone.now())


def _as_they_stand(requests) -> list[ActionRequest]:
    return [ActionRequest.objects.get(pk=request.pk) for request in requests]


def charged() -> list[int]:
    return list(Charge.objects.filter(kind="postage", waived_at=None).values_list("amount_minor", flat=True))


@pytest.mark.parametrize(
    ("above", "minor", "is_asked"),
    [
        (None, 99_999, False),  # never asked
        (1000, None, False),  # nothing to pay
        (1000, 1000, False),
        (1000, 1001, True),
        (0, 0, False),
        (0, 1, True),  # always
    ],
)
@pytest.mark.parametrize("kind", ["forward", "local_delivery"])
def test_only_postage_above_the_limit_needs_the_renter(limit, asked, send, ask, kind, above, minor, is_asked):
    limit(above)
    request = asked(kind)

    if is_asked:
        with pytest.raises(PostageNotAgreed):
            send(minor, request)
        assert not Parcel.objects.exists()
        assert ask(minor, request).waits
    else:
        with pytest.raises(NothingToAsk):
            ask(minor, request)
        send(minor, request)
        assert charged() == ([minor] if minor else [])


def test_what_is_in_another_currency_is_asked_about(limit, box_101, asked, send):
    PostageLimit.objects.filter(mailbox=box_101).update(currency="EUR")

    with pytest.raises(PostageNotAgreed):
        send(100, asked())


def test_after_a_yes_up_to_that_amount_may_be_charged_and_nothing_before(limit, asked, send, ask, answer):
    request = asked()
    question = ask(1420, request)
    with pytest.raises(PostageNotAgreed):
        send(1420, request)

    answer(question, "yes")

    assert charged() == []
    with pytest.raises(PostageNotAgreed) as refused:
        send(1421, request)
    assert refused.value.question == question
    send(1390, request)
    assert charged() == [1390]
    question.refresh_from_db()
    assert not question.is_open


def test_after_a_no_it_stays_open_and_can_be_asked_again(limit, asked, send, ask, answer):
    request = asked()
    answer(ask(1420, request), "no")
    with pytest.raises(PostageNotAgreed):
        send(1420, request)

    again = ask(1210, request)

    request.refresh_from_db()
    assert (request.is_pending, request.open_question) == (True, again)
    assert PostageQuestion.objects.open().get() == again
    answer(again, "yes")
    send(1210, request)
    assert charged() == [1210]


def test_a_parcel_of_several_asks_once_and_its_yes_is_for_one_parcel(limit, asked, send, ask, answer):
    first, second = asked(), asked()
    answer(ask(1420, first, second), "yes")
    assert OutboxEmail.objects.filter(kind="postage_asked").count() == 1

    send(1420, first)

    with pytest.raises(PostageNotAgreed):
        send(1420, second)
    assert charged() == [1420]


def test_what_was_not_asked_about_does_not_go_along(limit, asked, send, ask, answer):
    first, second = asked(), asked()
    answer(ask(1420, first), "yes")

    with pytest.raises(PostageNotAgreed):
        send(1420, first, second)


def test_it_is_asked_once_at_a_time(limit, asked, ask):
    first, second = asked(), asked()
    ask(1420, first)

    with pytest.raises(QuestionWaits):
        ask(1420, first)
    with pytest.raises(QuestionWaits):
        ask(1600, second, first)
    assert PostageQuestion.objects.count() == 1


@pytest.mark.parametrize("said", ["yes", ""])
def test_the_limit_counts_as_it_stands_when_the_parcel_goes(limit, asked, send, ask, answer, said):
    request = asked()
    question = ask(1420, request)
    if said:
        answer(question, said)

    limit(2000)

    send(1500, request)
    assert charged() == [1500]


def test_a_limit_set_after_a_yes_is_met_by_it(limit, asked, send, ask, answer):
    request = asked()
    answer(ask(1420, request), "yes")

    limit(0)

    send(1420, request)
    assert charged() == [1420]


ENDS = {
    "cancelled": lambda request, rosa, carl: request.cancel(by=rosa.user, now=timezone.now()),
    "declined": lambda request, rosa, carl: request.decline(by=carl, now=timezone.now(), reason="It is wet"),
    "completed": lambda request, rosa, carl: request.item.forward(by=carl, to="4 Elm Road"),
    "not theirs": lambda request, rosa, carl: request.item.unassign(by=carl),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("said", ["yes", "no", ""])
def test_once_its_request_is_over_nothing_is_asked(limit, asked, ask, answer, rosa, carl, end, said):
    request = asked()
    question = ask(1420, request)
    if said:
        answer(question, said)

    ENDS[end](_as_they_stand([request])[0], rosa, carl)

    question.refresh_from_db()
    assert (question.is_open, question.answer) == (False, said)
    with pytest.raises(QuestionOver):
        answer(question, "yes")
    assert not OutboxEmail.objects.filter(kind="postage_asked", withdrawn_at=None).exists()


def test_brought_back_it_is_asked_about_anew(limit, asked, send, ask, answer, carl):
    request = asked()
    answer(ask(1420, request), "yes")
    send(1420, request)

    MailItem.objects.get(pk=request.item_id).bring_back(by=carl)

    with pytest.raises(PostageNotAgreed):
        send(1420, request)
    answer(ask(1420, request), "yes")
    send(1420, request)
    assert charged() == [1420]


def test_staff_withdraw_it_until_there_is_an_answer(limit, asked, ask, answer, carl):
    request = asked()
    question = ask(1420, request)

    question.withdraw(by=carl, now=timezone.now())
    question.withdraw(by=carl, now=timezone.now())

    with pytest.raises(QuestionOver):
        answer(question, "yes")
    again = ask(1420, request)
    answer(again, "no")
    with pytest.raises(QuestionOver):
        again.withdraw(by=carl, now=timezone.now())


def test_said_twice_is_once_and_the_first_word_holds(limit, asked, ask, answer, trail):
    request = asked()
    question = ask(1420, request)

    answer(question, "yes")
    answer(question, "yes")

    with pytest.raises(QuestionOver):
        answer(question, "no")
    assert trail(request.item)[-2:] == [
        "Renter asked about the postage: 14.20 USD",
        "Postage agreed to: up to 14.20 USD",
    ]


def test_who_is_at_it_no_longer_is_when_it_waits_for_the_renter(limit, asked, ask, answer):
    request, other = asked(), asked()
    question = ask(1420, request)

    assert list(ActionRequest.objects.to_do()) == [other]
    assert list(ActionRequest.objects.waiting_for_renter()) == [request]

    answer(question, "no")
    assert set(ActionRequest.objects.to_do()) == {request, other}
    assert not ActionRequest.objects.waiting_for_renter().exists()


def test_all_who_may_ask_are_told_and_who_does_not_want_it_is_not(limit, asked, ask, mia, rosa, harbor):
    ask(1420, asked())
    told = OutboxEmail.objects.filter(kind="postage_asked")
    assert set(told.values_list("to", flat=True)) == {"rosa@example.com", "mia@example.com"}
    assert "14.20 USD" in told.first().text

    MailboxPerson.objects.filter(user=mia).update(role="pickup")
    NoticePreference.objects.choose(rosa.user, harbor, NoticePreference.Kind.POSTAGE, "off")
    ask(1420, asked())
    assert told.count() == 2


@pytest.mark.parametrize(("how", "count"), [("off", 0), ("at_once", 1), ("digest", 1)])
def test_who_asked_is_told_the_answer_if_they_are_told_of_requests(limit, asked, ask, answer, carl, how, count):
    RequestNotices.objects.create(staff=Staff.objects.get(user=carl), how=how)

    answer(ask(1420, asked()), "yes")

    assert OutboxEmail.objects.filter(kind="postage_answered", to=carl.email).count() == count


@pytest.fixture
def note(carl):
    return lambda question, said: question.settle(said, by=carl, now=timezone.now(), is_by_phone=True)


@pytest.mark.parametrize(
    ("said", "words"), [("yes", "up to 14.20 USD is agreed to"), ("no", "14.20 USD is not agreed")]
)
def test_noted_by_phone_all_who_may_ask_are_told_by_whom(limit, asked, ask, note, mia, carl, said, words):
    RequestNotices.objects.create(staff=Staff.objects.get(user=carl), how="at_once")
    note(ask(1420, asked()), said)

    told = OutboxEmail.objects.filter(kind="postage_noted")
    assert set(told.values_list("to", flat=True)) == {"rosa@example.com", "mia@example.com"}
    for text in told.values_list("text", flat=True):
        assert words in text
        assert "noted by Carl Clarke on" in text
        assert "hello@harbor.example" in text
    # The clerk who asked knows it already, and what asked the renter is not to be sent any more.
    assert not OutboxEmail.objects.filter(kind="postage_answered").exists()
    assert not OutboxEmail.objects.filter(kind="postage_asked", withdrawn_at=None).exists()


def test_who_asked_is_told_what_somebody_else_noted(limit, asked, ask, carl, olivia):
    RequestNotices.objects.create(staff=Staff.objects.get(user=carl), how="at_once")
    question = ask(1420, asked())

    question.settle("yes", by=olivia, now=timezone.now(), is_by_phone=True)

    told = OutboxEmail.objects.get(kind="postage_answered")
    assert told.to == carl.email
    assert "By phone, noted by Olivia Owens." in told.text


def test_what_is_noted_in_their_name_is_told_whatever_is_switched_off(limit, asked, ask, note, rosa, mia, harbor):
    for user in (rosa.user, mia):
        for kind in NoticePreference.Kind:
            NoticePreference.objects.choose(user, harbor, kind, "off")
    question = ask(1420, asked())
    assert not OutboxEmail.objects.filter(kind="postage_asked").exists()

    note(question, "yes")

    told = OutboxEmail.objects.filter(kind="postage_noted")
    assert set(told.values_list("to", flat=True)) == {"rosa@example.com", "mia@example.com"}
    assert all("is always told" in text for text in told.values_list("text", flat=True))


def test_noted_and_said_are_once_and_the_first_word_holds(limit, asked, ask, answer, note, trail):
    request = asked()
    question = ask(1420, request)

    note(question, "yes")
    answer(question, "yes")
    note(question, "yes")

    with pytest.raises(QuestionOver):
        answer(question, "no")
    assert question.is_by_phone
    assert trail(request.item)[-1:] == [
        "Postage agreed to by the renter (by phone, noted by Carl Clarke): up to 14.20 USD"
    ]


@pytest.mark.parametrize(("minor", "waits"), [(None, 0), (1420, 0), (1419, 1), (0, 1)])
def test_what_needs_no_answer_any_more_is_the_mailrooms_again(limit, asked, ask, minor, waits):
    ask(1420, asked())
    assert PostageQuestion.objects.unanswered().count() == 1
    assert not ActionRequest.objects.to_do().exists()

    limit(minor)

    assert PostageQuestion.objects.unanswered().count() == waits
    assert ActionRequest.objects.to_do().count() == 1 - waits
    assert OutboxEmail.objects.filter(kind="postage_asked", withdrawn_at=None).count() == waits


def test_its_photograph_goes_along_with_the_parcel(limit, asked, send, ask, answer, photograph):
    request = asked()
    answer(ask(1420, request, photo=packing.ready(photograph())), "no")
    question = ask(1300, request)
    purge_the_rest()
    assert question.photo.large
    answer(question, "yes")

    parcel = send(1300, request)
    purge_the_rest()

    photo = PackingPhoto.objects.get()
    assert (photo.parcel, photo.question, bool(photo.large)) == (parcel, None, True)


def test_a_photograph_that_shows_somebody_elses_piece_does_not_go_along(
    limit, asked, send, ask, answer, photograph, box_102, carl
):
    first, second = asked(), asked()
    answer(ask(1420, first, second, photo=packing.ready(photograph())), "yes")

    second.item.reassign(box_102, by=carl)

    assert not hasattr(send(900, first), "photo")


def test_a_photograph_that_shows_what_was_brought_back_does_not_go_along(
    limit, asked, send, ask, answer, photograph, carl
):
    first, second = asked(), asked()
    answer(ask(1420, first, second, photo=packing.ready(photograph())), "yes")
    send(900, second)

    MailItem.objects.get(pk=second.item_id).bring_back(by=carl)

    assert not hasattr(send(900, first), "photo")


def test_a_photograph_that_shows_what_is_asked_about_apart_does_not_go_along(
    limit, asked, send, ask, answer, photograph
):
    first, second = asked(), asked()
    answer(ask(1420, first, second, photo=packing.ready(photograph())), "yes")

    ask(1500, second)

    assert not hasattr(send(900, first), "photo")


def test_withdrawn_its_photograph_stays_for_the_parcel(limit, asked, send, ask, photograph, carl):
    request = asked()
    question = ask(1420, request, photo=packing.ready(photograph()))

    question.withdraw(by=carl, now=timezone.now())
    purge_the_rest()

    assert send(900, request).photo.large


def test_the_photograph_of_what_is_over_goes(limit, asked, ask, photograph, rosa):
    request = asked()
    ask(1420, request, photo=packing.ready(photograph()))

    _as_they_stand([request])[0].cancel(by=rosa.user, now=timezone.now())
    purge_the_rest()

    assert not PackingPhoto.objects.get().large


class Died(BaseException):
    pass


def die(*args, **facts):
    raise Died


@pytest.mark.parametrize("line", ["_written_down", "packing.hang", "emails.postage_asked"])
def test_dying_on_any_line_of_asking_nothing_is_asked(limit, asked, ask, photograph, monkeypatch, line):
    request = asked()
    monkeypatch.setattr(f"boxholder.mail.postage.{line}", die)

    with pytest.raises(Died):
        ask(1420, request, photo=packing.ready(photograph()))

    request.refresh_from_db()
    assert request.postage_question is None
    assert not PostageQuestion.objects.exists()
    assert not PackingPhoto.objects.exists()
    assert not OutboxEmail.objects.filter(kind="postage_asked").exists()


@pytest.mark.parametrize(
    ("by_phone", "line"),
    [
        (False, "postage_asked_no_more"),
        (False, "postage_answered"),
        (True, "postage_asked_no_more"),
        (True, "postage_answered"),
        (True, "postage_noted"),
    ],
)
def test_dying_on_any_line_of_answering_nothing_is_said(limit, asked, ask, answer, note, monkeypatch, by_phone, line):
    question = ask(1420, asked())
    monkeypatch.setattr(f"boxholder.mail.emails.{line}", die)

    with pytest.raises(Died):
        (note if by_phone else answer)(question, "yes")

    question.refresh_from_db()
    assert question.waits
    assert OutboxEmail.objects.filter(kind="postage_asked", withdrawn_at=None).exists()


@pytest.mark.parametrize(
    ("room", "line"),
    [(fulfilment, "_packed"), (packing, "hang"), (fulfilment, "_goes"), (Parcel, "charge_postage")],
)
def test_dying_on_any_line_of_sending_the_yes_still_holds(limit, asked, send, ask, answer, monkeypatch, room, line):
    request = asked()
    question = ask(1420, request)
    answer(question, "yes")
    with monkeypatch.context() as patched:
        patched.setattr(room, line, die)
        with pytest.raises(Died):
            send(1420, request)

    question.refresh_from_db()
    assert question.is_agreed
    assert charged() == []
    send(1420, request)
    assert charged() == [1420]


def test_what_is_over_cannot_be_asked_about(limit, asked, ask, rosa):
    request = asked()
    request.cancel(by=rosa.user, now=timezone.now())

    with pytest.raises(RequestClosed):
        ask(1420, request)
