"""What came in the post: the links of e-mails in the outbox."""

import re

from boxholder.notifications.models import OutboxEmail


def newest(to: str, kind: str = "mailbox_invitation") -> OutboxEmail:
    return OutboxEmail.objects.filter(to=to, kind=kind).latest("created_at")


def path_in(email: OutboxEmail) -> str:
    """The path of its first link."""
    return re.search(r"https?://[^/\s]+(/\S+)", email.text)[1]


def invitation_path(to: str) -> str:
    return path_in(newest(to))
