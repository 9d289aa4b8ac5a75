"""What an offering says about storage: nothing, by the day, or by the count at month end."""

from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.billing.models.charge import Charge
from boxholder.billing.models.offering import Offering
from boxholder.billing.money import Money
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Space


class Category(models.TextChoices):
    """Letters, large envelopes, magazines and the like are correspondence; parcels and oversize pieces packages."""

    CORRESPONDENCE = "correspondence", gettext_lazy("Correspondence")
    PACKAGE = "package", gettext_lazy("Packages")


class StorageRuleManager(models.Manager["StorageRule"]):
    def of(self, offering: Offering) -> "StorageRule":
        """The offering's; storage is free where it says nothing."""
        rule = self.filter(offering=offering).first() or StorageRule(offering=offering)
        rule.offering = offering
        return rule


class StorageRule(models.Model):
    class Basis(models.TextChoices):
        NONE = "none", gettext_lazy("Storage is free")
        DAYS = "days", gettext_lazy("By the day: some days are free, each further one costs a fee")
        COUNT = "count", gettext_lazy("By the count: more pieces than a threshold at month end cost a flat fee")

    offering = models.OneToOneField(Offering, on_delete=models.CASCADE, related_name="storage_rule")
    basis = models.CharField(max_length=5, choices=Basis.choices, default=Basis.NONE)
    free_days_correspondence = models.PositiveSmallIntegerField(default=30)
    free_days_package = models.PositiveSmallIntegerField(default=10)
    day_fee_correspondence_minor = models.PositiveBigIntegerField(default=0)
    day_fee_package_minor = models.PositiveBigIntegerField(default=0)
    threshold_correspondence = models.PositiveIntegerField(default=50)
    threshold_package = models.PositiveIntegerField(default=5)
    flat_fee_correspondence_minor = models.PositiveBigIntegerField(default=0)
    flat_fee_package_minor = models.PositiveBigIntegerField(default=0)

    # The days before were charged by the rule that held then. None: it always held.
    changed_at = models.DateTimeField(null=True)

    objects = StorageRuleManager()

    def __str__(self) -> str:
        return f"{self.offering}: {self.words}"

    @property
    def is_by_day(self) -> bool:
        return self.basis == StorageRule.Basis.DAYS

    @property
    def is_by_count(self) -> bool:
        return self.basis == StorageRule.Basis.COUNT

    def held_from(self, space: Space) -> date | None:
        """The first day of this rule in that space; None: it always held."""
        return None if self.changed_at is None else space.today(self.changed_at)

    def free_days(self, category: str) -> int:
        return getattr(self, f"free_days_{Category(category).value}")

    def day_fee(self, category: str) -> Money:
        return Money(getattr(self, f"day_fee_{Category(category).value}_minor"), self.offering.currency)

    def threshold(self, category: str) -> int:
        return getattr(self, f"threshold_{Category(category).value}")

    def flat_fee(self, category: str) -> Money:
        return Money(getattr(self, f"flat_fee_{Category(category).value}_minor"), self.offering.currency)

    @property
    def words(self) -> str:
        if self.basis == StorageRule.Basis.NONE:
            return _("free")
        return "; ".join(f"{category.label}: {self.words_of(category)}" for category in Category)

    def words_of(self, category: str) -> str:
        if self.is_by_day:
            facts = {"days": self.free_days(category), "fee": self.day_fee(category)}
            return _("%(days)d days free, then %(fee)s a day") % facts
        if self.is_by_count:
            facts = {"threshold": self.threshold(category), "fee": self.flat_fee(category)}
            return _("%(fee)s where more than %(threshold)d are here at month end") % facts
        return _("free")


class StorageThreshold(models.Model):
    """How many pieces this mailbox may have at month end, where it is not what its offering says."""

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="storage_threshold")
    correspondence = models.PositiveIntegerField(gettext_lazy("Correspondence"), null=True, blank=True)
    package = models.PositiveIntegerField(gettext_lazy("Packages"), null=True, blank=True)
    # The month ends before were charged by what held then. None: it always held.
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.mailbox}: {self.correspondence}, {self.package}"

    def holds(self, month_end: date) -> bool:
        return self.changed_at is None or self.mailbox.space.today(self.changed_at) <= month_end


class StorageDay(models.Model):
    """A day of a piece that was charged, and with which charge."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="storage_days")
    cause_label = models.CharField(max_length=60)
    cause_id = models.CharField(max_length=40)
    day = models.DateField()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["cause_label", "cause_id", "day"], name="a_pieces_day_is_charged_once")
        ]

    def __str__(self) -> str:
        return f"{self.cause_label} {self.cause_id}: {self.day:%Y-%m-%d}"
