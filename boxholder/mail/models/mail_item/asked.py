"""What happens to a piece settles what was asked about it.

Each of these is called after the UPDATE that claims the piece, in its transaction: by then its row is locked, so a
request that is asked for at the same moment is either seen here, or finds the piece gone.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.billing import allowances, charges
from boxholder.billing.causes import Cause
from boxholder.billing.models import Charge, RequestKind
from boxholder.mail.errors import RequestClosed, RequestPending
from boxholder.mail.models.automation_turn import AutomationTurn
from boxholder.mail.models.left_behind import LeftBehind
from boxholder.mailboxes.models import Mailbox

if TYPE_CHECKING:
    from boxholder.mail.models.action_request import ActionRequest
    from boxholder.mail.models.mail_item import MailItem


# How a piece leaves → the request that is fulfilled by it.
FULFILS = {
    "picked_up": RequestKind.ONSITE_PICKUP,
    "returned": RequestKind.RETURN_TO_SENDER,
    "shredded": RequestKind.SHRED,
    "recycled": RequestKind.RECYCLE,
    "forwarded": RequestKind.FORWARD,
    "delivered": RequestKind.LOCAL_DELIVERY,
}


class Asked(models.Model):
    # By what was done just now: what nobody owes, and nobody asks for, any more; what is owed, and to do, again.
    waived: Sequence[Charge] = ()
    dropped: "Sequence[ActionRequest]" = ()
    owed_again: Sequence[Charge] = ()
    resumed: "ActionRequest | None" = None

    class Meta:
        abstract = True

    @property
    def pending_request(self: "MailItem") -> "ActionRequest | None":
        return next((request for request in self.requests.all() if request.is_pending), None)

    @property
    def sent_request(self: "MailItem") -> "ActionRequest | None":
        """What it went out for in a parcel, if it did and its mailbox asked for it."""
        of_mine = (request for request in self.requests.all() if request.mailbox_id == self.mailbox_id)
        return next((request for request in of_mine if request.parcel_id), None)

    @property
    def held_until(self: "MailItem") -> date | None:
        """The day to which it is set aside here because its mailbox asked for that; None before, and after it."""
        held = self._last_hold
        return held.hold_until if held and held.hold_until and held.hold_until >= self._today else None

    @property
    def held_to(self: "MailItem") -> date | None:
        """The day to which it was set aside, where that has passed and nobody has put it among the rest since."""
        held = self._last_hold
        if held is None or held.hold_until is None or held.hold_over_at or self.pending_request:
            return None
        return held.hold_until if held.hold_until < self._today else None

    @property
    def _last_hold(self: "MailItem") -> "ActionRequest | None":
        """Asked for twice, the day that was said last is the one that counts (`ActionRequest.objects.held_here`)."""
        if not self.is_here:
            return None
        held = (request for request in self.requests.all() if request.is_held and request.mailbox_id == self.mailbox_id)
        return max(held, key=lambda request: request.pk, default=None)

    @property
    def _today(self: "MailItem") -> date:
        return self.space.today(timezone.now())

    @property
    def takes_requests(self: "MailItem") -> bool:
        """Whether something can be asked for now, as far as the piece and its mailbox go."""
        return bool(self.is_here and self.mailbox and self.mailbox.may_request() and not self.pending_request)

    def _settle_request(self: "MailItem", kind: str, *, by) -> None:
        """What was done fulfils the request for just that, and is charged; `kind` is "" where it fulfils none.

        Raises RequestPending where something else was asked for: that has to be dealt with first.
        """
        pending = self.requests.pending().first()
        if pending is None:
            return
        if pending.kind != kind:
            raise RequestPending(pending)
        pending.complete(by=by, now=timezone.now())

    def _reopen_request(self: "MailItem", *, left_as: str, left_at, by) -> None:
        """It came back: the request that its leaving fulfilled is still to do."""
        kind = FULFILS.get(left_as, "")
        if done := self.requests.completed().filter(kind=kind, mailbox=self.mailbox_id, closed_at__gte=left_at).first():
            self.waived = done.reopen(by=by, now=timezone.now())

    def _drop_request(self: "MailItem", *, by) -> None:
        """Whoever asked has the piece no more: nothing is done for them, nothing charged, and what was done already
        they do not pay. It is kept in mind, should the piece come back (`LeftBehind`)."""
        reason = _("It came to this mailbox by mistake.")
        AutomationTurn.objects.withdraw(self)
        dropped = []
        for pending in self.requests.pending():
            # Completed or cancelled in this moment, there is nothing left to drop.
            with suppress(RequestClosed):
                pending.decline(by=by, now=timezone.now(), reason=reason, tells=False)
                dropped.append(pending)
                if pending.automation_id is None:
                    LeftBehind.objects.create(item=self, mailbox_id=pending.mailbox_id, request=pending)
        self.dropped = dropped
        waived = []
        for done in self.requests.completed().exclude(mailbox=self.mailbox_id):
            # What is invoiced already, staff credit.
            with suppress(charges.ChargeSettled):
                waived += charges.take_back(done, reason=reason, by=by, now=timezone.now())
                allowances.release(done)
        self.waived = [*waived, *self._forgive_storage(by=by, reason=reason)]
        LeftBehind.objects.keep_charges(self, self.waived)

    def _take_up_again(self: "MailItem", *, by) -> None:
        """It has just come to a mailbox, or back out of the bin. Was it taken out of it before, that was the mistake:
        what was waived with it is owed again, and what was dropped is to do again. Each once; `LeftBehind` says why
        that is so."""
        now, owed_again = timezone.now(), []
        for left in self._left_in(self.mailbox_id):
            if not LeftBehind.objects.waiting().filter(pk=left.pk).update(put_back_at=now):
                continue
            if left.charge is not None:
                owed_again.append(charges.owe_again(left.charge, by=by, now=now))
            if left.request is not None:
                left.request.resume(by=by, now=now)
                self.resumed = left.request
        causes = {charge.cause for charge in owed_again}
        for done in self.requests.completed() if causes else ():
            if Cause.of(done) in causes:
                allowances.take_again(done.mailbox, done.quote, done)
        self.owed_again = owed_again

    def _left_in(self: "MailItem", mailbox: int | None) -> "list[LeftBehind]":
        """What is owed, or to do, again once it is in that mailbox."""
        found = LeftBehind.objects.in_mailbox(self, mailbox) if mailbox is not None else []
        return [left for left in found if left.charge is None or self._tips_again(left.charge, mailbox)]

    def to_owe_again(self: "MailItem", mailbox: Mailbox) -> list[Charge]:
        """What would be owed again, were it put into this mailbox now."""
        return [left.charge for left in self._left_in(mailbox.pk) if left.charge is not None]

    def to_resume(self: "MailItem", mailbox: Mailbox) -> "ActionRequest | None":
        """What would be to do again."""
        return next((left.request for left in self._left_in(mailbox.pk) if left.request is not None), None)

    def to_forgive(self: "MailItem", mailbox: Mailbox | None = None) -> list[Charge]:
        """What nobody would owe any more, were it taken out of its mailbox now, and put into this one: as
        `_drop_request` does it, only looked at."""
        owed: list[Charge] = []
        for done in self.requests.completed().exclude(mailbox=mailbox):
            its = Charge.objects.of_cause(Cause.of(done)).filter(waived_at=None)
            owed += [] if its.exclude(invoiced_at=None).exists() else its
        return [*owed, *self._forgivable(mailbox.pk if mailbox else None)]
