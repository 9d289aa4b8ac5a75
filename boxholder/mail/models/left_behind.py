"""A LeftBehind: what a piece left in a mailbox that it was taken out of. Put back there, it is owed, or to do, again.
A piece in the bin is out of its mailbox, too, and restored it is back.

Either a charge that was waived because the piece seemed to be somebody else's, or a request of the renter's that was
pending and dropped. Whoever puts the piece back, by an Undo or a week later, says that it was no mistake: then the work
that was done was done for this renter, and what they asked for they still want.

A waiver is never edited. So the same amount is posted anew, for the same cause and the same date (`charges.owe_again`);
a free request is 0.00 again, and takes a free one of its month again (`allowances.take_again`); a dropped request is
pending again at the price that was frozen (`ActionRequest.resume`). What an automation had asked for, it asks anew.

What is true when the process dies on any line: these rows are written in the transaction that takes the piece out,
and settled in the one that puts it back. Before that commit the piece is where it was, and nothing is owed; after it
the piece is back, and all of it is owed, once. Both hold the piece, and the mailbox, so of two clerks one puts it back,
and the other finds it there. The database refuses a second charge for what was waived once, whoever tries.

A run in between invoices neither: what is waived is on no invoice, and what is owed again, under the date it had, is on
the next one that is made for the mailbox. What was invoiced before the piece was taken out was never waived.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from boxholder.billing.models import Charge, ChargeKind
from boxholder.mailboxes.models import Mailbox


class LeftBehindQuerySet(models.QuerySet["LeftBehind"]):
    def waiting(self) -> "LeftBehindQuerySet":
        return self.filter(put_back_at=None)

    def in_mailbox(self, item, mailbox: Mailbox | int | None) -> "LeftBehindQuerySet":
        """What putting the piece back there may bring back: its own, and fees that pieces together made due."""
        its_own, of_several = Q(item=item), Q(charge__kind=ChargeKind.STORAGE_COUNT)
        found = self.waiting().filter(its_own | of_several, mailbox=mailbox)
        return found.select_related("charge__mailbox", "request__mailbox").order_by("pk")

    def keep_charges(self, item, waived: Iterable[Charge]) -> None:
        self.bulk_create(LeftBehind(item=item, mailbox_id=charge.mailbox_id, charge=charge) for charge in waived)


class LeftBehind(models.Model):
    # Which was taken out.
    item = models.ForeignKey("mail.MailItem", on_delete=models.CASCADE, related_name="left_behind")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+", db_index=False)
    charge = models.OneToOneField(Charge, null=True, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("mail.ActionRequest", null=True, on_delete=models.PROTECT, related_name="+")
    put_back_at = models.DateTimeField(null=True)

    objects = LeftBehindQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(charge=None, request__isnull=False) | Q(charge__isnull=False, request=None),
                name="left_behind_is_a_charge_or_a_request",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(put_back_at=None), name="a_request_is_left_behind_once"
            ),
        ]
        indexes = [models.Index(fields=["mailbox"], condition=Q(put_back_at=None), name="left_behind_waiting")]

    def __str__(self) -> str:
        return f"{self.charge or self.request} in {self.mailbox}"
