"""A BillingRun: first a preview, row by row to the cent, then just that."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.billing.line_words import say
from boxholder.billing.money import Money
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator


class BillingRun(models.Model):
    class Status(models.TextChoices):
        PREVIEWED = "previewed", _("Preview")
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="billing_runs")
    # Every period that begins on or before this day is billed.
    through = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PREVIEWED)
    charges_cards = models.BooleanField()
    # None: the clock.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    previewed_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-previewed_at"]

    def __str__(self) -> str:
        return f"{self.operator} through {self.through}"

    @property
    def is_finished(self) -> bool:
        return self.status == BillingRun.Status.FINISHED

    @property
    def total(self) -> Money:
        summed = self.rows.aggregate(total=models.Sum("total_minor"))["total"] or 0
        return Money(summed, self.operator.currency)


class RunRow(models.Model):
    """What the run will invoice one mailbox; afterwards also what came of it."""

    class Outcome(models.TextChoices):
        WAITING = "", _("Waiting")
        ISSUED = "issued", _("Invoiced")
        CHANGED = "changed", _("Held back: changed since the preview")
        BILLED_BEFORE = "billed_before", _("Was already billed")
        CARRIED_OVER = "carried_over", _("Waits for the next invoice")

    class Warning(models.TextChoices):
        NO_CARD = "no_card", _("No card yet: the invoice stays open until there is one")
        CARD_EXPIRED = "card_expired", _("The card has expired")
        CARD_REFUSED = "card_refused", _("The bank refused the card for good: the invoice stays open until another one")
        BELOW_MINIMUM = "below_minimum", _("Below the least Stripe charges: waits for the next invoice")
        OPEN_INVOICES = "open_invoices", _("Earlier invoices are still unpaid")
        SEVERAL_MONTHS = "several_months", _("Covers more than one month")

    run = models.ForeignKey(BillingRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+")
    total_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    # [{"subscription", "start", "end", "description", "price_minor", "amount_minor"}, …,
    #  {"charge", "on", "description", "price_minor", "amount_minor"}, …]
    lines = models.JSONField()
    card_label = models.CharField(max_length=60, blank=True)
    warnings = models.JSONField(default=list)
    outcome = models.CharField(max_length=15, choices=Outcome.choices, default=Outcome.WAITING, blank=True)
    # Where it was held back: what the run found instead.
    found_minor = models.PositiveBigIntegerField(null=True)
    invoice = models.OneToOneField("billing.Invoice", null=True, on_delete=models.PROTECT, related_name="run_row")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "mailbox"], name="one_row_per_mailbox_and_run")]
        indexes = [models.Index(fields=["run", "outcome"], name="run_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.mailbox}: {self.total}"

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def said_lines(self) -> list[dict]:
        return say(self.lines, self.currency)

    @property
    def found(self) -> Money | None:
        return None if self.found_minor is None else Money(self.found_minor, self.currency)

    @property
    def warning_words(self) -> list[str]:
        return [str(RunRow.Warning(code).label) for code in self.warnings]
