"""A Subscription joins a mailbox to an offering."""

from django.db import models

from boxholder.billing.models.offering import Offering
from boxholder.mailboxes.models import Mailbox


class Subscription(models.Model):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="subscriptions")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="subscriptions")
    # The first day that is billed; None: the day of activation.
    starts_on = models.DateField(null=True, blank=True)
    # The first day that is not rented any more.
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox"], condition=models.Q(ends_on=None), name="one_running_subscription_per_mailbox"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mailbox}: {self.offering}"
