"""Postage above what a renter set is asked about first; then as much may be charged as they agreed to, never more.

The limit counts as it stands when the parcel goes: set or lowered after the question, it is asked about; raised or
removed, it goes without. A yes is for one parcel of what was asked about together, or of some of it: with the first of
its requests that is over, sent or cancelled, it is used up. A no leaves the request open: it can be asked again, with
another amount or the same, or declined. Nothing is charged by asking, nor by the answer: sending does that.

Locks are taken pieces, mailboxes, requests, questions, in this order; an answer takes the last one only.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from boxholder.billing.money import Money
from boxholder.mail import emails
from boxholder.mail.errors import NothingToAsk, PostageNotAgreed, QuestionWaits
from boxholder.mail.holding import hold
from boxholder.mail.models import ActionRequest, PostageLimit, PostageQuestion
from boxholder.mail.pictures import packing

if TYPE_CHECKING:
    from boxholder.mail.fulfilment import Sending


def ask(requests: Sequence[ActionRequest], *, by, now: datetime, sending: "Sending") -> PostageQuestion:
    """One question for all of them, which go in one parcel. What was typed is kept with it, the photograph included.

    The photograph's files are written, then one transaction holds the pieces and the requests, ends what was asked
    before, writes the question and its e-mails. Dies the process before its commit, nothing was asked, and the sweep
    finds the files that no row names; after it, the question stands, and its e-mails wait in the outbox.

    Raises RequestClosed, QuestionWaits where it is asked already, NothingToAsk where it may be sent, StorageFull.
    """
    first = requests[0]
    with packing.kept(sending.photo, first.operator) as photo:
        held = hold(requests)
        before = _open_questions(held)
        together = _common(held, before)
        if any(question.waits for question in before):
            raise QuestionWaits
        limit = PostageLimit.objects.of(first.mailbox)
        if sending.postage is None or limit is None or not _is_to_be_asked(limit, sending.postage, together):
            raise NothingToAsk
        for earlier in before:
            earlier.end(now=now)
        question = _written_down(held, sending, sending.postage, by=by, now=now)
        ActionRequest.objects.filter(pk__in=[request.pk for request in held]).update(postage_question=question)
        packing.hang(photo, held, on=question)
        for request in question.pieces():
            request.remember("request.postage_asked", by=by, at=now, postage=str(question.postage))
        emails.postage_asked(question)
    return question


def agree(held: list[ActionRequest], postage: Money | None) -> None:
    """These may go for so much. From here on their question is held, as they are.

    Raises PostageNotAgreed where the renter wants to be asked first, and has not agreed to so much.
    """
    asked = _open_questions(held)
    limit = PostageLimit.objects.of(held[0].mailbox)
    if postage is not None and limit is not None and _is_to_be_asked(limit, postage, _common(held, asked)):
        # What says most: a yes, that may have been for a part of them.
        nearest = max(asked, key=lambda question: question.is_agreed, default=None)
        raise PostageNotAgreed(limit, nearest, [r for r in held if nearest and r.postage_question_id != nearest.pk])


def _is_to_be_asked(limit: PostageLimit, postage: Money, question: PostageQuestion | None) -> bool:
    return limit.asks_about(postage) and not (question and question.agrees_to(postage))


def _open_questions(held: list[ActionRequest]) -> list[PostageQuestion]:
    """Locked: nobody answers meanwhile."""
    asked = PostageQuestion.objects.open().filter(pk__in={request.postage_question_id for request in held} - {None})
    return list(asked.order_by("pk").select_for_update(no_key=True))


def _common(held: list[ActionRequest], questions: list[PostageQuestion]) -> PostageQuestion | None:
    """The one that all of them were asked about with."""
    return next((question for question in questions if all(r.postage_question_id == question.pk for r in held)), None)


def _written_down(held: list[ActionRequest], sending: "Sending", postage: Money, *, by, now) -> PostageQuestion:
    return PostageQuestion.objects.create(
        operator=held[0].operator,
        mailbox=held[0].mailbox,
        asked_about=len(held),
        postage_minor=postage.minor,
        currency=postage.currency,
        carrier=sending.carrier,
        service=sending.service,
        tracking_number=sending.tracking_number,
        weight_g=sending.weight_g,
        asked_at=now,
        asked_by=by,
    )
