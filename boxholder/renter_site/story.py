"""What has happened to a piece, or with a request, in its renter's words.

Told from the piece itself, not from its history: that is the staff's, and names shelves, notes and other mailboxes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boxholder.mail.models import ActionRequest, MailItem, Pickup, PostageQuestion


@dataclass(frozen=True)
class Step:
    title: str
    at: datetime
    icon: str
    tone: str = "neutral"
    pickup: Pickup | None = None
    words: str = ""


def story(item: MailItem, *, reader) -> list[Step]:
    """Newest first. `reader`: who is told "you"."""
    arrived = Step(_("Arrived at %(space)s") % {"space": item.space.name}, item.received_at, "package-open", "info")
    steps = [arrived, *_seen(item, reader), *_requests(item), *_left(item)]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _seen(item: MailItem, reader) -> list[Step]:
    if item.seen_at is None:
        return []
    look = item.first_look
    is_own = look is None or look.by_id == reader.pk
    title = _("First opened by you") if is_own else _("First opened by %(who)s") % {"who": look.who}
    return [Step(title, item.seen_at, "eye")]


def _requests(item: MailItem) -> Iterator[Step]:
    """What this mailbox asked for; an earlier mailbox's requests are not its business."""
    for request in item.requests.all():
        if request.mailbox_id == item.mailbox_id:
            yield _asked(request, request.price_words)
            yield from _closed(request, request.answer)


def story_of_request(request: ActionRequest, *, reader, shows_piece: bool) -> list[Step]:
    """Newest first. `reader`: who is told "you"."""
    steps = [_asked(request, "" if request.is_for_renter else _by(request.asked_by, reader))]
    steps += _question(request, reader)
    if request.begun_at:
        steps.append(Step(_("The mailroom is at it"), request.begun_at, "play"))
    steps += _closed(request, request.answer if shows_piece else "")
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _question(request: ActionRequest, reader) -> Iterator[Step]:
    """The latest about its postage."""
    question = request.postage_question
    if question is None:
        return
    postage, icon = {"postage": question.postage}, "message-circle-question-mark"
    yield Step(_("The mailroom asked about postage of %(postage)s") % postage, question.asked_at, icon)
    if question.answered_at is None:
        return
    title, icon, tone = _("Postage up to %(postage)s agreed to"), "check", "good"
    if question.answer == question.Answer.NO:
        title, icon, tone = _("Postage of %(postage)s not agreed to"), "x", "neutral"
    yield Step(title % postage, question.answered_at, icon, tone, words=_answered_by(question, reader))


def _answered_by(question: PostageQuestion, reader) -> str:
    if not question.is_by_phone:
        return _by(question.answered_by, reader)
    return _("by phone, noted by %(who)s") % {"who": question.answered_by or _("the mailroom")}


def _by(who, reader) -> str:
    if who is None:
        return ""
    return _("by you") if who == reader else _("by %(who)s") % {"who": who}


def _asked(request: ActionRequest, words: str) -> Step:
    title = _("%(what)s asked for you by the mailroom (by phone)") if request.is_for_renter else _("%(what)s asked for")
    if request.automation_id:
        title = _("%(what)s asked for by your automation")
    return Step(title % {"what": request.get_kind_display()}, request.asked_at, request.icon, "info", words=words)


def _closed(request: ActionRequest, words: str) -> Iterator[Step]:
    what = {"what": request.get_kind_display()}
    if request.closed_at is None:
        return
    if request.status == ActionRequest.Status.COMPLETED:
        yield Step(_("%(what)s done") % what, request.closed_at, request.icon, "good", words=words)
    else:
        yield Step(_("%(what)s cancelled") % what, request.closed_at, "x", words=words)


def _left(item: MailItem) -> list[Step]:
    if item.left_at is None:
        return []
    if item.pickup:
        return [Step(_("Collected by %(who)s") % {"who": item.pickup.who}, item.pickup.at, "hand", "good", item.pickup)]
    icon = "undo-2" if item.state == MailItem.State.RETURNED else "log-out"
    return [Step(item.get_state_display(), item.left_at, icon)]
