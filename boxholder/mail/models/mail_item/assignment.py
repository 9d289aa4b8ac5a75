"""Whose a piece is. Each change is one UPDATE that names what it found, so two clerks at one piece have one outcome."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from boxholder.mail.errors import AlreadyAssigned, AlreadyGone, InAnotherSpace, MailboxChanged
from boxholder.mail.models.alias import Alias
from boxholder.mail.models.notice import NewMailNotice

if TYPE_CHECKING:
    from boxholder.mail.models.mail_item import MailItem


class Assignment(models.Model):
    # What the machine has learnt from the assignment that was made just now.
    learnt: Alias | None = None

    class Meta:
        abstract = True

    @transaction.atomic
    def assign(self: "MailItem", mailbox, *, by, seen_status: str | None = None, reason: str = "") -> None:
        """Give an unassigned piece to a mailbox of its space, and tell the renter a little later.

        `seen_status`: how the mailbox stood on the screen; None asks for no such check. `reason`: why the machine
        was certain, where it did it by itself. Saying the same twice is once.
        Raises AlreadyAssigned, AlreadyGone, InAnotherSpace, MailboxChanged.
        """
        mailbox = self._fit(mailbox, seen_status)
        if not self._move(None, mailbox, by=by):
            if self.mailbox_id == mailbox.pk:
                return
            raise AlreadyAssigned
        kind = "mail.assigned_by_itself" if reason else "mail.assigned"
        self.remember(kind, by=by, pmb=mailbox.pmb, holder=mailbox.holder, reason=reason)
        self._take_up_again(by=by)
        NewMailNotice.objects.put(self)
        self._learn(by=by)
        self._automate()

    @transaction.atomic
    def reassign(self: "MailItem", mailbox, *, by, seen_status: str | None = None) -> None:
        """It was somebody else's after all: lost to the first renter at once, whatever was to tell them included.

        Raises AlreadyAssigned where it is not with the mailbox this object says, and as `assign` does.
        """
        before = self.mailbox
        if before is None:
            return self.assign(mailbox, by=by, seen_status=seen_status)
        mailbox = self._fit(mailbox, seen_status)
        if mailbox.pk == before.pk:
            return None
        if not self._move(before, mailbox, by=by):
            raise AlreadyAssigned
        self._drop_request(by=by)
        NewMailNotice.objects.withdraw(self)
        self.remember("mail.reassigned", by=by, before=before.pmb, pmb=mailbox.pmb, holder=mailbox.holder)
        self._take_up_again(by=by)
        NewMailNotice.objects.put(self)
        Alias.objects.unlearn(self)
        self._learn(by=by)
        self._automate()
        return None

    @transaction.atomic
    def unassign(self: "MailItem", *, by) -> None:
        """Undo: nobody's again. Raises AlreadyAssigned where it went to somebody else meanwhile, AlreadyGone."""
        before = self.mailbox
        if before is None:
            return
        if not self._move(before, None, by=by):
            raise AlreadyAssigned
        self._drop_request(by=by)
        NewMailNotice.objects.withdraw(self)
        Alias.objects.unlearn(self)
        self.remember("mail.unassigned", by=by, before=before.pmb)

    def _learn(self: "MailItem", *, by) -> None:
        """Where a person decided otherwise than the machine, it knows better the next time."""
        reading = getattr(self, "reading", None)
        if by is not None and reading is not None and reading.is_read and reading.proposed_id != self.mailbox_id:
            self.learnt = Alias.objects.learn(self, reading.recipient.splitlines(), by=by)

    def _automate(self: "MailItem") -> None:
        """What its new mailbox wants done with such a piece is asked for. (Automations know the models.)"""
        from boxholder.mail import automations

        automations.take(self, timezone.now())

    def _fit(self: "MailItem", mailbox, seen_status: str | None):
        """The mailbox as it stands now."""
        if mailbox.space_id != self.space_id:
            raise InAnotherSpace
        # Locked, so that it is not closed between this look and the commit; also whose it was, for its names.
        type(self).objects.lock(self.pk)
        mailbox = type(mailbox).objects.lock(mailbox.pk, *filter(None, [self.mailbox_id]))[mailbox.pk]
        if seen_status is not None and mailbox.status != seen_status:
            raise MailboxChanged(mailbox)
        return mailbox

    def _move(self: "MailItem", before, after, *, by) -> bool:
        """Whether it was here and with `before`; if so it is with `after` now. This object then says what is true."""
        held = self._held() if before else None
        items = type(self).objects
        moved = items.here().filter(pk=self.pk, mailbox=before, space_id=self.space_id)
        done = moved.update(
            mailbox=after,
            assigned_at=timezone.now() if after else None,
            assigned_by=by if after else None,
            seen_at=None,
            storage_warned_at=None,
        )
        self.refresh_from_db()
        if done and held:
            self._was_with(held)
        if not done and not self.is_here:
            raise AlreadyGone
        return bool(done)
