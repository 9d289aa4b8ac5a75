"""How an operator bills."""

from datetime import date

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from boxholder.billing.cycle import next_cycle_start
from boxholder.history.models import record
from boxholder.operators.models import Operator


class BillingSettingsManager(models.Manager["BillingSettings"]):
    def of(self, operator: Operator) -> "BillingSettings":
        return self.get_or_create(operator=operator)[0]


class BillingSettings(models.Model):
    operator = models.OneToOneField(Operator, on_delete=models.PROTECT, related_name="billing_settings")
    # Nothing before this day is invoiced: months billed elsewhere are never billed back.
    bill_from = models.DateField(_("Bill from"), null=True, blank=True)
    card_may_be_put_off = models.BooleanField(_("Renters may choose Later when asked for a card"), default=True)
    prorates = models.BooleanField(_("Prorate first and last months by day"), default=True)

    # The clock looks once a day, in the operator's time zone.
    clock_looked_on = models.DateField(null=True, editable=False)

    objects = BillingSettingsManager()

    def __str__(self) -> str:
        return f"Billing of {self.operator}"

    def bill_from_on(self, today: date) -> date:
        """`Bill from`, or its default: the next cycle start."""
        return self.bill_from or next_cycle_start(today)

    def change(self, *, bill_from: date, card_may_be_put_off: bool, prorates: bool, by) -> None:
        """For what is billed from now on; what is invoiced stays as it is."""
        self.bill_from, self.card_may_be_put_off, self.prorates = bill_from, card_may_be_put_off, prorates
        with transaction.atomic():
            self.save(update_fields=["bill_from", "card_may_be_put_off", "prorates"])
            record(
                "billing.settings_changed",
                operator=self.operator,
                subject=self,
                by=by,
                bill_from=date_format(bill_from, "DATE_FORMAT"),
                later=str(_("yes") if card_may_be_put_off else _("no")),
                prorates=str(_("yes") if prorates else _("no")),
            )
