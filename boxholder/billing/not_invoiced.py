"""What is owed and stands on no invoice yet: what this month has cost so far, and why.

That is what has been charged, and what has run up and will be charged: nobody has to wait for a run to know it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from boxholder.billing.arrears import Owed, run_up
from boxholder.billing.cycle import month_of
from boxholder.billing.models.charge import Charge
from boxholder.billing.money import Money, total
from boxholder.mailboxes.models import Mailbox


@dataclass(frozen=True)
class NotInvoiced:
    charges: list[Charge]
    # Not posted yet.
    run_up: list[Owed] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.charges or self.run_up)

    @property
    def totals(self) -> list[Money]:
        """Of what is not waived, one a currency; nearly always one."""
        owed = [charge.amount for charge in self.charges if charge.is_waiting] + [each.amount for each in self.run_up]
        currencies = dict.fromkeys(amount.currency for amount in owed)
        return [total((amount for amount in owed if amount.currency == c), c) for c in currencies]


def not_invoiced(mailboxes: Iterable[Mailbox], today: date, now: datetime) -> NotInvoiced:
    """All that is owed, and of this month also what was free or waived; oldest first. They come with their space."""
    boxes = list(mailboxes)
    this_month = Q(happened_on__gte=month_of(today).start)
    owed = Q(waived_at=None, amount_minor__gt=0)
    charges = Charge.objects.filter(owed | this_month, mailbox__in=boxes, invoiced_at=None)
    return NotInvoiced(list(charges.select_related("mailbox").order_by("happened_on", "pk")), run_up(boxes, now))
