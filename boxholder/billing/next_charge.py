"""What a renter is charged next, and when: for the pages that say so before it happens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from boxholder.billing.cycle import next_cycle_start
from boxholder.billing.due import Due, find_due
from boxholder.billing.models import BillingSettings
from boxholder.billing.money import Money, total
from boxholder.billing.runs import today_of
from boxholder.mailboxes.models import Renter
from boxholder.operators.models import Operator


@dataclass(frozen=True)
class NextCharge:
    on: date
    dues: list[Due]

    @property
    def totals(self) -> list[Money]:
        """One a currency; a renter nearly always has one."""
        currencies = dict.fromkeys(due.currency for due in self.dues)
        return [total((due.total for due in self.dues if due.currency == c), c) for c in currencies]

    @property
    def amount(self) -> str:
        return " + ".join(map(str, self.totals))


def next_charge(renter: Renter, now: datetime) -> NextCharge | None:
    """The next day on which something is charged; None where nothing is to come.

    Worked out by the rule the run itself asks, so the page and the invoice cannot disagree about it.
    """
    return next_charges(renter.operator, [renter], now).get(renter.pk)


def next_charges(operator: Operator, renters: Iterable[Renter], now: datetime) -> dict[int, NextCharge]:
    """The same of many, by renter; constant queries per 500 mailboxes."""
    today = today_of(operator, now)
    settings = BillingSettings.objects.of(operator)
    found: dict[int, NextCharge] = {}
    pending = {renter.pk for renter in renters}
    for day in (_next_look(settings, today), max(next_cycle_start(today), settings.bill_from_on(today))):
        for renter_id, dues in _charged(operator, pending - found.keys(), day, today).items():
            found[renter_id] = NextCharge(day, dues)
    return found


def _next_look(settings: BillingSettings, today: date) -> date:
    """The clock bills once a day; where it has looked today, it looks again tomorrow."""
    looked_today = settings.clock_looked_on is not None and settings.clock_looked_on >= today
    return today + timedelta(days=1) if looked_today else today


def _charged(operator: Operator, renter_ids: Iterable[int], day: date, today: date) -> dict[int, list[Due]]:
    mailboxes = operator.mailboxes.filter(renter__in=list(renter_ids)).values_list("pk", flat=True)
    charged: dict[int, list[Due]] = {}
    for batch in find_due(operator, through=day, today=today, mailbox_ids=mailboxes):
        for due in batch:
            if due.total and not due.is_carried_over:
                charged.setdefault(due.mailbox.renter_id, []).append(due)
    return charged
