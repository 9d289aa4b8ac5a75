"""What was in the way of what a clerk wanted, in a sentence. The card shows how things stand, and asks again."""

from datetime import datetime

from django.utils.translation import gettext as _

from boxholder.history.models import Event
from boxholder.mail import errors
from boxholder.mail.models import MailItem
from boxholder.mailboxes.models import Mailbox
from boxholder.web.moments import say_time


class NotSeen(errors.MailError):
    """Named by its number alone, and it is closed or there is something to heed: show it first."""

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(str(mailbox))
        self.mailbox = mailbox


class NothingProposed(errors.MailError):
    """Ticked to be assigned as proposed, and there is no sure proposal."""


def in_words(error: errors.MailError, item: MailItem, mailbox: Mailbox | None) -> str:
    """`item` and `mailbox` as they stand now."""
    if isinstance(error, NothingProposed):
        return _("No mailbox is proposed for it.")
    if isinstance(error, NotSeen):
        return _("Look at %(mailbox)s first, then assign again.") % {"mailbox": mailbox}
    if isinstance(error, errors.MailboxChanged):
        words = {"mailbox": mailbox, "status": error.mailbox.mail_status.label}
        return (
            _("%(mailbox)s has changed since you saw it. Now: %(status)s. Assign again if it is still right.") % words
        )
    if isinstance(error, errors.InAnotherSpace):
        return _("It was moved to %(space)s meanwhile. Choose a mailbox there.") % {"space": item.space}
    if isinstance(error, errors.DetailsChanged):
        names = ", ".join(str(MailItem._meta.get_field(name).verbose_name) for name in error.names)
        return _("Somebody else changed this meanwhile: %(names)s. Assign again to have it your way.") % {
            "names": names
        }
    if item.is_here and item.mailbox is not None and item.assigned_at is not None:
        return _whose_it_is(item, item.mailbox, item.assigned_at)
    return what_happened(item)


def what_happened(item: MailItem) -> str:
    event = Event.objects.about(item).last()
    if event is None:
        return _("Nothing was changed. Look at the piece again.")
    words = {"who": event.who, "when": say_time(event.at), "what": event.sentence}
    return _("%(who)s was quicker (%(when)s): %(what)s.") % words


def _whose_it_is(item: MailItem, mailbox: Mailbox, since: datetime) -> str:
    words = {"mailbox": mailbox, "holder": mailbox.holder, "when": say_time(since)}
    if item.assigned_by is None:
        return _("It was assigned to %(mailbox)s, %(holder)s by itself (%(when)s).") % words
    return _("%(who)s gave it to %(mailbox)s, %(holder)s (%(when)s).") % {**words, "who": item.assigned_by}
