"""Automations ask for what the renter has said once, in the way the renter asks (`ActionRequest.ask`).

What is true when the process dies on any line:

1. `take` is part of the transaction that assigns the piece: it is assigned, its turn is written down, and what was
   asked for is asked with its price or free one; or nothing of all that is there.
2. `try_again`: each piece for itself. Its turn says `asked` in the transaction that asks; before the commit it waits as
   before, and the next sweep finds it.
3. `ask_gathered`: setting the next day is the claim, and commits together with all requests of this day. Before the
   commit the day is still due; after it nothing of it is.

Two workers, or two clerks, are as harmless as one that dies: who claims second finds nothing to claim, and the database
refuses a second turn at a piece in a mailbox, and a second request by automation that is not cancelled.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from boxholder.billing.allowances import NotOffered
from boxholder.mail import emails
from boxholder.mail.errors import AlreadyGone, CardNeeded, MailError, NotAsking, PriceChanged, RequestPending
from boxholder.mail.models import ActionRequest, Automation, AutomationTurn, MailItem
from boxholder.mail.wishes import kinds_for
from boxholder.mailboxes.models import Mailbox

Why = AutomationTurn.Why
WHY = {
    NotAsking: Why.NOT_ASKING,
    CardNeeded: Why.CARD_NEEDED,
    NotOffered: Why.NOT_OFFERED,
    RequestPending: Why.PENDING,
    AlreadyGone: Why.GONE,
}


class _InTheWay(Exception):
    """Something of the automation itself, or of the piece: `why`."""

    def __init__(self, why: AutomationTurn.Why) -> None:
        super().__init__(str(why.label))
        self.why = why


def take(item: MailItem, now: datetime) -> None:
    """The piece has just been assigned: the first automation that fits has its turn, once per piece and mailbox."""
    automation = Automation.objects.first_for(item)
    turn = AutomationTurn.objects.begin(item, automation) if automation else None
    if turn is not None and not turn.automation.gathers:
        _ask(turn, now)


def those_here(mailbox: Mailbox) -> QuerySet[MailItem]:
    """What came before, nothing is asked for now, and no automation has had."""
    here = MailItem.objects.here().filter(mailbox=mailbox)
    return here.exclude(requests__status="pending").exclude(automation_turns__mailbox=mailbox)


def untaken_here(mailbox: Mailbox) -> list[MailItem]:
    """Of those, what a further automation could have: the first that fits wins, and it comes last."""
    before = list(Automation.objects.on().filter(mailbox=mailbox))
    return [item for item in those_here(mailbox) if not any(automation.fits(item) for automation in before)]


@transaction.atomic
def add_with_those_here(mailbox: Mailbox, *, by, now: datetime, **rules) -> Automation:
    """As if they had come after it was made; those that another one would take are left alone."""
    items = MailItem.objects.lock(*those_here(mailbox).values_list("pk", flat=True))
    automation = Automation.objects.add(mailbox, by=by, now=now, **rules)
    for item in items:
        if Automation.objects.first_for(item) == automation:
            take(item, now)
    return automation


def due(now: datetime) -> list[int]:
    """The automations whose day has come, in their own space."""
    somewhere = now.date() + timedelta(days=1)
    found = Automation.objects.on().filter(next_on__lte=somewhere).select_related("mailbox__space").order_by("next_on")
    return [each.pk for each in found if each.next_on and each.next_on <= each.mailbox.space.today(now)]


@transaction.atomic
def ask_gathered(automation_id: int, now: datetime) -> None:
    """All that has gathered is asked for at once, so that it goes in one parcel. Safe to run twice."""
    automation = Automation.objects.select_related("mailbox__space").get(pk=automation_id)
    waiting = automation.turns.waiting()
    # First the pieces, then the mailbox, as everybody does; what comes in between waits for the next day.
    gathered = [item.pk for item in MailItem.objects.lock(*waiting.values_list("item", flat=True))]
    Mailbox.objects.lock(automation.mailbox_id)
    today, day = automation.mailbox.space.today(now), automation.next_on
    if day is None or day > today:
        return
    if not Automation.objects.on().filter(pk=automation.pk, next_on=day).update(next_on=automation.due_after(today)):
        return
    pending = list(waiting.filter(item__requests__status="pending").values_list("pk", flat=True))
    waiting.filter(pk__in=pending).update(why=Why.PENDING)
    for turn in waiting.filter(item__in=gathered).exclude(pk__in=pending).select_related(*_SEEN).order_by("item_id"):
        _ask(turn, now)


def try_again(turn_id: int, now: datetime) -> None:
    """What was in the way may be gone by now. Safe to run twice."""
    turn = AutomationTurn.objects.to_try(now).filter(pk=turn_id).select_related(*_SEEN).first()
    if turn is not None and turn.automation.is_on:
        _ask(turn, now)
    elif turn is not None:
        turn.put_off(Why(turn.why), now)


_SEEN = ["automation__address", "automation__mailbox__space", "item__mailbox"]


def _ask(turn: AutomationTurn, now: datetime) -> None:
    automation = turn.automation
    try:
        with transaction.atomic():
            [item] = MailItem.objects.lock(turn.item_id)
            _look_at(turn, automation, item)
            request = ActionRequest.ask(
                item,
                automation.does,
                by=None,
                now=now,
                automation=automation,
                **automation.wishes(item.space.today(now)),
            )
            asked = {"state": AutomationTurn.State.ASKED, "why": "", "request": request, "try_at": None}
            if not AutomationTurn.objects.waiting().filter(pk=turn.pk).update(**asked):
                raise AlreadyGone
    except _InTheWay as error:
        turn.put_off(error.why, now)
    except PriceChanged as error:
        turn.put_off(Why.NOT_FREE if automation.only_while_free else Why.DEARER, now)
        if not automation.only_while_free:
            emails.automation_dearer(automation, error.quote.price)
    except (MailError, NotOffered) as error:
        turn.put_off(WHY[type(error)], now)


def _look_at(turn: AutomationTurn, automation: Automation, item: MailItem) -> None:
    if item.mailbox_id != turn.mailbox_id or not item.is_here:
        raise AlreadyGone
    if not automation.fits(item):
        raise _InTheWay(Why.FITS_NO_MORE)
    if automation.kind is None:
        raise _InTheWay(Why.KEPT)
    if automation.lacks_address:
        raise _InTheWay(Why.LACKS_ADDRESS)
    if automation.kind not in kinds_for([item]):
        raise _InTheWay(Why.DOES_NOT_FIT)
    if turn.is_tried_again and not automation.gathers and item.requests.filter(mailbox=item.mailbox_id).exists():
        raise _InTheWay(Why.TAKEN_IN_HAND)
