"""A Charge is one owed amount with its cause: this request on this piece, these days of storage, this one-off.

Posted, it never changes (billing/triggers.py); it only joins an invoice, or is waived. One of 0.00 (a free request) is
on record like every other and joins the next invoice, but causes none.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.billing.causes import Cause
from boxholder.billing.models.request_rule import RequestKind
from boxholder.billing.money import Money
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator


class ChargeKind(models.TextChoices):
    """What is charged for besides requests; those go by their RequestKind."""

    POSTAGE = "postage", _("Postage")
    STORAGE_DAYS = "storage_days", _("Storage by the day")
    STORAGE_COUNT = "storage_count", _("Storage at month end")
    ONE_OFF = "one_off", _("One-off charge")


class ChargeQuerySet(models.QuerySet["Charge"]):
    def waiting(self) -> "ChargeQuerySet":
        """Neither invoiced nor waived."""
        return self.filter(invoiced_at=None, waived_at=None)

    def of_cause(self, cause: Cause) -> "ChargeQuerySet":
        return self.filter(cause_label=cause.label, cause_id=cause.id)


class Charge(models.Model):
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="charges", db_index=False)
    # The index below begins with it.
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="charges", db_index=False)
    kind = models.CharField(max_length=20, choices=[*RequestKind.choices, *ChargeKind.choices])
    description = models.CharField(max_length=300)
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    quantity = models.PositiveIntegerField(default=1)
    # None where it is not so many times a price.
    unit_price_minor = models.PositiveBigIntegerField(null=True)
    # The date in the mailbox's space.
    happened_on = models.DateField()
    posted_at = models.DateTimeField()
    # None: the clock.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    cause_label = models.CharField(max_length=60)
    cause_id = models.CharField(max_length=40)
    # Which part of the cause, where it is charged in parts: the first of the days of storage, the month.
    part = models.CharField(max_length=40, blank=True)
    # What the price rests on, as it was then: the offering's name, the allowance before and after.
    facts = models.JSONField(default=dict)
    # Set in the transaction that issues the invoice whose line bills it.
    invoiced_at = models.DateTimeField(null=True)
    waived_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    waived_reason = models.CharField(max_length=500, blank=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cause_label", "cause_id", "kind", "part"], name="a_charges_cause_is_charged_once"
            ),
            models.CheckConstraint(
                condition=models.Q(unit_price_minor=None)
                | models.Q(amount_minor=models.F("unit_price_minor") * models.F("quantity")),
                name="charge_is_quantity_times_unit_price",
            ),
            models.CheckConstraint(
                condition=models.Q(invoiced_at=None) | models.Q(waived_at=None),
                name="a_charge_is_invoiced_or_waived_not_both",
            ),
            models.CheckConstraint(
                condition=models.Q(waived_at=None) | ~models.Q(waived_reason=""), name="a_waiver_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["operator", "mailbox", "happened_on"],
                condition=models.Q(invoiced_at=None, waived_at=None),
                name="charge_waiting",
            ),
            models.Index(fields=["mailbox", "-happened_on", "-id"], name="charge_of_mailbox_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.description}, {self.amount}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def unit_price(self) -> Money | None:
        return None if self.unit_price_minor is None else Money(self.unit_price_minor, self.currency)

    @property
    def cause(self) -> Cause:
        return Cause(self.cause_label, self.cause_id)

    @property
    def is_waiting(self) -> bool:
        return self.invoiced_at is None and self.waived_at is None
