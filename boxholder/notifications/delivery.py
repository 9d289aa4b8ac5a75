"""Deliver one outbox row by SMTP, retry what may pass later, keep what failed for the operator to see.

What is true when the process dies in the middle:

1. before the claim: the row waits, and a sweep wakes it;
2. after it: an announcement is DOUBTFUL and is not sent again by itself; anything else is sent again once the claim has
   run out, with the same Message-ID;
3. after the server took it and before that was written down: as in 2, for nobody can know.

What is withdrawn is never claimed. Withdrawn while it is being sent, it ends as sent where the server took it, and else
as withdrawn: one or the other.
"""

import logging
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.notifications import mail_server, smtp
from boxholder.notifications.models import OutboxEmail

logger = logging.getLogger("boxholder.notifications")

Status = OutboxEmail.Status

LEASE = timedelta(minutes=5)  # longer than an SMTP conversation: a dozen steps of EMAIL_TIMEOUT, 20 s
WAITS = [timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 1440)]


def deliver_email(email_id: str) -> None:
    """Claim, send, settle. Safe to run twice: the claim is an UPDATE, and only a waiting row can be claimed."""
    claimed_until = timezone.now() + LEASE
    if not _claim(email_id, claimed_until):
        return
    email = OutboxEmail.objects.get(pk=email_id)
    connection, connected = None, False
    try:
        connection, sender = mail_server.connection_for(email.operator_id)
        # Apart from sending: where not even a connection comes about, nothing can have been taken.
        connection.open()
        connected = True
        connection.send_messages([_message(email, connection, sender)])
    except (SMTPException, OSError) as error:
        _put_off(email, error, never_taken=not connected or smtp.never_took_it(connection, error))
    else:
        _sent(email)
    finally:
        _hang_up(connection)


def give_up_on_doubtful(now: datetime) -> None:
    """An announcement whose worker died while sending stays doubtful; only its claim is released."""
    OutboxEmail.objects.filter(status=Status.DOUBTFUL, claimed_until__lt=now).update(
        claimed_until=None, error=_("Boxholder was stopped while this was being sent.")
    )


def _claim(email_id: str, until: datetime) -> bool:
    """An announcement is marked with its claim, in one UPDATE: whoever comes second finds nothing that waits."""
    marked = Case(When(at_most_once=True, then=Value(Status.DOUBTFUL)), default=F("status"))
    due = OutboxEmail.objects.due(timezone.now()).filter(pk=email_id)
    return bool(due.update(claimed_until=until, status=marked))


def _message(email: OutboxEmail, connection, sender: str) -> EmailMultiAlternatives:
    _name, address = parseaddr(sender)
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text,
        from_email=formataddr((email.from_name, address)) if email.from_name else sender,
        to=[email.to],
        reply_to=[email.reply_to] if email.reply_to else None,
        headers={"Message-ID": email.message_id},
        connection=connection,
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    return message


def _sent(email: OutboxEmail) -> None:
    """Whoever still holds the claim: the server has taken it, and that is what counts."""
    OutboxEmail.objects.filter(pk=email.pk).update(
        status=Status.SENT, sent_at=timezone.now(), claimed_until=None, withdrawn_at=None, error=""
    )


def _put_off(email: OutboxEmail, error: Exception, *, never_taken: bool) -> None:
    """Refused for good fails at once; the rest is tried again at growing intervals.

    An announcement is tried again only where the server certainly never took it; else it stays doubtful.
    """
    # Only while the claim is ours: a late loser must not bring back what somebody has decided meanwhile.
    mine = OutboxEmail.objects.filter(pk=email.pk, claimed_until=email.claimed_until)
    said = {"claimed_until": None, "tries": email.tries + 1, "error": smtp.words_of(error)[:1000]}
    if email.at_most_once and not never_taken:
        mine.update(status=Status.DOUBTFUL, **said)
        return
    again = not smtp.is_final(error) and email.tries < len(WAITS)
    mine.update(
        status=Status.WAITING if again else Status.FAILED,
        next_try_at=timezone.now() + WAITS[min(email.tries, len(WAITS) - 1)],
        **said,
    )


def _hang_up(connection) -> None:
    """The outcome is written down: a server that stumbles over the goodbye changes nothing about it."""
    try:
        if connection is not None:
            connection.close()
    except (SMTPException, OSError) as error:
        logger.info("The mail server did not say goodbye: %s", error)
