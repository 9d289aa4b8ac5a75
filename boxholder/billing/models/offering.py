"""An Offering is a plan: what a month of a mailbox costs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.billing.money import Money
from boxholder.operators.models import Operator


class OfferingQuerySet(models.QuerySet["Offering"]):
    def available(self) -> "OfferingQuerySet":
        return self.filter(archived_at=None)


class Offering(models.Model):
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="offerings")
    name = models.CharField(_("Name"), max_length=100)
    description = models.CharField(_("Description"), max_length=300, blank=True)
    price_minor = models.PositiveBigIntegerField(_("Price per month"))
    currency = models.CharField(max_length=3)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        ordering = ["price_minor", "name"]
        constraints = [models.UniqueConstraint(fields=["operator", "name"], name="offering_name_once_per_operator")]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)
