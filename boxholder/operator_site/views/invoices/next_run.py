"""When the next run is, and how it comes about: the card above the invoices."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from boxholder.billing import runs
from boxholder.billing.cycle import next_cycle_start
from boxholder.billing.models import BillingSettings, StripeIntegration
from boxholder.operators.models import Operator


@dataclass(frozen=True)
class NextRun:
    through: date
    today: date
    # The day the clock does it; None where billing with Stripe is off, and nothing runs by itself.
    by_itself_on: date | None

    @property
    def is_due(self) -> bool:
        return self.through <= self.today

    @property
    def days_ahead(self) -> int:
        return (self.through - self.today).days


def of(operator: Operator, integration: StripeIntegration, now: datetime) -> NextRun:
    today, through = runs.today_of(operator, now), runs.next_run_through(operator, now)
    return NextRun(through, today, _clock(operator, through, today) if integration.bills_renters else None)


def choices(operator: Operator, now: datetime) -> list[date]:
    """The days a run is usually asked for: today, and the next cycle start."""
    today = runs.today_of(operator, now)
    return [today, next_cycle_start(today)]


def _clock(operator: Operator, through: date, today: date) -> date:
    looked_on = BillingSettings.objects.of(operator).clock_looked_on
    return max(through, today + timedelta(days=1) if looked_on and looked_on >= today else today)
