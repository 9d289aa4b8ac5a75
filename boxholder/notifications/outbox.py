"""Write an e-mail into the outbox; its delivery follows the commit."""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from boxholder.notifications.jobs import deliver
from boxholder.notifications.models import OutboxEmail


def write(
    kind: str,
    *,
    to: str,
    context: dict[str, Any],
    operator=None,
    dedupe_key: str | None = None,
    at_most_once: bool = False,
) -> OutboxEmail | None:
    """Render `<kind>` (templates `emails/<kind>/subject.txt`, `text.txt`) for one person and queue it.

    The operator's name stands as the sender and its address takes the replies. Returns None where a message
    of this `dedupe_key` was written before.
    """
    context = {"operator": operator, **context}
    fields = {
        "kind": kind,
        "operator_id": operator.pk if operator else None,
        "to": to,
        "from_name": operator.name if operator else "",
        "reply_to": operator.reply_to_email if operator else "",
        "subject": " ".join(render_to_string(f"emails/{kind}/subject.txt", context).split()),
        "text": render_to_string(f"emails/{kind}/text.txt", context).strip() + "\n",
        "at_most_once": at_most_once,
    }
    return write_rendered(dedupe_key=dedupe_key, **fields)


def write_rendered(*, dedupe_key: str | None = None, **fields: Any) -> OutboxEmail | None:
    if dedupe_key is None:
        email, is_new = OutboxEmail.objects.create(**fields), True
    else:
        email, is_new = OutboxEmail.objects.get_or_create(dedupe_key=dedupe_key, defaults=fields)
    if not is_new:
        return None

    transaction.on_commit(lambda: deliver(str(email.pk)))
    return email
