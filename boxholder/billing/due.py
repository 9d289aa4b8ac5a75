"""What each mailbox owes, for its plan in advance and for usage in arrears, and with which card it would be paid.

The preview and the run both ask here, so they cannot disagree about the rule; they can only disagree because
something changed in between, and the run says so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, groupby
from operator import itemgetter

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery

from boxholder.billing.cycle import Period, usage_due
from boxholder.billing.due_lines import OF_A_CHARGE, bill_the_same, charge_lines, plan_lines
from boxholder.billing.line_words import say
from boxholder.billing.models.charge import Charge
from boxholder.billing.models.invoice import Invoice, InvoiceLine
from boxholder.billing.models.payment_method import PaymentMethod
from boxholder.billing.models.run import RunRow
from boxholder.billing.models.settings import BillingSettings
from boxholder.billing.models.subscription import Subscription
from boxholder.billing.money import Money
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
        return Money(sum(line["amount_minor"] for line in self.lines), self.currency)

    @property
    def said_lines(self) -> list[dict]:
        return say(self.lines, self.currency)

    @property
    def is_owed(self) -> bool:
        """A month of the plan makes an invoice, even one of 0.00; charges do where they come to something."""
        return any("start" in line or line["amount_minor"] for line in self.lines)

    @property
    def is_carried_over(self) -> bool:
        """Below the least Stripe charges nothing is invoiced; what is due waits and joins the next."""
        return bool(self.total) and not self.total.is_chargeable

    def keep_to(self, lines: list[dict]) -> None:
        """Leave out the charges that these lines do not list: posted since, they wait for the next run."""
        listed = {line.get("charge") for line in lines} | {None}
        self.lines = [line for line in self.lines if line.get("charge") in listed]

    def asks_the_same_as(self, lines: list[dict]) -> bool:
        """Whether these lines bill the same periods and charges at the same amounts, whatever the words."""
        return bill_the_same(self.lines, lines)


def find_due(
    operator: Operator, *, through: date, today: date, mailbox_ids: Iterable[int] | None = None
) -> Iterator[list[Due]]:
    """All that is due on or before `through`, in batches of 500 mailboxes; constant queries per batch.

    `mailbox_ids` narrows it to those. `today` is the operator's date, for cards that have expired.
    """
    settings = BillingSettings.objects.of(operator)
    bill_from = settings.bill_from_on(today)
    if bill_from > through:
        return
    subscriptions = _subscriptions(operator, bill_from, through)
    charges = _charges(operator, usage_due(bill_from=bill_from, through=through))
    if mailbox_ids is not None:
        these = list(mailbox_ids)
        subscriptions, charges = subscriptions.filter(mailbox__in=these), charges.filter(mailbox__in=these)
    # Keyset by mailbox, so a run over 100,000 of them never holds more than a batch.
    last = 0
    while batch := _next_batch(subscriptions, charges, after=last):
        last = max(batch)
        dues = _plans_due(batch, settings, bill_from, through)
        _add_charges(dues, operator, charges, batch)
        owing = [dues[mailbox] for mailbox in sorted(dues) if dues[mailbox].is_owed]
        _look_at_cards(operator, owing, today)
        if owing:
            yield owing


def _subscriptions(operator: Operator, bill_from: date, through: date) -> QuerySet:
    """Those that may owe something by then. The database leaves out the rest: most days nothing is due at all."""
    # Of a subscription's periods the latest begins last, and that is how the unique index is sorted.
    billed = InvoiceLine.objects.filter(subscription=OuterRef("pk")).order_by("-period_start").values("period_end")
    return (
        Subscription.objects.filter(mailbox__operator=operator, mailbox__activated_at__isnull=False)
        .annotate(billed_until=Subquery(billed[:1], output_field=DateField()))
        .filter(Q(billed_until=None) | Q(billed_until__lte=through))
        .filter(Q(ends_on=None) | Q(ends_on__gt=bill_from, billed_until=None) | Q(ends_on__gt=F("billed_until")))
        .select_related("mailbox__space", "mailbox__renter", "offering")
        .order_by("mailbox", "pk")
    )


def _charges(operator: Operator, days: Period) -> QuerySet[Charge]:
    waiting = Charge.objects.waiting().filter(operator=operator, mailbox__activated_at__isnull=False)
    return waiting.filter(happened_on__gte=days.start, happened_on__lt=days.end)


def _next_batch(subscriptions: QuerySet, charges: QuerySet[Charge], *, after: int) -> dict[int, list]:
    """The next mailboxes, 500 at most, each with its subscriptions that may owe something."""
    found = list(subscriptions.filter(mailbox__gt=after)[: BATCH + 1])
    charged = charges.filter(mailbox__gt=after, amount_minor__gt=0).order_by("mailbox")
    charged_ids = list(charged.values_list("mailbox", flat=True).distinct()[: BATCH + 1])
    # Where a list was cut off, its last mailbox may have more; it comes first in the next batch.
    cut = [ids[-1] for ids in ([each.mailbox_id for each in found], charged_ids) if len(ids) > BATCH]
    ids = sorted({each.mailbox_id for each in found}.union(charged_ids))
    batch: dict[int, list] = {mailbox: [] for mailbox in ids[:BATCH] if not cut or mailbox < min(cut)}
    for subscription in found:
        if subscription.mailbox_id in batch:
            batch[subscription.mailbox_id].append(subscription)
    return batch


def _plans_due(batch: dict[int, list], settings: BillingSettings, bill_from: date, through: date) -> dict[int, Due]:
    dues: dict[int, Due] = {}
    for subscription in chain.from_iterable(batch.values()):
        mailbox = subscription.mailbox
        due = dues.setdefault(mailbox.pk, Due(mailbox, subscription.offering.currency))
        since = max(
            mailbox.activated_on, bill_from, subscription.starts_on or bill_from, subscription.billed_until or bill_from
        )
        due.lines += plan_lines(subscription, settings, since=since, through=through)
    return dues


def _add_charges(dues: dict[int, Due], operator: Operator, charges: QuerySet[Charge], mailbox_ids: Iterable[int]):
    """Each charge joins its mailbox's plan; where no plan is due, it makes a coming invoice of its own."""
    rows = charges.filter(mailbox__in=list(mailbox_ids)).order_by("mailbox", "happened_on", "pk").values(*OF_A_CHARGE)
    of_mailbox = {mailbox: list(found) for mailbox, found in groupby(rows, key=itemgetter("mailbox"))}
    without_plan = operator.mailboxes.filter(pk__in=of_mailbox.keys() - dues.keys()).select_related("space", "renter")
    for mailbox in without_plan:
        dues[mailbox.pk] = Due(mailbox, of_mailbox[mailbox.pk][0]["currency"])
    for mailbox_id, found in of_mailbox.items():
        due = dues[mailbox_id]
        due.lines += charge_lines(charge for charge in found if charge["currency"] == due.currency)


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
    if sum("start" in line for line in row.lines) > 1:
        yield RunRow.Warning.SEVERAL_MONTHS.value
