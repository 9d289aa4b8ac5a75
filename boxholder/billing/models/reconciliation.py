"""After a restore: what Stripe did since the backup, account by account. See `billing/reconciliation.py`."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.billing.models.invoice import Invoice
from boxholder.billing.money import Money
from boxholder.billing.stripe_gateway.models import StripeAccount
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Installation, Operator


class ReconciliationQuerySet(models.QuerySet["Reconciliation"]):
    def done_since(self, installation: Installation) -> "ReconciliationQuerySet":
        return self.filter(done_at__gte=installation.restored_at)


class Reconciliation(models.Model):
    """One account was compared with Stripe; `done_at` counts where it is later than the restore."""

    account = models.OneToOneField(StripeAccount, on_delete=models.CASCADE, related_name="reconciliation")
    done_at = models.DateTimeField(null=True)
    # Why it is not done yet, in words for the operator.
    problem = models.TextField(blank=True)
    next_try_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)

    objects = ReconciliationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.account}: {self.done_at or self.problem or '–'}"


class UnknownChargeQuerySet(models.QuerySet["UnknownCharge"]):
    def of(self, operator: Operator) -> "UnknownChargeQuerySet":
        return self.filter(account__operator=operator)

    def unseen(self) -> "UnknownChargeQuerySet":
        """Nobody has looked at these yet: the operator's billing waits."""
        return self.filter(seen_at=None)

    def unplaced(self) -> "UnknownChargeQuerySet":
        """Money that may be for a month that is billed here once more: the mailbox's card is not charged by itself."""
        return self.filter(placed_at=None, mailbox__isnull=False)


class UnknownCharge(models.Model):
    """A card was charged after the backup, for an invoice the restored data does not know or cannot take it for."""

    account = models.ForeignKey(StripeAccount, on_delete=models.PROTECT, related_name="unknown_charges")
    intent_id = models.CharField(max_length=255)
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    customer = models.CharField(max_length=255, blank=True)
    # As Stripe keeps them with the charge.
    number = models.CharField(_("Number"), max_length=100, blank=True)
    pmb = models.CharField(max_length=100, blank=True)
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.PROTECT, related_name="+")
    charged_at = models.DateTimeField()
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # The mailbox was billed again: `invoice` is the one it pays, None where the amount did not fit.
    placed_at = models.DateTimeField(null=True)
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="+")

    objects = UnknownChargeQuerySet.as_manager()

    class Meta:
        ordering = ["charged_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["account", "intent_id"], name="unknown_charge_once_per_account")]

    def __str__(self) -> str:
        return f"{self.amount} ({self.intent_id})"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
