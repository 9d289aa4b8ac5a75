"""Into the bin, and back within 30 days; after that the pictures and what was read on them are really gone."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from boxholder.mail.errors import AlreadyAssigned, AlreadyGone, PastRecovery
from boxholder.mail.models.left_behind import LeftBehind
from boxholder.mail.models.notice import NewMailNotice

if TYPE_CHECKING:
    from boxholder.mail.models.mail_item import MailItem

RECOVERABLE = timedelta(days=30)


class Deletion(models.Model):
    class Meta:
        abstract = True

    @property
    def recoverable_until(self: "MailItem") -> datetime | None:
        return self.deleted_at + RECOVERABLE if self.deleted_at else None

    @property
    def is_recoverable(self: "MailItem") -> bool:
        return self.recoverable_until is not None and timezone.now() < self.recoverable_until

    @transaction.atomic
    def bin(self: "MailItem", *, by, reason: str) -> None:
        """Nobody sees it any more but staff, in the bin, and nobody pays for its storage. Said twice is once.

        Raises AlreadyAssigned where it is somebody else's by now, AlreadyGone where it has left meanwhile,
        RequestPending.
        """
        state, mailbox = self.state, self.mailbox_id
        found = type(self).objects.kept().filter(pk=self.pk, state=state, mailbox=mailbox, space=self.space_id)
        done = found.update(deleted_at=timezone.now(), deleted_by=by, deletion_reason=reason)
        self.refresh_from_db()
        if done:
            self._settle_request("", by=by)
            self._hold_count()
            self.waived = self._forgive_storage(by=by, reason=reason)
            LeftBehind.objects.keep_charges(self, self.waived)
            NewMailNotice.objects.withdraw(self)
            self.remember("mail.deleted", by=by, reason=reason)
        elif self.deleted_at is None:
            raise AlreadyAssigned if self.state == state else AlreadyGone

    @transaction.atomic
    def recover(self: "MailItem", *, by) -> None:
        """As it was before; what was waived with it is owed again. Said twice is once.

        Raises PastRecovery after the 30 days.
        """
        in_time = type(self).objects.filter(pk=self.pk, deleted_at__gt=timezone.now() - RECOVERABLE, purged_at=None)
        since = in_time.select_for_update().values_list("deleted_at", flat=True).first()
        done = in_time.update(deleted_at=None, deleted_by=None, deletion_reason="")
        self.refresh_from_db()
        if done:
            self._was_away(since)
            self.remember("mail.recovered", by=by)
            self._hold_count()
            self._take_up_again(by=by)
            NewMailNotice.objects.resume(self)
        elif self.deleted_at is not None:
            raise PastRecovery
