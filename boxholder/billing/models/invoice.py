"""An Invoice: draft → open → paid | void | uncollectible.

An issued invoice is a snapshot. Triggers (billing/triggers.py) refuse issuing when the lines do not add up, and any
change of an issued row but its status and how it was settled.
"""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.billing.models.charge import Charge
from boxholder.billing.models.subscription import Subscription
from boxholder.billing.money import Money
from boxholder.mailboxes.models import Mailbox, Renter
from boxholder.operators.models import Operator


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def issued(self) -> "InvoiceQuerySet":
        return self.exclude(status=Invoice.Status.DRAFT)

    def unpaid(self) -> "InvoiceQuerySet":
        return self.filter(status=Invoice.Status.OPEN)

    def of_renter(self, renter: Renter) -> "InvoiceQuerySet":
        return self.issued().filter(renter=renter)

    def search(self, words: str) -> "InvoiceQuerySet":
        """Every word must be found in the number, the PMB, the person or the company."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(label__icontains=word)
                | models.Q(mailbox__pmb__istartswith=word.lstrip("#"))
                | models.Q(bill_to__icontains=word)
                | models.Q(renter__email__icontains=word)
            )
        return found


class Invoice(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        PAID = "paid", _("Paid")
        VOID = "void", _("Void")
        UNCOLLECTIBLE = "uncollectible", _("Uncollectible")

    class PaidBy(models.TextChoices):
        CARD = "card", _("Card")
        HAND = "hand", _("By hand")
        NOTHING = "nothing", _("Nothing was owed")

    class Closing(models.TextChoices):
        """What staff asked for; it happens as soon as Stripe has said that the card can no longer be charged."""

        NONE = "", _("Nothing")
        VOID = "void", _("Void")
        BY_HAND = "by_hand", _("Paid by hand")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No index of their own where one below, or a constraint, begins with the same column.
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="invoices", db_index=False)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="invoices")
    renter = models.ForeignKey(Renter, on_delete=models.PROTECT, related_name="invoices", db_index=False)
    run = models.ForeignKey(
        "billing.BillingRun", null=True, on_delete=models.PROTECT, related_name="invoices", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    label = models.CharField(_("Number"), max_length=20)
    status = models.CharField(max_length=15, choices=Status.choices, default=Status.DRAFT)
    currency = models.CharField(max_length=3)
    subtotal_minor = models.PositiveBigIntegerField()
    tax_minor = models.PositiveBigIntegerField(default=0)
    total_minor = models.PositiveBigIntegerField()
    bill_to = models.TextField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    paid_by = models.CharField(max_length=10, choices=PaidBy.choices, blank=True)
    note = models.TextField(blank=True)
    voided_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=10, choices=Closing.choices, default=Closing.NONE, blank=True)
    closing_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "year", "number"], name="invoice_number_once_per_operator_and_year"
            ),
            models.CheckConstraint(
                condition=models.Q(total_minor=models.F("subtotal_minor") + models.F("tax_minor")),
                name="invoice_total_is_subtotal_plus_tax",
            ),
            models.UniqueConstraint(fields=["run", "mailbox"], name="a_run_bills_a_mailbox_once"),
            models.CheckConstraint(
                condition=~models.Q(status="paid") | models.Q(paid_at__isnull=False), name="paid_invoice_has_a_date"
            ),
        ]
        indexes = [
            models.Index(fields=["operator", "-issued_at", "-number"], name="invoice_newest_first"),
            models.Index(fields=["operator", "status", "-issued_at"], name="invoice_by_status"),
            models.Index(fields=["renter", "-issued_at"], name="invoice_of_renter"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def subtotal(self) -> Money:
        return Money(self.subtotal_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.status == Invoice.Status.OPEN

    @property
    def may_be_collected(self) -> bool:
        """The last look before the card is charged."""
        return self.is_open and not self.closing


class InvoiceLine(models.Model):
    """Bills a month of a subscription, or a charge."""

    # No index of their own: the constraints begin with the same columns.
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=300)
    subscription = models.ForeignKey(
        Subscription, null=True, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    # One charge is invoiced once. A voided one stays billed.
    charge = models.OneToOneField(Charge, null=True, on_delete=models.PROTECT, related_name="invoice_line")
    # What a whole month cost when this was billed; of a charge, what each of it cost.
    price_minor = models.PositiveBigIntegerField()
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        ordering = ["position"]
        constraints = [
            # Two runs, two tabs, two workers: one month is invoiced once. A voided month stays billed.
            models.UniqueConstraint(
                fields=["subscription", "period_start"], name="subscription_period_is_invoiced_once"
            ),
            models.UniqueConstraint(fields=["invoice", "position"], name="line_position_once_per_invoice"),
            models.CheckConstraint(
                condition=models.Q(
                    subscription__isnull=False, period_start__isnull=False, period_end__isnull=False, charge=None
                )
                | models.Q(subscription=None, period_start=None, period_end=None, charge__isnull=False),
                name="line_bills_a_month_or_a_charge",
            ),
            models.CheckConstraint(
                condition=models.Q(period_end__gt=models.F("period_start")), name="line_period_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def last_day(self) -> date | None:
        return self.period_end - timedelta(days=1) if self.period_end else None


class InvoiceCounter(models.Model):
    """The last number given, per operator and year; taken in the transaction that issues, so no number is lost."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "year"], name="one_counter_per_operator_and_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last_number}"
