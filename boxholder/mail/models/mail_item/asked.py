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
from boxholder.mailboxes.models import Mailbox

if TYPE_CHECKING:
    from boxholder.mail.models.action_request import ActionRequest
    from boxholder.mail.models.former_assignment import FormerAssignment
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
    # What nobody owes any more by what was done just now.
    waived: Sequence[Charge] = ()
    # What nobody asks for any more by it.
    dropped: "Sequence[ActionRequest]" = ()

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
        if not self.is_here:
            return None
        today = self.space.today(timezone.now())
        held = [request for request in self.requests.all() if request.is_held and request.mailbox_id == self.mailbox_id]
        days = [request.hold_until for request in held if request.hold_until is not None]
        return max((day for day in days if day >= today), default=None)

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
        they do not pay."""
        reason = _("It came to this mailbox by mistake.")
        AutomationTurn.objects.withdraw(self)
        dropped = []
        for pending in self.requests.pending():
            # Completed or cancelled in this moment, there is nothing left to drop.
            with suppress(RequestClosed):
                pending.decline(by=by, now=timezone.now(), reason=reason, tells=False)
                dropped.append(pending)
        self.dropped = dropped
        waived = []
        for done in self.requests.completed().exclude(mailbox=self.mailbox_id):
            # What is invoiced already, staff credit.
            with suppress(charges.ChargeSettled):
                waived += charges.take_back(done, reason=reason, by=by, now=timezone.now())
                allowances.release(done)
        self.waived = [*waived, *self._forgive_storage(by=by, reason=reason)]

    @property
    def still_dropped(self: "MailItem") -> "list[ActionRequest]":
        """What was dropped when it was last taken out of the mailbox that it is in again."""
        former = self._former_time_there
        asked = self.requests.filter(mailbox=self.mailbox_id, status="cancelled")
        return list(asked.filter(closed_at__gte=former.ended_at)) if former else []

    @property
    def still_waived(self: "MailItem") -> list[Charge]:
        """As `still_dropped`: what was waived then stays so."""
        if not (former := self._former_time_there):
            return []
        causes = [self, *self.requests.filter(mailbox=self.mailbox_id)]
        waived = Charge.objects.filter(mailbox=self.mailbox_id, waived_at__gte=former.ended_at)
        return [charge for cause in causes for charge in waived.of_cause(Cause.of(cause))]

    @property
    def _former_time_there(self: "MailItem") -> "FormerAssignment | None":
        return self.former_assignments.filter(mailbox=self.mailbox_id).last()

    def to_forgive(self: "MailItem", mailbox: Mailbox | None = None) -> list[Charge]:
        """What nobody would owe any more, were it taken out of its mailbox now, and put into this one: as
        `_drop_request` does it, only looked at."""
        owed: list[Charge] = []
        for done in self.requests.completed().exclude(mailbox=mailbox):
            its = Charge.objects.of_cause(Cause.of(done)).filter(waived_at=None)
            owed += [] if its.exclude(invoiced_at=None).exists() else its
        return [*owed, *self._forgivable(mailbox.pk if mailbox else None)]
