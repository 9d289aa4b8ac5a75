"""The renter answers, the clerk sends, asks or withdraws, all at the same moment: never more is charged than agreed."""

import pytest
from django.utils import timezone

from boxholder.billing.models import Charge
from boxholder.billing.money import Money
from boxholder.history.models import Event
from boxholder.mail import postage
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, PostageLimit, PostageQuestion
from tests.faults.together.test_requests_together import FORWARD, asked, box, consistent, other_box, piece, race, two

__all__ = ["asked", "box", "other_box", "piece", "race", "two"]

# What `send` of the actors pays.
PAID = 920


@pytest.fixture
def limit(box) -> None:
    PostageLimit.objects.choose(box, Money(500, "USD"), by=None)


@pytest.fixture
def question(limit, asked):
    """`question(920)`: one that waits for its renter, about a new request."""

    def about(minor: int) -> PostageQuestion:
        sending = Sending(carrier="ups", postage=Money(minor, "USD"))
        return postage.ask([asked(FORWARD)], by=None, now=timezone.now(), sending=sending)

    return about


def outcome(question: PostageQuestion) -> ActionRequest:
    """Sent and charged once, where it was agreed to; else neither."""
    question.refresh_from_db()
    request = question.requests.get()
    consistent(request)
    owed = Charge.objects.filter(kind="postage", cause_id=str(request.pk))
    assert owed.count() == (request.status == "completed")
    assert question.is_open == request.is_pending
    return request


# By the renter, or by whoever has them on the telephone.
either = pytest.mark.parametrize("answer", ["answer_postage", "note_answer"])


@either
@pytest.mark.parametrize("said", ["yes", "no"])
def test_answered_as_the_clerk_sends(race, question, answer, said):
    def told(made):
        return [(answer, made.pk, said), ("send", made.requests.get().pk)]

    for made, raised in race(lambda: question(PAID), told):
        request = outcome(made)
        assert raised[0] is None
        assert raised[1] in ({None, "PostageNotAgreed"} if said == "yes" else {"PostageNotAgreed"})
        assert (request.status == "completed") == (raised[1] is None)
        assert made.answer == said


@either
def test_a_yes_to_less_never_sends_for_more(race, question, answer):
    def told(made):
        return [(answer, made.pk, "yes"), ("send", made.requests.get().pk)]

    for made, raised in race(lambda: question(PAID - 1), told):
        assert raised == [None, "PostageNotAgreed"]
        assert outcome(made).is_pending


@either
def test_answered_as_staff_withdraw_it(race, question, answer):
    def told(made):
        return [(answer, made.pk, "yes"), ("withdraw_postage", made.pk)]

    for made, raised in race(lambda: question(PAID), told):
        made.refresh_from_db()
        assert sorted(raised, key=str) == [None, "QuestionOver"]
        assert made.is_agreed == (raised[0] is None)


@either
def test_two_answer_differently(race, question, answer):
    def told(made):
        return [(answer, made.pk, "yes"), ("answer_postage", made.pk, "no")]

    for made, raised in race(lambda: question(PAID), told):
        made.refresh_from_db()
        assert sorted(raised, key=str) == [None, "QuestionOver"]
        assert made.answer == ("yes" if raised[0] is None else "no")


def test_the_renter_says_what_a_clerk_notes(race, question):
    def told(made):
        return [("answer_postage", made.pk, "yes"), ("note_answer", made.pk, "yes")]

    for made, raised in race(lambda: question(PAID), told):
        made.refresh_from_db()
        assert raised == [None, None]
        assert made.is_agreed
        kind = "request.postage_agreed_by_phone" if made.is_by_phone else "request.postage_agreed"
        said = Event.objects.about(made.requests.get().item).filter(kind__startswith="request.postage_agreed")
        assert [event.kind for event in said] == [kind]


def test_two_clerks_ask_or_one_clicks_twice(race, limit, asked):
    def told(made):
        first, second = (request.pk for request in made)
        return [("ask_postage", PAID, first, second), ("ask_postage", PAID, second, first)]

    for made, raised in race(lambda: (asked(FORWARD), asked(FORWARD)), told):
        assert sorted(raised, key=str) == [None, "QuestionWaits"]
        assert len({ActionRequest.objects.get(pk=request.pk).open_question for request in made}) == 1
    assert PostageQuestion.objects.count() * 2 == ActionRequest.objects.count()


@pytest.mark.parametrize("verb", ["cancel", "decline"])
def test_over_as_it_is_asked_about(race, limit, asked, verb):
    def told(made):
        return [("ask_postage", PAID, made.pk), (verb, made.pk)]

    for request, raised in race(lambda: asked(FORWARD), told):
        assert raised[0] in {None, "RequestClosed"}
        assert raised[1] is None
        request.refresh_from_db()
        consistent(request)
        assert request.open_question is None


@either
@pytest.mark.parametrize("verb", ["cancel", "decline"])
def test_over_as_it_is_answered(race, question, answer, verb):
    def told(made):
        return [(answer, made.pk, "yes"), (verb, made.requests.get().pk)]

    for made, raised in race(lambda: question(PAID), told):
        assert raised[0] in {None, "QuestionOver"}
        assert raised[1] is None
        assert not outcome(made).is_pending


def test_two_clerks_send_what_was_agreed_to(race, question):
    def prepare():
        made = question(PAID)
        made.settle("yes", by=None, now=timezone.now())
        return made

    def told(made):
        return [("send", made.requests.get().pk)] * 2

    for made, raised in race(prepare, told):
        assert sorted(raised, key=str) == [None, "RequestClosed"]
        assert outcome(made).status == "completed"


def test_the_limit_is_set_as_it_is_sent(race, box, asked):
    def prepare():
        PostageLimit.objects.all().delete()
        return asked(FORWARD)

    def told(made):
        return [("set_limit", box.pk, 500), ("send", made.pk)]

    for request, raised in race(prepare, told):
        assert raised[0] is None
        assert raised[1] in {None, "PostageNotAgreed"}
        consistent(request)
