"""To another mailroom of the same operator: there it is nobody's yet."""

from typing import TYPE_CHECKING

from django.db import models, transaction

from boxholder.mail.errors import AlreadyAssigned, AlreadyGone
from boxholder.mail.models.alias import Alias
from boxholder.mail.models.notice import NewMailNotice
from boxholder.operators.models import Space

if TYPE_CHECKING:
    from boxholder.mail.models.mail_item import MailItem


class Moving(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def move_to(self: "MailItem", space: Space, *, by) -> None:
        """It goes there, off its shelf and out of its mailbox; its renter has it no more. Said twice is once.

        Raises AlreadyAssigned where it is somebody else's, or somewhere else, by now; AlreadyGone.
        """
        if space.operator_id != self.operator_id:
            raise ValueError("A piece stays with its operator.")
        if space.pk == self.space_id:
            return
        before, mailbox, held = self.space, self.mailbox, self._held()
        here = type(self).objects.here().filter(pk=self.pk, mailbox=mailbox, space=before)
        done = here.update(space=space, mailbox=None, assigned_at=None, assigned_by=None, seen_at=None, shelf="")
        self.refresh_from_db()
        if done:
            self._was_with(held)
            self._forget_proposals()
            self._drop_request(by=by)
            NewMailNotice.objects.withdraw(self)
            Alias.objects.unlearn(self)
            if mailbox is not None:
                self.remember("mail.unassigned", by=by, before=mailbox.pmb)
            self.remember("mail.moved", by=by, before=before.name, space=space.name)
        elif not self.is_here:
            raise AlreadyGone
        elif self.space_id != space.pk:
            raise AlreadyAssigned

    def _forget_proposals(self: "MailItem") -> None:
        """They name mailboxes of the space it left; what was read stays, and is compared with the new one's."""
        from boxholder.mail.models.reading import Reading

        Reading.objects.filter(item=self).update(candidates=[], is_confident=False, is_certain=False, directory="")
