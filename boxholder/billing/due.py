"""What each mailbox owes, for its plan in advance and for usage in arrears, and with which card it would be paid.

The preview and the run both ask here, so they cannot disagree about the rule; they can only disagree because
something changed in between, and the run says so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery

from boxholder.billing.cycle import Period, usage_due
from boxholder.billing.due_lines import OF_A_CHARGE, bill_the_same, charge_line, plan_lines
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
    charges = _charges(operator, usage_due(bill_from=bill_from, through=through))
    plans, without_plan = _plans(operator, bill_from, through), _without_plan(operator, charges, through)
    if mailbox_ids is not None:
        these = list(mailbox_ids)
        plans, without_plan = plans.filter(mailbox__in=these), without_plan.filter(pk__in=these)
    # Keyset by mailbox, so a run over 100,000 of them never holds more than a batch.
    after: int | None = 0
    while after is not None:
        batch, mailboxes, after = _next_batch(plans, without_plan, after)
        dues = _plans_due(batch, settings, bill_from, through)
        for mailbox in mailboxes:  # its last days may be due in the same moment
            dues.setdefault(mailbox.pk, Due(mailbox, operator.currency))
        _add_charges(dues, charges)
        owing = [dues[mailbox] for mailbox in sorted(dues) if dues[mailbox].is_owed]
        _look_at_cards(operator, owing, today)
        if owing:
            yield owing


def _plans(operator: Operator, bill_from: date, through: date) -> QuerySet:
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
    waiting = Charge.objects.waiting().filter(operator=operator)
    return waiting.filter(happened_on__gte=days.start, happened_on__lt=days.end)


def _without_plan(operator: Operator, charges: QuerySet[Charge], through: date) -> QuerySet[Mailbox]:
    """Usage joins the plan's next invoice. Only where no plan will make one, usage makes an invoice of its own."""
    running = Subscription.objects.filter(Q(ends_on=None) | Q(ends_on__gt=through), mailbox=OuterRef("pk"))
    owed = charges.filter(mailbox=OuterRef("pk"), amount_minor__gt=0)
    found = operator.mailboxes.filter(~Exists(running), Exists(owed), activated_at__isnull=False)
    return found.select_related("space", "renter").order_by("pk")


def _next_batch(plans: QuerySet, without_plan: QuerySet[Mailbox], after: int) -> tuple[list, list, int | None]:
    """The plans and the mailboxes without one that come after this mailbox, 500 each at most, and where they end."""
    found = list(plans.filter(mailbox__gt=after)[: BATCH + 1])
    end = found[-1].mailbox_id if len(found) > BATCH else None
    others = list(_below(without_plan.filter(pk__gt=after), end)[: BATCH + 1])
    end = others[-1].pk if len(others) > BATCH else end
    if end is None:
        return found, others, None
    # Where a list was cut off, its last mailbox may have more: it begins the next batch.
    plans_before = [subscription for subscription in found if subscription.mailbox_id < end]
    return plans_before, [mailbox for mailbox in others if mailbox.pk < end], end - 1


def _below(mailboxes: QuerySet[Mailbox], end: int | None) -> QuerySet[Mailbox]:
    return mailboxes if end is None else mailboxes.filter(pk__lt=end)


def _plans_due(subscriptions: list, settings: BillingSettings, bill_from: date, through: date) -> dict[int, Due]:
    dues: dict[int, Due] = {}
    for subscription in subscriptions:
        mailbox = subscription.mailbox
        begun = (subscription.starts_on, subscription.billed_until)
        since = max(mailbox.activated_on, bill_from, *filter(None, begun))
        if lines := list(plan_lines(subscription, settings, since=since, through=through)):
            due = dues.setdefault(mailbox.pk, Due(mailbox, subscription.offering.currency))
            due.lines += lines
    return dues


def _add_charges(dues: dict[int, Due], charges: QuerySet[Charge]) -> None:
    rows = charges.filter(mailbox__in=list(dues)).order_by("mailbox", "happened_on", "pk")
    for charge in rows.values(*OF_A_CHARGE):
        due = dues[charge["mailbox"]]
        if charge["currency"] == due.currency:
            due.lines.append(charge_line(charge))


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
