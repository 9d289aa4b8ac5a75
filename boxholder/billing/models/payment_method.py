"""A PaymentMethod is a card on file: brand, last four digits, expiry. The number itself never comes here."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.billing.stripe_gateway.models import StripeCustomer


class PaymentMethodQuerySet(models.QuerySet["PaymentMethod"]):
    def usable(self) -> "PaymentMethodQuerySet":
        return self.filter(removed_at=None)

    def default(self) -> "PaymentMethodQuerySet":
        return self.usable().filter(is_default=True)


class PaymentMethod(models.Model):
    customer = models.ForeignKey(StripeCustomer, on_delete=models.PROTECT, related_name="payment_methods")
    stripe_id = models.CharField(max_length=255)
    brand = models.CharField(_("Brand"), max_length=30)
    last4 = models.CharField(_("Last four digits"), max_length=4)
    exp_month = models.PositiveSmallIntegerField()
    exp_year = models.PositiveSmallIntegerField()
    is_default = models.BooleanField(default=False)
    # Set when a bank forbade to try this card again; only another card helps.
    refused_for_good = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True)
    # Deleted here, and Stripe has not heard of it yet: when to tell it again.
    detach_at = models.DateTimeField(null=True)

    objects = PaymentMethodQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "-added_at"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "stripe_id"], name="card_once_per_customer"),
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(is_default=True, removed_at=None),
                name="one_default_card_per_customer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand_name} •••• {self.last4}"

    @property
    def brand_name(self) -> str:
        return {"amex": "American Express", "mastercard": "Mastercard"}.get(self.brand, self.brand.title())

    @property
    def expiry(self) -> str:
        return f"{self.exp_month:02d}/{self.exp_year % 100:02d}"

    def is_expired_on(self, day: date) -> bool:
        """A card is good through the last day of its month."""
        return (self.exp_year, self.exp_month) < (day.year, day.month)
