"""Whoever reads a mailbox is told of its new mail: what gathers is told in one e-mail each.

What is true when the process dies in the middle:

1. before `tell` commits: the notices wait as before, and a sweep wakes them;
2. after it: the notices bear an e-mail that stands in the outbox, written in the same transaction. It is sent once at
   most, and the doubtful are shown to the operator: see notifications/delivery.py;
3. before a piece goes to another mailbox (or is deleted) is committed: nothing has changed. After it, the piece, its
   notice and its e-mail changed together: the e-mail is withdrawn, unless the server has it;
4. before `tell_the_rest` commits: the e-mail is withdrawn, its notices still bear it, and a sweep finds them;
5. after it: the rest waits again as in 1, or stands in the doubtful e-mail, which says nothing else any more.

So nobody is told twice of a piece, and nobody is forgotten. Two workers at once are as harmless as one that dies: a
notice is claimed by an UPDATE that asks whether it still waits.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef, Q

from boxholder.mail import emails
from boxholder.mail.models import MailItem, NewMailNotice, NoticePreference, PieceEmail
from boxholder.mail.readers import Reader
from boxholder.mailboxes.models import Mailbox, MailboxPerson
from boxholder.notifications import outbox
from boxholder.notifications.models import OutboxEmail

# While pieces keep coming for a mailbox its e-mail waits for them, this much longer at most.
PATIENCE = timedelta(minutes=8)
READ_BY = ["mailbox__operator", "mailbox__space", "mailbox__renter__user", "person__user"]


def due_mailboxes(now: datetime) -> list[int]:
    """Those whose gathering is over, longest waiting first."""
    gathered = NewMailNotice.objects.waiting().values("mailbox").annotate(first=Min("due_at"), last=Max("due_at"))
    over = gathered.filter(Q(last__lte=now) | Q(first__lte=now - PATIENCE))
    return list(over.order_by("first").values_list("mailbox", flat=True))


@transaction.atomic
def tell(mailbox_id: int, now: datetime) -> None:
    """One e-mail to each reader about all pieces of this mailbox that are due. Safe to run twice."""
    mailbox = Mailbox.objects.select_related("operator", "space", "renter__user").get(pk=mailbox_id)
    due = NewMailNotice.objects.due(now).filter(mailbox=mailbox)
    for person_id in set(due.values_list("person", flat=True)):
        person = MailboxPerson.objects.select_related("user").get(pk=person_id) if person_id else None
        _tell_one(Reader(mailbox, person), due.filter(person=person))


def _tell_one(reader: Reader, due) -> None:
    if why_not := _why_not(reader):
        due.update(not_told=why_not, due_at=None)
        return
    email_id = uuid.uuid4()
    if due.update(email=email_id, due_at=None):
        outbox.post([_letter(reader, NewMailNotice.objects.filter(email=email_id), email_id)])


def withdraw_from_who_left() -> None:
    """What has not gone out is not sent to who has lost the mailbox meanwhile. Safe to run twice.

    Withdrawn, its notices are told anew, which finds that they left.
    """
    left = NewMailNotice.objects.filter(email__in=OutboxEmail.objects.not_out(), person__removed_at__isnull=False)
    for email_id in set(left.values_list("email", flat=True)):
        outbox.withdraw(email_id)
    PieceEmail.objects.withdraw_from_who_left()


def half_withdrawn(now: datetime) -> Iterable[OutboxEmail]:
    """E-mails that were withdrawn because of some of their pieces, and the rest is not told yet."""
    borne = NewMailNotice.objects.filter(email=OuterRef("pk"))
    is_doubtful = Q(status=OutboxEmail.Status.DOUBTFUL)
    return OutboxEmail.objects.withdrawn(now).filter(
        (~is_doubtful & Exists(borne)) | (is_doubtful & Exists(borne.filter(withdrawn_at=None)))
    )


@transaction.atomic
def tell_the_rest(email: OutboxEmail, now: datetime) -> None:
    """The pieces of a withdrawn e-mail that are still their mailbox's. Safe to run twice.

    It never went out: they wait anew, and come along with whatever is next. Perhaps it went out: then it stays the one
    that may have told of them, and is rewritten, lest somebody has the old words sent again.
    """
    borne = NewMailNotice.objects.filter(email=email)
    rest = borne.filter(withdrawn_at=None)
    if email.status != OutboxEmail.Status.DOUBTFUL:
        borne.exclude(withdrawn_at=None).delete()
        rest.update(email=None, due_at=now)
    elif notice := rest.select_related(*READ_BY).first():
        outbox.replace(email, _letter(Reader(notice.mailbox, notice.person), rest, email.pk))


def _letter(reader: Reader, notices, email_id: uuid.UUID) -> OutboxEmail:
    told = MailItem.objects.filter(pk__in=notices.values("item")).prefetch_related("pictures")
    return emails.new_mail(reader, list(told), email_id=email_id)


def _why_not(reader: Reader) -> str:
    if reader.mailbox.mail_status == Mailbox.MailStatus.CLOSED:
        return NewMailNotice.NotTold.CLOSED
    if reader.mailbox.activated_at is None:
        return NewMailNotice.NotTold.NOT_ACTIVATED
    if not reader.still_reads:
        return NewMailNotice.NotTold.LEFT
    return "" if reader.wants(NoticePreference.Kind.NEW_MAIL) else NewMailNotice.NotTold.SWITCHED_OFF
