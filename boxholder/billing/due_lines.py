"""The lines of a coming invoice, as a preview keeps them: months of the plan, and charges."""

from collections.abc import Iterator
from datetime import date

from boxholder.billing.arrears import Owed
from boxholder.billing.cycle import periods_due, price_of
from boxholder.billing.line_words import describe
from boxholder.billing.models.settings import BillingSettings
from boxholder.billing.models.subscription import Subscription

# What makes two lines bill the same, whatever the words.
FACTS = ("subscription", "start", "end", "charge", "price_minor", "amount_minor")
# What `charge_line` asks of a charge.
OF_A_CHARGE = ("pk", "mailbox", "happened_on", "description", "unit_price_minor", "amount_minor", "currency")


def plan_lines(subscription: Subscription, settings: BillingSettings, *, since: date, through: date) -> Iterator[dict]:
    """A line for each month, or part of one, that begins on or before `through`."""
    offering = subscription.offering
    for period in periods_due(since=since, through=through, ends_on=subscription.ends_on):
        amount = price_of(offering.price, period, prorate=settings.prorates)
        yield {
            "subscription": subscription.pk,
            "description": describe(offering.name, period),
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "price_minor": offering.price_minor,
            "amount_minor": amount.minor,
        }


def charge_line(charge: dict) -> dict:
    """The charge comes as `values(*OF_A_CHARGE)`."""
    unit_price = charge["unit_price_minor"]
    return {
        "charge": charge["pk"],
        "description": charge["description"],
        "on": charge["happened_on"].isoformat(),
        "price_minor": charge["amount_minor"] if unit_price is None else unit_price,
        "amount_minor": charge["amount_minor"],
    }


def run_up_line(owed: Owed) -> dict:
    """As `charge_line`, of what is not posted yet; only to be shown."""
    return {
        "description": owed.description,
        "on": owed.happened_on.isoformat(),
        "price_minor": owed.unit_price.minor,
        "amount_minor": owed.amount.minor,
    }


def bill_the_same(lines: list[dict], others: list[dict]) -> bool:
    return _facts(lines) == _facts(others)


def _facts(lines: list[dict]) -> list[tuple]:
    return [tuple(line.get(fact) for fact in FACTS) for line in lines]
