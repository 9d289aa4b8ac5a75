"""What has been charged and stands on no invoice yet: what this month has cost so far, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from boxholder.billing.cycle import month_of
from boxholder.billing.models.charge import Charge
from boxholder.billing.money import Money, total
from boxholder.mailboxes.models import Mailbox


@dataclass(frozen=True)
class NotInvoiced:
    charges: list[Charge]

    @property
    def totals(self) -> list[Money]:
        """Of what is not waived, one a currency; nearly always one."""
        owed = [charge for charge in self.charges if charge.is_waiting]
        currencies = dict.fromkeys(charge.currency for charge in owed)
        return [total((c.amount for c in owed if c.currency == currency), currency) for currency in currencies]


def not_invoiced(mailboxes: Iterable[Mailbox], today: date) -> NotInvoiced:
    """All that is owed, and of this month also what was free or waived; oldest first."""
    this_month = Q(happened_on__gte=month_of(today).start)
    owed = Q(waived_at=None, amount_minor__gt=0)
    charges = Charge.objects.filter(owed | this_month, mailbox__in=list(mailboxes), invoiced_at=None)
    return NotInvoiced(list(charges.select_related("mailbox").order_by("happened_on", "pk")))
