"""The story of an invoice in time order: what history holds, and each try at a card with Stripe's own ids."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from boxholder.billing.models import Invoice, Payment, PaymentAttempt, StripeAccount
from boxholder.history.models import Event

Outcome = PaymentAttempt.Outcome

# kind → icon, tone
LOOKS = {
    "invoice.issued": ("receipt-text", "info"),
    "invoice.voided": ("ban", "neutral"),
    "invoice.paid_by_hand": ("hand-coins", "good"),
    "invoice.closing_withdrawn": ("undo-2", "neutral"),
    "invoice.closed_too_late": ("circle-alert", "wait"),
    "payment.succeeded": ("circle-check", "good"),
    "payment.declined": ("circle-x", "bad"),
    "payment.needs_authentication": ("user-round-check", "wait"),
    "payment.broken_off": ("rotate-cw", "wait"),
    "payment.left": ("log-out", "neutral"),
    "payment.refused": ("circle-alert", "bad"),
    "payment.cancelled": ("circle-slash", "neutral"),
    "payment.asked_again": ("rotate-cw", "neutral"),
}


@dataclass(frozen=True)
class Item:
    title: str
    at: datetime
    by: str = ""
    icon: str = "circle-dot"
    tone: str = "neutral"
    request_id: str = ""
    # The try this is the answer to: why it was refused, what to do, Stripe's codes.
    attempt: PaymentAttempt | None = None


def of(invoice: Invoice, payments: Iterable[Payment]) -> list[Item]:
    attempts = list(
        PaymentAttempt.objects.filter(payment__in=payments)
        .select_related("payment_method", "by")
        .order_by("started_at")
    )
    answered = {attempt.request_id: attempt for attempt in attempts if attempt.request_id}
    items = [_told(event, answered) for event in Event.objects.about(invoice)]
    items += [_begun(attempt) for attempt in attempts if attempt.on_session or attempt.outcome == Outcome.PENDING]
    return sorted(items, key=lambda item: item.at)


def _told(event: Event, answered: dict[str, PaymentAttempt]) -> Item:
    icon, tone = LOOKS.get(event.kind, ("circle-dot", "neutral"))
    attempt = answered.get(event.request_id) if event.request_id else None
    return Item(event.sentence, event.at, event.who, icon, tone, event.request_id, attempt)


def _begun(attempt: PaymentAttempt) -> Item:
    card, who = attempt.payment_method, str(attempt.by or "")
    if attempt.on_session:
        title = _("Began to pay with %(card)s") % {"card": card}
    else:
        title = _("Stripe was asked to charge %(card)s") % {"card": card}
    return Item(title, attempt.started_at, who or _("Boxholder"), "credit-card", "neutral")


def at_stripe(payment: Payment) -> str:
    """The payment in Stripe's dashboard."""
    return address_at_stripe(payment.customer.account, payment.intent_id or "")


def address_at_stripe(account: StripeAccount, intent_id: str) -> str:
    mode = "" if account.livemode else "/test"
    return f"{settings.STRIPE_DASHBOARD_URL}{mode}/payments/{intent_id}"
