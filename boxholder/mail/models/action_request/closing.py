"""How a request ends: completed and charged, or cancelled and given back. Each is one UPDATE that is the claim.

Two clerks, two tabs, a renter who cancels as a clerk completes: one outcome, and one charge.
"""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _

from boxholder.billing import allowances, charges
from boxholder.billing.models import Charge, ChargeKind
from boxholder.mail.errors import RequestBegun, RequestClosed
from boxholder.mail.models.parcel import Parcel

if TYPE_CHECKING:
    from boxholder.mail.models.action_request import ActionRequest


class Closing(models.Model):
    class Meta:
        abstract = True

    @property
    def was_declined(self: "ActionRequest") -> bool:
        """Staff cancelled it; they always say why."""
        return self.status == self.Status.CANCELLED and bool(self.answer)

    @property
    def was_taken_back(self: "ActionRequest") -> bool:
        """The renter cancelled it: as if it had never been asked."""
        return self.status == self.Status.CANCELLED and not self.answer

    @transaction.atomic
    def begin(self: "ActionRequest", *, by, now) -> None:
        """Somebody is at it. Raises RequestClosed; beginning twice is once."""
        if self._claim(begun_at=None, then={"begun_at": now, "begun_by": by}):
            self.remember("request.begun", by=by, at=now)
        elif not self.is_pending:
            raise RequestClosed

    @transaction.atomic
    def put_back(self: "ActionRequest", *, by, now) -> None:
        """Nobody is at it after all: the renter may cancel again. Raises RequestClosed."""
        if self._claim(begun_at__isnull=False, then={"begun_at": None, "begun_by": None}):
            self.remember("request.put_back", by=by, at=now)
        elif not self.is_pending:
            raise RequestClosed

    @transaction.atomic
    def complete(self: "ActionRequest", *, by, now, answer: str = "") -> None:
        """It is done, and owed at the frozen price. What was done to the piece belongs into the same transaction.

        Raises RequestClosed.
        """
        self._close("completed", by=by, now=now, answer=answer)
        charges.post_request(
            self.mailbox,
            self.quote,
            description=str(self),
            happened_on=self.space.today(now),
            cause=self,
            by=by,
        )
        self.remember("request.completed", by=by, at=now, price=str(self.price))
        _tell().request_done(self)

    @transaction.atomic
    def cancel(self: "ActionRequest", *, by, now) -> None:
        """The renter does not want it any more. Raises RequestBegun once work has begun, RequestClosed."""
        if not self._claim(begun_at=None, then=self._closed("cancelled", by, now)):
            raise RequestBegun if self.is_pending else RequestClosed
        self._end_question(now)
        allowances.release(self)
        self.remember("request.cancelled", by=by, at=now)

    @transaction.atomic
    def decline(self: "ActionRequest", *, by, now, reason: str, tells: bool = True) -> None:
        """Staff cancel it, begun or not, and say why. `tells` False: the renter has nothing of the piece any more.

        Raises RequestClosed.
        """
        assert reason, "without a reason it would read as cancelled by the renter"
        self._close("cancelled", by=by, now=now, answer=reason)
        allowances.release(self)
        self.remember("request.declined", by=by, at=now, reason=reason)
        if tells:
            _tell().request_declined(self)

    @transaction.atomic
    def put_among_the_rest(self: "ActionRequest", *, by, now) -> None:
        """Its hold is over, and staff have set the piece aside no longer. Said twice is once."""
        if type(self).objects.held().filter(pk=self.pk).update(hold_over_at=now):
            self.remember("request.hold_over", by=by, at=now)

    @transaction.atomic
    def resume(self: "ActionRequest", *, by, now) -> None:
        """Declined because its piece was taken out of the mailbox, it is pending again, at the price that was frozen:
        the piece is back. Nothing, where it is not cancelled."""
        again = {"status": "pending", "closed_at": None, "closed_by": None, "answer": ""}
        anew = {"begun_at": None, "begun_by": None, "postage_question": None}
        if type(self).objects.filter(pk=self.pk, status=self.Status.CANCELLED).update(**again, **anew):
            self.refresh_from_db()
            allowances.take_again(self.mailbox, self.quote, self)
            self.remember("request.resumed", by=by, at=now, price=str(self.price))

    @transaction.atomic
    def reopen(self: "ActionRequest", *, by, now) -> list[Charge]:
        """It was not done after all, and is pending again: charged by nobody, its free one still taken, its price the
        same; but what staff have waived nobody will owe, either. What is invoiced meanwhile stays done; a credit note
        answers it. Returns what is waived by this."""
        # Held first: somebody may bring back another of the same parcel in this moment.
        parcel = Parcel.objects.select_for_update(no_key=True).filter(pk=self.parcel_id).first()
        quote, postage = self._quote_unless_waived(), charges.waiting_for(self, ChargeKind.POSTAGE)
        try:
            waived = charges.take_back(self, reason=_("It was not done after all."), by=by, now=now)
        except charges.ChargeSettled:
            return []
        if parcel and postage and parcel.charge_the_others(postage, without=self, by=by, now=now):
            waived.remove(postage)
        again = {"status": "pending", "closed_at": None, "closed_by": None, "answer": "", "begun_at": None}
        nothing_sent = {"begun_by": None, "parcel": None, "postage_question": None, "quote": quote}
        if type(self).objects.completed().filter(pk=self.pk).update(**again, **nothing_sent):
            self.refresh_from_db()
            self.remember("request.reopened", by=by, at=now)
            _tell().request_reopened(self)
        return waived

    def _quote_unless_waived(self: "ActionRequest") -> dict:
        if charges.waiting_for(self, self.kind) or not self.price:
            return self.quote
        return self.quote | {"price_minor": 0, "waived": True}

    def _close(self: "ActionRequest", status: str, *, by, now, answer: str) -> None:
        if not self._claim(then=self._closed(status, by, now) | {"answer": answer}):
            raise RequestClosed
        self._end_question(now)

    def _end_question(self: "ActionRequest", now) -> None:
        """About its postage nothing is asked any more, and a yes was for what went now, or does not go."""
        if self.postage_question is not None:
            self.postage_question.end(now=now)

    def _closed(self, status: str, by, now) -> dict:
        return {"status": status, "closed_at": now, "closed_by": by}

    def _claim(self: "ActionRequest", *, then: dict, **found) -> bool:
        """Whether it was pending and as described; if so it is `then` now. This object then says what is true."""
        done = type(self).objects.pending().filter(pk=self.pk, **found).update(**then)
        self.refresh_from_db()
        return bool(done)


def _tell():
    """The e-mails know the models, so they are known only later."""
    from boxholder.mail import emails

    return emails
