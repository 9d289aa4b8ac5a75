"""An Offering is a plan: what a month of a mailbox costs."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.billing.money import Money
from boxholder.history.models import record
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

    @classmethod
    @transaction.atomic
    def add(cls, operator: Operator, *, name: str, price: Money, description: str = "", by) -> "Offering":
        offering = cls.objects.create(
            operator=operator, name=name, description=description, price_minor=price.minor, currency=price.currency
        )
        offering._remember("offering.added", by=by, name=name, price=str(price))
        return offering

    @transaction.atomic
    def change(self, *, name: str, price: Money, description: str = "", by) -> None:
        """The new price holds from each mailbox's next invoice; what is issued stays as it is."""
        before_name, before_price = self.name, self.price
        self.name, self.description, self.price_minor = name, description, price.minor
        self.save(update_fields=["name", "description", "price_minor"])
        if name != before_name:
            self._remember("offering.renamed", by=by, before=before_name, after=name)
        if price != before_price:
            self._remember("offering.repriced", by=by, before=str(before_price), after=str(price))

    @transaction.atomic
    def archive(self, *, by) -> None:
        """Nobody can choose it any more; who has it keeps it."""
        if Offering.objects.available().filter(pk=self.pk).update(archived_at=timezone.now()):
            self.refresh_from_db(fields=["archived_at"])
            self._remember("offering.archived", by=by)

    def _remember(self, kind: str, *, by, **data) -> None:
        record(kind, operator=self.operator, subject=self, by=by, **data)
