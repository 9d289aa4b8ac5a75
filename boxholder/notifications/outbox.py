"""Write an e-mail into the outbox; its delivery follows the commit."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from boxholder.notifications.jobs import wake
from boxholder.notifications.models import OutboxEmail

SUBJECT = OutboxEmail._meta.get_field("subject").max_length


def write(
    kind: str,
    *,
    to: str,
    context: dict[str, Any],
    operator=None,
    dedupe_key: str | None = None,
    at_most_once: bool = False,
) -> None:
    """Render `<kind>` (templates `emails/<kind>/subject.txt`, `text.txt`) for one person and queue it.

    The operator's name stands as the sender and its address takes the replies. A message whose `dedupe_key` was
    written before is not written again.
    """
    post([draft(kind, to=to, context=context, operator=operator, dedupe_key=dedupe_key, at_most_once=at_most_once)])


def draft(
    kind: str,
    *,
    to: str,
    context: dict[str, Any],
    operator=None,
    dedupe_key: str | None = None,
    at_most_once: bool = False,
    has_html: bool = False,
) -> OutboxEmail:
    """The same message, rendered and not queued yet: for `post`, many at once. `has_html`: there is a `page.html`."""
    context = {"operator": operator, **context}
    return draft_rendered(
        kind,
        to=to,
        subject=render_to_string(f"emails/{kind}/subject.txt", context),
        text=render_to_string(f"emails/{kind}/text.txt", context),
        html=render_to_string(f"emails/{kind}/page.html", context) if has_html else "",
        operator=operator,
        dedupe_key=dedupe_key,
        at_most_once=at_most_once,
    )


def draft_rendered(
    kind: str,
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    operator=None,
    dedupe_key: str | None = None,
    at_most_once: bool = False,
) -> OutboxEmail:
    """A message whose words are written already."""
    return OutboxEmail(
        kind=kind,
        operator_id=operator.pk if operator else None,
        dedupe_key=dedupe_key,
        to=to,
        from_name=operator.name if operator else "",
        reply_to=operator.reply_to_email if operator else "",
        subject=" ".join(subject.split())[:SUBJECT],
        text=text.strip() + "\n",
        html=html.strip(),
        at_most_once=at_most_once,
    )


def write_rendered(**fields: Any) -> None:
    """Queue a message whose words are written already: the fields of an OutboxEmail."""
    post([OutboxEmail(**fields)])


def post(emails: Iterable[OutboxEmail]) -> None:
    """Queue drafts in one go; those written before (by `dedupe_key`) stay as they were."""
    emails = list(emails)
    OutboxEmail.objects.bulk_create(emails, batch_size=500, ignore_conflicts=True)
    for email in emails:
        # A draft that was not stored finds nothing to deliver.
        transaction.on_commit(partial(wake, str(email.pk), at_most_once=email.at_most_once))


def post_again(emails: Iterable[OutboxEmail], *, now: datetime) -> int:
    """Send these once more, to whatever `to` they bear now, because a person decided it. Says how many were left to.

    Only what failed or is doubtful is left: each UPDATE is the claim, so two clicks send one. The Message-ID stays, so
    that a mailbox that took a doubtful one after all may drop the second.
    """
    posted = 0
    for email in emails:
        left = OutboxEmail.objects.failed(now).filter(pk=email.pk)
        if left.update(status=OutboxEmail.Status.WAITING, to=email.to, next_try_at=now, tries=0, error=""):
            posted += 1
            transaction.on_commit(partial(wake, str(email.pk), at_most_once=email.at_most_once))
    return posted


def withdraw(email_id) -> bool:
    """What this e-mail says is not to be said any more. False where it has been sent.

    The UPDATE decides against a worker that claims it: one that is being sent right now ends as sent or as withdrawn.
    """
    unsent = OutboxEmail.objects.filter(pk=email_id).exclude(status=OutboxEmail.Status.SENT)
    return bool(unsent.update(withdrawn_at=timezone.now()))


def resume(email_id) -> None:
    """What was withdrawn is to be said after all; not again where it was sent meanwhile. A sweep finds it."""
    OutboxEmail.objects.filter(pk=email_id).exclude(status=OutboxEmail.Status.SENT).update(withdrawn_at=None)


def let_be_written_again(email_id) -> None:
    """What was withdrawn counts as never written: the same message may come once more, with what is true then."""
    OutboxEmail.objects.filter(pk=email_id, withdrawn_at__isnull=False).update(dedupe_key=None)


def replace(withdrawn: OutboxEmail, draft: OutboxEmail) -> bool:
    """Let it say what the draft says, and stand as it stood before it was withdrawn: so who decides on a doubtful one
    decides on words that are still true. False where it was withdrawn once more meanwhile, or has been sent after all.
    """
    same = OutboxEmail.objects.filter(pk=withdrawn.pk, status=withdrawn.status, withdrawn_at=withdrawn.withdrawn_at)
    return bool(same.update(subject=draft.subject, text=draft.text, html=draft.html, withdrawn_at=None))
