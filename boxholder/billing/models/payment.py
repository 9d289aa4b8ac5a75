"""One Payment is one PaymentIntent for one invoice; its PaymentAttempts are the confirms.

    new → created → confirming ⇄ unknown → declined | needs_authentication | succeeded | cancelled

Only succeeded and cancelled are settled. `collection.py` moves a payment along.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.billing import declines
from boxholder.billing.models.invoice import Invoice
from boxholder.billing.models.payment_method import PaymentMethod
from boxholder.billing.money import Money
from boxholder.billing.stripe_gateway.models import StripeCustomer


class PaymentQuerySet(models.QuerySet["Payment"]):
    def unsettled(self) -> "PaymentQuerySet":
        return self.exclude(status__in=Payment.SETTLED)

    def due(self, now) -> "PaymentQuerySet":
        unclaimed = models.Q(claimed_until=None) | models.Q(claimed_until__lt=now)
        return self.unsettled().filter(unclaimed, next_check_at__lte=now)


class Payment(models.Model):
    class Status(models.TextChoices):
        NEW = "new", _("Waiting to be charged")
        CREATED = "created", _("Being charged")
        CONFIRMING = "confirming", _("Being charged")
        UNKNOWN = "unknown", _("Waiting for Stripe's answer")
        DECLINED = "declined", _("Declined")
        NEEDS_AUTHENTICATION = "needs_authentication", _("Waiting for the renter to confirm")
        SUCCEEDED = "succeeded", _("Charged")
        CANCELLED = "cancelled", _("Cancelled")

    SETTLED = (Status.SUCCEEDED, Status.CANCELLED)
    IN_FLIGHT = (Status.CONFIRMING, Status.UNKNOWN)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    customer = models.ForeignKey(StripeCustomer, on_delete=models.PROTECT, related_name="payments")
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NEW)
    intent_id = models.CharField(max_length=255, null=True, unique=True)
    charge_id = models.CharField(max_length=255, blank=True)
    # The n of the create key, and when it was first sent: Stripe forgets keys after a day.
    create_n = models.PositiveSmallIntegerField(default=1)
    create_sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)
    # What keeps it from moving on, in words for the operator.
    problem = models.TextField(blank=True)
    # None: nothing to do until somebody acts (another card, a better key, Try again).
    next_check_at = models.DateTimeField(null=True)
    checks = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"],
                condition=~models.Q(status__in=["succeeded", "cancelled"]),
                name="one_unsettled_payment_per_invoice",
            ),
            models.UniqueConstraint(
                fields=["invoice"], condition=models.Q(status="succeeded"), name="one_succeeded_payment_per_invoice"
            ),
        ]
        indexes = [models.Index(fields=["next_check_at"], name="payment_due")]

    def __str__(self) -> str:
        return f"{self.amount} for {self.invoice}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_settled(self) -> bool:
        return self.status in Payment.SETTLED

    @property
    def is_in_flight(self) -> bool:
        return self.status in Payment.IN_FLIGHT

    @property
    def last_attempt(self) -> "PaymentAttempt | None":
        return self.attempts.order_by("-n").first()

    @property
    def create_key(self) -> str:
        return f"{self.pk}:create:{self.create_n}"


class PaymentAttempt(models.Model):
    class Outcome(models.TextChoices):
        PENDING = "pending", _("Underway")
        SUCCEEDED = "succeeded", _("Charged")
        DECLINED = "declined", _("Declined")
        NEEDS_AUTHENTICATION = "needs_authentication", _("Needs the renter's confirmation")
        REFUSED = "refused", _("Refused by Stripe")
        ABANDONED = "abandoned", _("Not finished")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="attempts")
    n = models.PositiveSmallIntegerField()
    payment_method = models.ForeignKey(PaymentMethod, null=True, on_delete=models.PROTECT, related_name="attempts")
    on_session = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.PENDING)
    request_id = models.CharField(max_length=80, blank=True)
    charge_id = models.CharField(max_length=255, blank=True)
    code = models.CharField(max_length=80, blank=True)
    decline_code = models.CharField(max_length=80, blank=True)
    advice_code = models.CharField(max_length=80, blank=True)
    network_advice_code = models.CharField(max_length=20, blank=True)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["n"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "n"], name="attempt_number_once_per_payment"),
            # n+1 only after a definite answer to n.
            models.UniqueConstraint(
                fields=["payment"], condition=models.Q(outcome="pending"), name="one_pending_attempt_per_payment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment} #{self.n}: {self.outcome}"

    @property
    def reason(self) -> str:
        """Why it was refused, in plain words."""
        return declines.reason(self.code, self.decline_code)

    @property
    def advice(self) -> str:
        """What to do about it."""
        return declines.advice(self.code, self.decline_code, self.advice_code)

    @property
    def key(self) -> str:
        """Stripe's idempotency key of this confirm."""
        return f"{self.payment_id}:confirm:{self.n}"
