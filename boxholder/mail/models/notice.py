"""A NewMailNotice: the renter is to be told of a piece, a little later, so that an undo is in time.

The rows are the queue. A piece that goes to another mailbox takes its notice along.
"""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from boxholder.mailboxes.models import Mailbox

# Long enough to notice a slip, and for the next pieces of the same mailbox to come along.
GATHERS = timedelta(minutes=2)


class NewMailNoticeQuerySet(models.QuerySet["NewMailNotice"]):
    def due(self, now) -> "NewMailNoticeQuerySet":
        return self.filter(email_id=None, due_at__lte=now)

    def put(self, item) -> None:
        """The item's renter is to be told of it; once, however often it is said."""
        self.update_or_create(
            item=item, defaults={"mailbox": item.mailbox, "due_at": timezone.now() + GATHERS, "email_id": None}
        )

    def hold_back(self, item) -> None:
        """It has left before its renter was told of it; told of is what has been sent."""
        self.filter(item=item, email_id=None).delete()

    def resume(self, item) -> None:
        """It is there again: its renter is told, unless they were before."""
        if item.is_here and item.mailbox_id is not None and not self.filter(item=item).exists():
            self.put(item)

    def withdraw(self, item) -> None:
        """Nobody is to be told any more. What has been sent has been sent: its picture is gone with the piece."""
        self.filter(item=item).delete()


class NewMailNotice(models.Model):
    item = models.OneToOneField("mail.MailItem", on_delete=models.CASCADE, related_name="notice")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    # The OutboxEmail that tells it.
    email_id = models.UUIDField(null=True)

    objects = NewMailNoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(email_id=None), name="notice_due")]

    def __str__(self) -> str:
        return f"{self.item_id} to {self.mailbox}"
