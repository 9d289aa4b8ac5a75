"""What we hold of an operator's Stripe: the account and its keys, the connection, the customers.

Customers, cards and payments hang on a StripeAccount row (operator, account id, live or test). Another account or mode
is another row: renters are asked again, and a test payment never settles a live invoice.
"""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.encryption import seal, unseal
from boxholder.mailboxes.models import Renter
from boxholder.operators.models import Operator


class StripeAccount(models.Model):
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="stripe_accounts")
    account_id = models.CharField(_("Account ID"), max_length=255)
    livemode = models.BooleanField()
    publishable_key = models.CharField(_("Public ID"), max_length=255)
    sealed_secret = models.TextField()
    # The secret is never shown again; this much of it is.
    secret_hint = models.CharField(max_length=20)
    connected_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operator", "account_id", "livemode"], name="stripe_account_once_per_mode")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} ({'live' if self.livemode else 'test'})"

    @property
    def secret(self) -> str:
        return unseal(self.sealed_secret)

    def keep_secret(self, secret: str) -> None:
        self.sealed_secret, self.secret_hint = seal(secret), hint(secret)


def hint(secret: str) -> str:
    """`rk_live_…a1b2`: enough to tell keys apart, useless to anyone else."""
    return f"{secret[:8]}…{secret[-4:]}"


class StripeIntegrationManager(models.Manager["StripeIntegration"]):
    def of(self, operator: Operator) -> "StripeIntegration":
        return self.select_related("account", "operator").get_or_create(operator=operator)[0]


class StripeIntegration(models.Model):
    """The connection page of an operator: which account is in use, and whether renters are billed with it."""

    class Status(models.TextChoices):
        NOT_CONNECTED = "not_connected", _("Not connected")
        CONNECTED = "connected", _("Connected, billing off")
        BILLING = "billing", _("Billing renters")
        NEEDS_ATTENTION = "needs_attention", _("Needs attention")

    operator = models.OneToOneField(Operator, on_delete=models.PROTECT, related_name="stripe_integration")
    account = models.ForeignKey(StripeAccount, null=True, on_delete=models.PROTECT, related_name="+")
    bills_renters = models.BooleanField(_("Bill mailbox renters with Stripe?"), default=False)
    ask_for_cards_from = models.DateField(_("Ask for cards from"), null=True, blank=True)
    # What the last connection check of `account` found: see `Line` in connection_check/report.py.
    report = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    # Values that did not pass the check are kept, never used for renters: Stripe shows a live key only once.
    pending_account_id = models.CharField(max_length=255, blank=True)
    pending_publishable_key = models.CharField(max_length=255, blank=True)
    pending_sealed_secret = models.TextField(blank=True)
    pending_secret_hint = models.CharField(max_length=20, blank=True)
    pending_report = models.JSONField(default=list)
    pending_since = models.DateTimeField(null=True)
    # The box was ticked when they were saved: billing is switched on once they pass.
    pending_bills_renters = models.BooleanField(default=False)
    # A connection check is running: a lease, longer than a check may take.
    checking_until = models.DateTimeField(null=True)

    objects = StripeIntegrationManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(bills_renters=False) | models.Q(account__isnull=False),
                name="billing_with_stripe_needs_an_account",
            )
        ]

    def __str__(self) -> str:
        return f"Stripe of {self.operator}"

    @property
    def is_connected(self) -> bool:
        return self.account_id is not None

    @property
    def is_usable(self) -> bool:
        """There is an account, and nothing its last check found keeps Boxholder from working with it."""
        return self.is_connected and not any(line["blocks"] for line in self.report)

    @property
    def has_pending(self) -> bool:
        return self.pending_since is not None

    @property
    def changes_account(self) -> bool:
        """The pending values are of another account or mode than the one in use."""
        if not self.has_pending or self.account is None:
            return False
        pending = self.pending_account_id, "_live_" in self.pending_secret_hint
        return pending != (self.account.account_id, self.account.livemode)

    @property
    def is_unchecked(self) -> bool:
        """There are values Stripe has not been asked about yet."""
        return self.has_pending and not self.pending_report

    @property
    def is_being_checked(self) -> bool:
        return self.checking_until is not None and self.checking_until > timezone.now()

    @property
    def status(self) -> "StripeIntegration.Status":
        if self.has_pending or (self.is_connected and not self.is_usable):
            return self.Status.NEEDS_ATTENTION
        if not self.is_connected:
            return self.Status.NOT_CONNECTED
        return self.Status.BILLING if self.bills_renters else self.Status.CONNECTED

    def asks_for_cards_on(self, today) -> bool:
        """Renters are asked for a card at log-in from this day on."""
        return self.bills_renters and (self.ask_for_cards_from is None or self.ask_for_cards_from <= today)


class StripeCustomer(models.Model):
    """A renter as Stripe knows them, on one account and mode."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(StripeAccount, on_delete=models.PROTECT, related_name="customers")
    renter = models.ForeignKey(Renter, on_delete=models.PROTECT, related_name="stripe_customers")
    # None until Stripe has answered.
    stripe_id = models.CharField(max_length=255, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "renter"], name="one_customer_per_renter_and_account"),
            models.UniqueConstraint(fields=["account", "stripe_id"], name="stripe_customer_once_per_account"),
        ]

    def __str__(self) -> str:
        return f"{self.renter} at {self.account}"
