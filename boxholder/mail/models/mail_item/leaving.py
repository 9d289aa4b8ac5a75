"""How a piece leaves the mailroom, and how it comes back where that was a slip.

Each change is one UPDATE that names what it found: whoever acts on an old page changes nothing.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from boxholder.billing.models import RequestKind
from boxholder.mail.errors import AlreadyAssigned, AlreadyGone, NotAllHere, NotOneMailbox
from boxholder.mail.models.alias import Alias
from boxholder.mail.models.notice import NewMailNotice
from boxholder.mail.models.pickup import Pickup

if TYPE_CHECKING:
    from boxholder.mail.models.mail_item import MailItem


class Leaving(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def return_to_sender(self: "MailItem", *, by) -> None:
        """Said twice is once. A request for it is fulfilled by it.

        Raises AlreadyAssigned where it is somebody else's by now, AlreadyGone, RequestPending.
        """
        if self._leave(type(self).State.RETURNED):
            self._settle_request(RequestKind.RETURN_TO_SENDER, by=by)
            self.remember("mail.returned", by=by)

    @transaction.atomic
    def mark_not_ours(self: "MailItem", *, by) -> None:
        """Wrongly delivered: it is nobody's here, and was nobody's; who had it in the inbox has it no more.

        Said twice is once. Raises AlreadyAssigned where it is somebody else's by now, AlreadyGone.
        """
        before, held = self.mailbox, self._held()
        if not self._leave(type(self).State.NOT_OURS, mailbox=None, assigned_at=None, assigned_by=None, seen_at=None):
            return
        self._was_with(held)
        self._drop_request(by=by)
        if before is not None:
            NewMailNotice.objects.withdraw(self)
            Alias.objects.unlearn(self)
            self.remember("mail.unassigned", by=by, before=before.pmb)
        self.remember("mail.not_ours", by=by)

    @transaction.atomic
    def shred(self: "MailItem", *, by) -> None:
        """As `return_to_sender`."""
        if self._leave(type(self).State.SHREDDED):
            self._settle_request(RequestKind.SHRED, by=by)
            self.remember("mail.shredded", by=by)

    @transaction.atomic
    def recycle(self: "MailItem", *, by) -> None:
        """As `return_to_sender`."""
        if self._leave(type(self).State.RECYCLED):
            self._settle_request(RequestKind.RECYCLE, by=by)
            self.remember("mail.recycled", by=by)

    @transaction.atomic
    def forward(self: "MailItem", *, by, to: str) -> None:
        """As `return_to_sender`. `to`: the address it went to."""
        if self._leave(type(self).State.FORWARDED):
            self._settle_request(RequestKind.FORWARD, by=by)
            self.remember("mail.forwarded", by=by, to=to)

    @transaction.atomic
    def deliver(self: "MailItem", *, by, to: str) -> None:
        """As `forward`, by our own people."""
        if self._leave(type(self).State.DELIVERED):
            self._settle_request(RequestKind.LOCAL_DELIVERY, by=by)
            self.remember("mail.delivered", by=by, to=to)

    @transaction.atomic
    def bring_back(self: "MailItem", *, by) -> None:
        """Undo: it is on the shelf after all. A signature given for it stays on record; a request that was fulfilled
        by its leaving is pending again, and nothing is owed for it (`ActionRequest.reopen`).

        Said twice is once. Raises AlreadyGone where it was deleted, or left in another way meanwhile.
        """
        if self.is_here:
            return
        left_as, left_at = self.state, self.left_at
        left = type(self).objects.kept().filter(pk=self.pk, state=left_as, left_at=left_at)
        done = left.update(state=type(self).State.HERE, left_at=None, pickup=None)
        self.refresh_from_db()
        if done:
            self._was_away(left_at)
            self.remember("mail.brought_back", by=by)
            self._reopen_request(left_as=left_as, left_at=left_at, by=by)
            NewMailNotice.objects.resume(self)
        elif not self.is_here:
            raise AlreadyGone

    def _go_with(self: "MailItem", pickup: Pickup) -> bool:
        """Whether it was here and of the pickup's mailbox; if not, this object says what is true."""
        here = type(self).objects.here().filter(pk=self.pk, mailbox=pickup.mailbox, space=self.space_id)
        if here.update(state=type(self).State.PICKED_UP, left_at=pickup.at, pickup=pickup):
            return True
        self.refresh_from_db()
        return False

    def _leave(self: "MailItem", state, **changes) -> bool:
        """Whether it goes now; False where it went just so already."""
        mailbox = self.mailbox_id
        here = type(self).objects.here().filter(pk=self.pk, mailbox=mailbox, space=self.space_id)
        done = here.update(state=state, left_at=timezone.now(), **changes)
        self.refresh_from_db()
        if done:
            NewMailNotice.objects.hold_back(self)
        elif self.is_here:
            raise AlreadyAssigned
        elif self.deleted_at is not None or self.state != state:
            raise AlreadyGone
        return bool(done)


class LeavingQuerySet(models.QuerySet["MailItem"]):
    @transaction.atomic
    def pick_up(self, items: Iterable["MailItem"], *, who: str, signature: str = "", by) -> Pickup:
        """Somebody collects these pieces of one mailbox at the counter; all of them or none.

        `signature`: what `Pickup.signature` holds. A request for it is fulfilled by it.
        Raises NotOneMailbox, NotAllHere with those that were gone, RequestPending.
        """
        items = sorted(items, key=lambda item: item.pk)
        self.model.objects.lock(*(item.pk for item in items))
        if len({item.mailbox_id for item in items}) != 1 or items[0].mailbox is None:
            raise NotOneMailbox
        pickup = Pickup.objects.create(
            operator=items[0].operator, mailbox=items[0].mailbox, who=who, signature=signature, at=timezone.now(), by=by
        )
        if gone := [item for item in items if not item._go_with(pickup)]:
            raise NotAllHere(gone)
        for item in items:
            item.refresh_from_db()
            item._settle_request(RequestKind.ONSITE_PICKUP, by=by)
            NewMailNotice.objects.hold_back(item)
            item.remember("mail.picked_up", by=by, at=pickup.at, who=who, pickup=pickup.pk)
        return pickup
