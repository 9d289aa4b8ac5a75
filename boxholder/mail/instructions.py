"""What whoever handles a piece of a mailbox's mail must know, before their eyes while they do."""

from boxholder.mail.automation_words import in_short, outcome
from boxholder.mail.models import AutomationTurn, MailItem
from boxholder.mailboxes.models import Mailbox


def standing_instructions(mailbox: Mailbox) -> list[str]:
    """What must have been seen before a piece goes there; none where there is nothing to heed."""
    return [mailbox.instructions] if mailbox.instructions else []


def instructions_for(item: MailItem, mailbox: Mailbox) -> list[str]:
    """Those, and what the mailbox's automations do with just this piece, or have left undone."""
    said = _left_undone(item) if item.mailbox_id == mailbox.pk else _to_be_done(item, mailbox)
    return [*standing_instructions(mailbox), *said]


def _to_be_done(item: MailItem, mailbox: Mailbox) -> list[str]:
    """Should it go there. However many pieces: prefetch `automations__address`."""
    fitting = (each for each in mailbox.automations.all() if each.is_running and each.fits(item))
    return [in_short(automation) for automation in list(fitting)[:1]]


def _left_undone(item: MailItem) -> list[str]:
    turn = AutomationTurn.objects.of(item) if item.is_here else None
    return [outcome(turn)] if turn is not None and not turn.is_asked else []
