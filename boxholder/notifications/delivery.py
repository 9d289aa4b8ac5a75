"""Deliver one outbox row by SMTP, retry what may pass later, keep what failed for the operator to see."""

import smtplib
from datetime import timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from boxholder.notifications.models import OutboxEmail

LEASE = timedelta(minutes=2)  # longer than any SMTP conversation: EMAIL_TIMEOUT is 20 s a step
WAITS = [timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 1440)]


def deliver_email(email_id: str) -> None:
    """Claim, send, settle. Safe to run twice: the claim is an UPDATE, and only a waiting row can be claimed."""
    now = timezone.now()
    claim = {"claimed_until": now + LEASE}
    if not OutboxEmail.objects.due(now).filter(pk=email_id).update(**claim):
        return
    email = OutboxEmail.objects.get(pk=email_id)
    if email.at_most_once:
        OutboxEmail.objects.filter(pk=email_id).update(status=OutboxEmail.Status.DOUBTFUL)

    try:
        _message(email).send()
    except (smtplib.SMTPException, OSError) as error:
        _put_off(email, error)
    else:
        OutboxEmail.objects.filter(pk=email_id).update(
            status=OutboxEmail.Status.SENT, sent_at=timezone.now(), claimed_until=None, error=""
        )


def give_up_on_doubtful(now) -> None:
    """An announcement whose worker died while sending stays doubtful; only its claim is released."""
    OutboxEmail.objects.filter(status=OutboxEmail.Status.DOUBTFUL, claimed_until__lt=now).update(
        claimed_until=None, error="The server stopped while this was being sent; it may or may not have arrived."
    )


def _message(email: OutboxEmail) -> EmailMultiAlternatives:
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text,
        from_email=formataddr((email.from_name, sender)) if email.from_name else settings.DEFAULT_FROM_EMAIL,
        to=[email.to],
        reply_to=[email.reply_to] if email.reply_to else None,
        headers={"Message-ID": email.message_id},
        connection=get_connection(),
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    return message


def _put_off(email: OutboxEmail, error: Exception) -> None:
    """A refused address fails at once; anything else is tried again at growing intervals."""
    refused = isinstance(error, smtplib.SMTPRecipientsRefused)
    # An announcement may only be tried again where the server never took it.
    again = not refused and email.tries < len(WAITS) and (not email.at_most_once or isinstance(error, ConnectionError))
    OutboxEmail.objects.filter(pk=email.pk).update(
        status=OutboxEmail.Status.WAITING if again else OutboxEmail.Status.FAILED,
        tries=email.tries + 1,
        next_try_at=timezone.now() + WAITS[min(email.tries, len(WAITS) - 1)],
        claimed_until=None,
        error=str(error)[:1000],
    )
