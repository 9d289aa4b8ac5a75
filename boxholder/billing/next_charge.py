"""What a renter is charged next, and when: for the pages that say so before it happens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from boxholder.billing.arrears import Owed, run_up
from boxholder.billing.cycle import next_cycle_start, usage_due
from boxholder.billing.due import Due, find_due
from boxholder.billing.due_lines import run_up_line
from boxholder.billing.models import BillingSettings, Subscription
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

    Worked out by the rule the run itself asks, so the page and the invoice cannot disagree about it; and what has run
    up and the run will post before it looks, is in it.
    """
    return next_charges(renter.operator, [renter], now).get(renter.pk)


def next_charges(operator: Operator, renters: Iterable[Renter], now: datetime) -> dict[int, NextCharge]:
    """The same of many, by renter; constant queries per 500 mailboxes."""
    today = today_of(operator, now)
    settings = BillingSettings.objects.of(operator)
    found: dict[int, NextCharge] = {}
    pending = {renter.pk for renter in renters}
    mailboxes = operator.mailboxes.filter(renter__in=pending).select_related("space", "renter")
    coming = run_up(mailboxes, now)
    for day in (_next_look(settings, today), max(next_cycle_start(today), settings.bill_from_on(today))):
        usage = usage_due(bill_from=settings.bill_from_on(today), through=day)
        joining = [owed for owed in coming if usage.start <= owed.happened_on < usage.end]
        for renter_id, dues in _charged(operator, pending - found.keys(), joining, day, today).items():
            found[renter_id] = NextCharge(day, dues)
    return found


def _next_look(settings: BillingSettings, today: date) -> date:
    """The clock bills once a day; where it has looked today, it looks again tomorrow."""
    looked_today = settings.clock_looked_on is not None and settings.clock_looked_on >= today
    return today + timedelta(days=1) if looked_today else today


def _charged(
    operator: Operator, renter_ids: Iterable[int], joining: list[Owed], day: date, today: date
) -> dict[int, list[Due]]:
    mailboxes = list(operator.mailboxes.filter(renter__in=list(renter_ids)).values_list("pk", flat=True))
    found = find_due(operator, through=day, today=today, mailbox_ids=mailboxes)
    dues = {due.mailbox.pk: due for batch in found for due in batch}
    _add_run_up(dues, [owed for owed in joining if owed.mailbox.pk in mailboxes], day)
    charged: dict[int, list[Due]] = {}
    for due in dues.values():
        if due.total and not due.is_carried_over:
            charged.setdefault(due.mailbox.renter_id, []).append(due)
    return charged


def _add_run_up(dues: dict[int, Due], joining: list[Owed], day: date) -> None:
    """As charges do, it joins the plan's next invoice; only where no plan will make one, it makes its own."""
    without = {owed.mailbox.pk: owed for owed in joining if owed.mailbox.pk not in dues}
    running = Subscription.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), mailbox__in=list(without))
    for pk in without.keys() - set(running.values_list("mailbox", flat=True) if without else []):
        dues[pk] = Due(without[pk].mailbox, without[pk].amount.currency)
    for owed in joining:
        due = dues.get(owed.mailbox.pk)
        if due is not None and due.currency == owed.amount.currency:
            due.lines.append(run_up_line(owed))
