"""A FormerAssignment: a piece was in a mailbox, and was taken out of it. Put back there, those days count as before.

Who has it now stands on the piece. Written in the transaction that takes it out, with the piece's row locked, so that
however often a piece is taken out and put back, and by way of whomever, no day it lay in a mailbox is forgotten.
"""

from django.db import models

from boxholder.mailboxes.models import Mailbox


class FormerAssignment(models.Model):
    item = models.ForeignKey("mail.MailItem", on_delete=models.CASCADE, related_name="former_assignments")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+", db_index=False)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        ordering = ["ended_at", "pk"]

    def __str__(self) -> str:
        return f"{self.item} in {self.mailbox}: {self.assigned_at:%Y-%m-%d} to {self.ended_at:%Y-%m-%d}"
