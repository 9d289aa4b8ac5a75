"""What each mailbox owes for its plan, and with which card it would be paid.

The preview and the run both ask here, so they cannot disagree about the rule; they can only disagree because
something changed in between, and the run says so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import DateField, F, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxholder.billing.cycle import Period, month_of, periods_due, price_of
from boxholder.billing.models.invoice import Invoice, InvoiceLine
from boxholder.billing.models.payment_method import PaymentMethod
from boxholder.billing.models.run import RunRow
from boxholder.billing.models.settings import BillingSettings
from boxholder.billing.models.subscription import Subscription
from boxholder.billing.money import Money, total
from boxholder.billing.stripe_gateway.models import StripeAccount, StripeIntegration
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator

BATCH = 500


@dataclass
class Due:
    """One mailbox's coming invoice."""

    mailbox: Mailbox
    currency: str
    lines: list[dict] = field(default_factory=list)
    card: PaymentMethod | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def total(self) -> Money:
        return total((Money(line["amount_minor"], self.currency) for line in self.lines), self.currency)

    def asks_the_same_as(self, lines: list[dict]) -> bool:
        """Whether these lines bill the same periods at the same amounts, whatever the words."""
        facts = ("subscription", "start", "end", "price_minor", "amount_minor")
        return [[line[f] for f in facts] for line in self.lines] == [[line[f] for f in facts] for line in lines]

    @property
    def is_carried_over(self) -> bool:
        """Below the least Stripe charges nothing is invoiced; the month waits and joins the next."""
        return bool(self.total) and not self.total.is_chargeable


def find_due(
    operator: Operator, *, through: date, today: date, mailbox_ids: Iterable[int] | None = None
) -> Iterator[list[Due]]:
    """All that is due on or before `through`, in batches of 500 mailboxes; constant queries per batch.

    `mailbox_ids` narrows it to those. `today` is the operator's date, for cards that have expired.
    """
    settings = BillingSettings.objects.of(operator)
    bill_from = settings.bill_from_on(today)
    # One key set by pk, so a run over 100,000 mailboxes never holds more than a batch.
    subscriptions = _subscriptions(operator, mailbox_ids, bill_from, through)
    last = 0
    while batch := list(subscriptions.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        due = [_due(subscription, settings, bill_from, through) for subscription in batch]
        owing = [row for row in due if row.lines]
        _look_at_cards(operator, owing, today)
        if owing:
            yield owing


def _subscriptions(operator: Operator, mailbox_ids: Iterable[int] | None, bill_from: date, through: date):
    """Those that may owe something by then. The database leaves out the rest: most days nothing is due at all."""
    if bill_from > through:
        return Subscription.objects.none()
    billed_until = InvoiceLine.objects.filter(subscription=OuterRef("pk")).order_by("-period_end").values("period_end")
    found = (
        Subscription.objects.filter(mailbox__operator=operator, mailbox__activated_at__isnull=False)
        .annotate(billed_until=Subquery(billed_until[:1], output_field=DateField()))
        .filter(Q(billed_until=None) | Q(billed_until__lte=through))
        .filter(Q(ends_on=None) | Q(ends_on__gt=bill_from, billed_until=None) | Q(ends_on__gt=F("billed_until")))
        .select_related("mailbox__space", "mailbox__renter", "offering")
        .order_by("pk")
    )
    return found if mailbox_ids is None else found.filter(mailbox__in=list(mailbox_ids))


def _due(subscription, settings: BillingSettings, bill_from: date, through: date) -> Due:
    mailbox, offering = subscription.mailbox, subscription.offering
    since = max(
        mailbox.activated_on, bill_from, subscription.starts_on or bill_from, subscription.billed_until or bill_from
    )
    due = Due(mailbox=mailbox, currency=offering.currency)
    for period in periods_due(since=since, through=through, ends_on=subscription.ends_on):
        amount = price_of(offering.price, period, prorate=settings.prorates)
        due.lines.append(
            {
                "subscription": subscription.pk,
                "description": describe(offering.name, period),
                "start": period.start.isoformat(),
                "end": period.end.isoformat(),
                "price_minor": offering.price_minor,
                "amount_minor": amount.minor,
            }
        )
    return due


def describe(offering: str, period: Period) -> str:
    words = {
        "offering": offering,
        "month": date_format(period.start, "F Y"),
        "first": period.start.day,
        "last": period.last_day.day,
        "days": period.days,
        "of": month_of(period.start).days,
    }
    if period.is_whole_month:
        return _("%(offering)s, %(month)s") % words
    return _("%(offering)s, %(month)s, %(first)d to %(last)d (%(days)d of %(of)d days)") % words


def _look_at_cards(operator: Operator, rows: list[Due], today: date) -> None:
    integration = StripeIntegration.objects.of(operator)
    renters = {row.mailbox.renter_id for row in rows}
    cards = default_cards(integration.account, renters) if integration.account else {}
    unpaid = Counter(Invoice.objects.unpaid().filter(renter__in=renters).values_list("renter", flat=True))
    for row in rows:
        card = cards.get(row.mailbox.renter_id)
        # Never again after a hard decline, until there is a new card.
        row.card = None if card and card.refused_for_good else card
        row.warnings = list(_warnings(row, card, unpaid[row.mailbox.renter_id], today))


def default_cards(account: StripeAccount, renters: Iterable[int]) -> dict[int, PaymentMethod]:
    """The card each renter is charged with, by renter id."""
    cards = PaymentMethod.objects.default().filter(customer__account=account, customer__renter__in=list(renters))
    return {card.customer.renter_id: card for card in cards.select_related("customer")}


def _warnings(row: Due, card: PaymentMethod | None, unpaid: int, today: date) -> Iterator[str]:
    if row.is_carried_over:
        yield RunRow.Warning.BELOW_MINIMUM.value
    elif card and card.refused_for_good:
        yield RunRow.Warning.CARD_REFUSED.value
    elif row.card is None and row.total:
        yield RunRow.Warning.NO_CARD.value
    elif row.card and row.card.is_expired_on(today):
        yield RunRow.Warning.CARD_EXPIRED.value
    if unpaid:
        yield RunRow.Warning.OPEN_INVOICES.value
    if len(row.lines) > 1:
        yield RunRow.Warning.SEVERAL_MONTHS.value
