"""Bill mailbox renters with Stripe, or not: what switching it on will do, on, and off.

Nothing is billed twice by switching off and on: what a month was invoiced for is unique in the database. Months between
off and on, or billed elsewhere, are not billed back: `Bill from` is moved to the next cycle start.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.formats import date_format

from boxholder.billing.audience import without_card
from boxholder.billing.cycle import next_cycle_start
from boxholder.billing.models.invoice import Invoice
from boxholder.billing.models.payment import Payment
from boxholder.billing.models.settings import BillingSettings
from boxholder.billing.money import Money
from boxholder.billing.stripe_gateway import history  # noqa: F401  (its sentences)
from boxholder.billing.stripe_gateway.models import StripeAccount, StripeIntegration
from boxholder.history.models import record


class NotConnected(Exception):
    """There is no account that has passed the connection check: enter and check the three values first."""


@dataclass(frozen=True)
class Forecast:
    """What billing with this account means: who is asked for a card, and which invoices a card can pay again."""

    renters: int
    invoices: int
    totals: list[Money]
    bill_from: date


def forecast(integration: StripeIntegration, account: StripeAccount | None, *, today: date) -> Forecast:
    """With `account`, which may be none yet, so that every renter is asked."""
    open_invoices = Invoice.objects.unpaid().filter(operator=integration.operator, closing=Invoice.Closing.NONE)
    sums = open_invoices.order_by().values("currency").annotate(number=Count("pk"), minor=Sum("total_minor"))
    return Forecast(
        renters=without_card(integration.operator, account).count(),
        invoices=sum(row["number"] for row in sums),
        totals=[Money(row["minor"], row["currency"]) for row in sums],
        bill_from=_billed_from(integration, today),
    )


def _billed_from(integration: StripeIntegration, today: date) -> date:
    """As it is while billing is on; as it will be while it is off."""
    settings = BillingSettings.objects.of(integration.operator)
    return settings.bill_from_on(today) if integration.bills_renters else _bill_from_at_start(settings, today)


def _bill_from_at_start(settings: BillingSettings, today: date) -> date:
    """The day already chosen, unless there is none or it has passed."""
    if settings.bill_from and settings.bill_from >= today:
        return settings.bill_from
    return next_cycle_start(today)


def on(integration: StripeIntegration, *, by) -> None:
    """Renters are asked for cards and invoices are charged from now on. Safe to run twice.

    Raises NotConnected unless there is an account and nothing in its last check blocks.
    """
    if not integration.is_usable:
        raise NotConnected
    operator = integration.operator
    today = timezone.now().astimezone(operator.time_zone).date()
    with transaction.atomic():
        switched = StripeIntegration.objects.filter(pk=integration.pk, bills_renters=False).update(bills_renters=True)
        integration.bills_renters = True
        if not switched:
            return
        settings = BillingSettings.objects.of(operator)
        settings.bill_from = _bill_from_at_start(settings, today)
        settings.save(update_fields=["bill_from"])
        record(
            "stripe.switched_on",
            operator=operator,
            subject=integration,
            by=by,
            account=str(integration.account),
            bill_from=date_format(settings.bill_from, "DATE_FORMAT"),
        )
        wake_payments(integration)


def off(integration: StripeIntegration, *, by) -> None:
    """Nobody is asked or charged any more; open invoices stay, payable by hand."""
    with transaction.atomic():
        integration.bills_renters = integration.pending_bills_renters = False
        every = StripeIntegration.objects.filter(pk=integration.pk)
        if every.filter(bills_renters=True).update(bills_renters=False, pending_bills_renters=False):
            record("stripe.switched_off", operator=integration.operator, subject=integration, by=by)


def ask_for_cards_from(integration: StripeIntegration, day: date, *, by) -> None:
    if integration.ask_for_cards_from == day:
        return
    operator = integration.operator
    with transaction.atomic():
        StripeIntegration.objects.filter(pk=integration.pk).update(ask_for_cards_from=day)
        integration.ask_for_cards_from = day
        said = date_format(day, "DATE_FORMAT")
        record("stripe.cards_asked_from", operator=operator, subject=integration, by=by, day=said)


def wake_payments(integration: StripeIntegration) -> None:
    """Payments held back by the switch or by a bad key are looked at now, however long they were to wait.

    A refused one is only looked at: it is not charged again by itself.
    """
    held = Payment.objects.unsettled().filter(invoice__operator=integration.operator)
    held.update(next_check_at=timezone.now(), checks=0)
