"""What a piece's comings and goings mean for what its storage costs."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from boxholder.billing import charges
from boxholder.billing.causes import Cause
from boxholder.billing.models import Charge, ChargeKind
from boxholder.mail.models.absence import Absence
from boxholder.mail.models.former_assignment import FormerAssignment
from boxholder.mailboxes.models import Mailbox

if TYPE_CHECKING:
    from boxholder.mail.models.mail_item import MailItem


class Storing(models.Model):
    # When its renter was told that storage is about to cost something.
    storage_warned_at = models.DateTimeField(null=True)
    # It has left and all its days are posted: nothing can fall due any more, unless it comes back.
    storage_settled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def _was_away(self: "MailItem", since: datetime | None) -> None:
        """It is back, and its days begin anew to count. Call it after the UPDATE that brings it back."""
        if since is not None:
            Absence.objects.create(item=self, left_at=since, back_at=timezone.now())
        type(self).objects.filter(pk=self.pk).update(storage_settled_at=None)

    def _held(self: "MailItem") -> "MailItem":
        """As it stands, and so it stays until the commit: an old page does not know since when it was whose."""
        return next(iter(type(self).objects.lock(self.pk)))

    def _was_with(self: "MailItem", held: "MailItem") -> None:
        """It has just been taken out of the mailbox that it was in when it was `_held`. Put back there, its days in it
        count as before."""
        if held.mailbox_id is not None and held.assigned_at is not None:
            held._hold_count()
            FormerAssignment.objects.create(
                item=self, mailbox_id=held.mailbox_id, assigned_at=held.assigned_at, ended_at=timezone.now()
            )

    def _hold_count(self: "MailItem") -> None:
        """Its mailbox is held until the commit: who puts another piece back in this moment counts after this one."""
        if self.mailbox_id is not None:
            Mailbox.objects.lock(self.mailbox_id)

    def _forgive_storage(self: "MailItem", *, by, reason: str) -> list[Charge]:
        """It was with its renter by mistake: what is charged because of it, and not invoiced yet, nobody owes.

        Staff credit what stands on an invoice. Returns what is waived.
        """
        waived = []
        # In the bin it is its mailbox's no more than in another.
        mailbox = None if self.deleted_at else self.mailbox_id
        for charge in list(self._forgivable(mailbox, locks=True)):
            # Else it is invoiced in this moment.
            with suppress(charges.ChargeSettled):
                charges.waive(charge, reason=reason, by=by, now=timezone.now())
                waived.append(charge)
        return waived

    def _forgivable(self: "MailItem", mailbox: int | None, *, locks: bool = False) -> Iterator[Charge]:
        """Once it is in that mailbox, or in none: its days, and what it tipped."""
        yield from Charge.objects.waiting().of_cause(Cause.of(self)).filter(kind=ChargeKind.STORAGE_DAYS)
        yield from self._tipped(mailbox, locks=locks)

    def _tipped(self: "MailItem", mailbox: int | None, *, locks: bool) -> Iterator[Charge]:
        """The fees by the count that it brought above the threshold, alone or with others that were a mistake, too."""
        mailboxes = [self.mailbox_id, *self.former_assignments.values_list("mailbox", flat=True)]
        counts = Charge.objects.waiting().filter(kind=ChargeKind.STORAGE_COUNT, mailbox__in=filter(None, mailboxes))
        # Locked: two who take the last two out at once count one after the other.
        for charge in counts.order_by("pk").select_for_update(no_key=True) if locks else counts.order_by("pk"):
            counted, theirs = self._counted(charge, mailbox)
            if self.pk in counted and theirs <= charge.facts["threshold"]:
                yield charge

    def _tips_again(self: "MailItem", waived: Charge, mailbox: int | None) -> bool:
        """A fee by the count is due again once more of the counted pieces than are free are there, with this one."""
        if waived.kind != ChargeKind.STORAGE_COUNT:
            return True
        counted, theirs = self._counted(waived, mailbox)
        return self.pk in counted and theirs > waived.facts["threshold"]

    def _counted(self: "MailItem", charge: Charge, mailbox: int | None) -> tuple[list[int], int]:
        """The pieces for which it is, and how many of them are still its mailbox's, once this one is in `mailbox`."""
        counted = [int(reference.removeprefix("M-")) for reference in charge.facts["which"]]
        others = type(self).objects.kept().filter(pk__in=counted, mailbox=charge.mailbox_id).exclude(pk=self.pk)
        return counted, others.count() + (charge.mailbox_id == mailbox)
