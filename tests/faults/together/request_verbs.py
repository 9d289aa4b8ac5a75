"""What renters and clerks do to a request, its piece and its mailbox, each from a screen of their own."""

from datetime import datetime

from django.utils import timezone

from boxholder.billing import deactivation
from boxholder.billing.models import RequestKind
from boxholder.billing.money import Money
from boxholder.mail import fulfilment, hold_ends, postage
from boxholder.mail.asking_for import Choice
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, MailItem, PostageLimit, PostageQuestion
from boxholder.mailboxes.models import Mailbox, MailboxPerson, PersonInvitation


def ask(kind: str, price: str, *pieces: int) -> None:
    """As the renter's page does: for all of them or for none, each at the price it had on the screen."""
    items = list(MailItem.objects.filter(pk__in=pieces).select_related("mailbox"))
    seen = {f"price-{item.pk}": price for item in items}
    Choice(RequestKind(kind), items, []).ask(by=None, now=timezone.now(), seen=seen)


def complete(request: int, now: str = "") -> None:
    moment = datetime.fromisoformat(now) if now else timezone.now()
    ActionRequest.objects.get(pk=request).complete(by=None, now=moment)


def do_at_once(request: int) -> None:
    fulfilment.do_at_once(ActionRequest.objects.get(pk=request), by=None)


def send(*requests: int) -> None:
    found = ActionRequest.objects.in_bulk(requests)
    postage = Sending(carrier="ups", postage=Money(920, "USD"))
    fulfilment.send([found[pk] for pk in requests], by=None, now=timezone.now(), sending=postage)


def ask_postage(minor: int, *requests: int) -> None:
    found = ActionRequest.objects.in_bulk(requests)
    sending = Sending(carrier="ups", postage=Money(minor, "USD"))
    postage.ask([found[pk] for pk in requests], by=None, now=timezone.now(), sending=sending)


def answer_postage(question: int, answer: str) -> None:
    PostageQuestion.objects.get(pk=question).settle(answer, by=None, now=timezone.now())


def note_answer(question: int, answer: str) -> None:
    """What the renter said by telephone."""
    PostageQuestion.objects.get(pk=question).settle(answer, by=None, now=timezone.now(), is_by_phone=True)


def withdraw_postage(question: int) -> None:
    PostageQuestion.objects.get(pk=question).withdraw(by=None, now=timezone.now())


def set_limit(mailbox: int, minor: int) -> None:
    PostageLimit.objects.choose(Mailbox.objects.get(pk=mailbox), Money(minor, "USD"), by=None)


def cancel(request: int) -> None:
    ActionRequest.objects.get(pk=request).cancel(by=None, now=timezone.now())


def decline(request: int) -> None:
    ActionRequest.objects.get(pk=request).decline(by=None, now=timezone.now(), reason="The envelope is empty")


def reassign(piece: int, mailbox: int) -> None:
    MailItem.objects.get(pk=piece).reassign(Mailbox.objects.get(pk=mailbox), by=None)


def unassign(piece: int) -> None:
    MailItem.objects.get(pk=piece).unassign(by=None)


def delete(piece: int) -> None:
    MailItem.objects.get(pk=piece).bin(by=None, reason="Photographed twice")


def hand_out(*pieces: int) -> None:
    MailItem.objects.pick_up(MailItem.objects.filter(pk__in=pieces), who="Rosa Reyes", by=None)


def tell_hold_ends(mailbox: int, now: str) -> None:
    hold_ends.tell(mailbox, datetime.fromisoformat(now))


def deactivate(mailbox: int) -> None:
    deactivation.deactivate(Mailbox.objects.get(pk=mailbox), by=None, now=timezone.now())


def join(invitation: int) -> None:
    PersonInvitation.objects.get(pk=invitation).join(name="Mia Moreno", password="correct horse battery staple")


def remove(person: int) -> None:
    MailboxPerson.objects.get(pk=person).remove(by=None)


VERBS = (
    join,
    remove,
    ask,
    complete,
    do_at_once,
    send,
    ask_postage,
    answer_postage,
    note_answer,
    withdraw_postage,
    set_limit,
    cancel,
    decline,
    reassign,
    unassign,
    delete,
    hand_out,
    deactivate,
    tell_hold_ends,
)
