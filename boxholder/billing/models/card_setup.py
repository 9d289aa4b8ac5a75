"""A CardSetup is one SetupIntent: a renter, or staff for a renter, entering a card and agreeing to be charged."""

import uuid

from django.conf import settings
from django.db import models

from boxholder.billing.stripe_gateway.models import StripeCustomer


class CardSetup(models.Model):
    class Status(models.TextChoices):
        OPEN = "open"
        SUCCEEDED = "succeeded"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer = models.ForeignKey(StripeCustomer, on_delete=models.PROTECT, related_name="card_setups")
    # The renter, or staff for them: each has a form of their own.
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    intent_id = models.CharField(max_length=255, null=True, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    next_check_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    payment_method = models.ForeignKey(
        "billing.PaymentMethod", null=True, on_delete=models.PROTECT, related_name="card_setups"
    )
    # The consent: which words were agreed to, by whom, when; where staff typed the card, how the renter agreed.
    agreement = models.TextField(blank=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    consent_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "opened_by"],
                condition=models.Q(status="open"),
                name="one_open_card_setup_per_customer_and_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer}: {self.status}"
