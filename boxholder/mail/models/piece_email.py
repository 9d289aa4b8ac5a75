"""A PieceEmail: an e-mail tells somebody of a mailbox about one of its pieces: a request done, storage begun.

Where the piece goes elsewhere before it was sent, it is not sent; where the piece comes back, it is after all. To who
has lost the mailbox meanwhile it is not sent either.
"""

from datetime import datetime

from django.db import models, transaction

from boxholder.mailboxes.models import Mailbox, MailboxPerson
from boxholder.notifications import outbox
from boxholder.notifications.models import OutboxEmail


class PieceEmailQuerySet(models.QuerySet["PieceEmail"]):
    def withdraw(self, item) -> None:
        for email_id in self.filter(item=item).values_list("email", flat=True):
            outbox.withdraw(email_id)

    def resume(self, item) -> None:
        withdrawn = self.filter(item=item, mailbox=item.mailbox, email__withdrawn_at__isnull=False)
        for email_id in withdrawn.exclude(person__removed_at__isnull=False).values_list("email", flat=True):
            outbox.resume(email_id)

    def withdraw_from_who_left(self) -> None:
        for told in self.filter(email__in=OutboxEmail.objects.not_out(), person__removed_at__isnull=False):
            outbox.withdraw(told.email_id)
            told.delete()

    def warn_anew(self, now: datetime) -> None:
        """A withdrawn warning told of several pieces: those that are still there are warned of with the next look.

        Not in the transaction that withdraws: it holds one piece, and must not wait for others.
        """
        for email in OutboxEmail.objects.withdrawn(now).filter(kind="storage_begins", pk__in=self.values("email")):
            with transaction.atomic():
                for told in self.filter(email=email).select_related("item"):
                    items = type(told.item).objects.filter(pk=told.item_id, mailbox=told.mailbox_id)
                    items.update(storage_warned_at=None)
                self.filter(email=email).delete()
                outbox.let_be_written_again(email.pk)


class PieceEmail(models.Model):
    item = models.ForeignKey("mail.MailItem", on_delete=models.CASCADE, related_name="+")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="+")
    # None: the renter.
    person = models.ForeignKey(MailboxPerson, null=True, on_delete=models.CASCADE, related_name="+")
    email = models.ForeignKey(OutboxEmail, on_delete=models.CASCADE, related_name="+")

    objects = PieceEmailQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "email"], name="an_email_tells_of_a_piece_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.email}"
