"""An AllowanceUse is one of a month's free requests, taken by a request from the moment it is asked for."""

from django.db import models

from boxholder.billing.causes import Cause
from boxholder.billing.models.request_rule import RequestKind
from boxholder.mailboxes.models import Mailbox


class AllowanceUseQuerySet(models.QuerySet["AllowanceUse"]):
    def of_cause(self, cause: Cause) -> "AllowanceUseQuerySet":
        return self.filter(cause_label=cause.label, cause_id=cause.id)


class AllowanceUse(models.Model):
    # The first constraint begins with it.
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="allowance_uses", db_index=False)
    kind = models.CharField(max_length=20, choices=RequestKind.choices)
    # The first day of the cycle, in the mailbox's space.
    month = models.DateField()
    # 1 is the first free one, `free_per_month` the last.
    slot = models.PositiveSmallIntegerField()
    cause_label = models.CharField(max_length=60)
    cause_id = models.CharField(max_length=40)
    reserved_at = models.DateTimeField(auto_now_add=True)

    objects = AllowanceUseQuerySet.as_manager()

    class Meta:
        constraints = [
            # Two ask for the last free one at once: one gets it, the other the price.
            models.UniqueConstraint(fields=["mailbox", "kind", "month", "slot"], name="a_free_request_is_taken_once"),
            models.UniqueConstraint(fields=["cause_label", "cause_id", "kind"], name="a_cause_takes_one_free_request"),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox}: {RequestKind(self.kind).label}, {self.month:%Y-%m}, {self.slot}"
