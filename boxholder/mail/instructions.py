"""What whoever handles a piece of a mailbox's mail must know, before their eyes while they do."""

from boxholder.mailboxes.models import Mailbox


def standing_instructions(mailbox: Mailbox) -> list[str]:
    """Sentences; none where there is nothing to heed."""
    return [mailbox.instructions] if mailbox.instructions else []
