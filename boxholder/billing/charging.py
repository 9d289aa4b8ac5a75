"""Somebody wants an open invoice paid now: staff try again, a renter pays, a new card is there.

All of them go on with the one unsettled payment of the invoice, where there is one.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.utils import timezone

from boxholder.billing import collection
from boxholder.billing.holds import hold_on, may_be_paid_already
from boxholder.billing.models import Invoice, Payment, PaymentAttempt, PaymentMethod, StripeIntegration
from boxholder.billing.stripe_gateway.gateway import Gateway
from boxholder.history.models import record

Status = Payment.Status


# Visa allows 15 tries in 30 days, Mastercard 10 in 24 hours: whatever the card, we keep to both.
MOST_REFUSALS = [(timedelta(days=1), 10), (timedelta(days=30), 15)]


class CannotCharge(Exception):
    """This invoice cannot be charged now; `reason` is a code the page has words for."""

    NOT_OPEN, SWITCHED_OFF, NO_CARD, CARD_REFUSED, UNDERWAY, OTHER_ACCOUNT, TOO_SMALL, TOO_OFTEN, HELD = (
        "not_open", "switched_off", "no_card", "card_refused", "underway", "other_account", "too_small", "too_often",
        "held",
    )  # fmt: skip

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class OnSession:
    """What the renter's browser needs to confirm the payment with Stripe."""

    payment: Payment
    client_secret: str
    payment_method: str
    publishable_key: str


def charge(invoice: Invoice, *, by) -> Payment:
    """Charge the default card off session, in the worker: `Try again`, or after a new card. Raises CannotCharge."""
    card = card_for(invoice)
    payment = _payment_to_go_on_with(invoice, card)
    with transaction.atomic():
        waiting = Payment.objects.filter(pk=payment.pk, status__in=[Status.NEW, Status.CREATED])
        refused = Payment.objects.filter(
            pk=payment.pk, intent_id__isnull=False, status__in=[Status.DECLINED, Status.NEEDS_AUTHENTICATION]
        )
        now = timezone.now()
        if not (
            refused.update(status=Status.CREATED, next_check_at=now, checks=0, problem="")
            or waiting.update(next_check_at=now, checks=0, problem="")
        ):
            raise CannotCharge(CannotCharge.UNDERWAY)
        record("payment.asked_again", operator=invoice.operator, subject=invoice, by=by, card=str(card))
        _collect_on_commit(payment)
    return payment


def charge_open_invoices(renter, *, by) -> list[Payment]:
    """A new default card pays what is open. Invoices that cannot be charged now are left as they are."""
    payments = []
    for invoice in Invoice.objects.unpaid().filter(renter=renter).order_by("issued_at", "number"):
        try:
            payments.append(charge(invoice, by=by))
        except CannotCharge:
            continue
    return payments


def begin_on_session(invoice: Invoice, *, by) -> OnSession:
    """`Pay now`: the renter confirms the same intent in the browser, 3-D Secure included.

    The attempt is committed before the browser gets the client secret, so no worker confirms beside it. Asked again (a
    second tab, a reload), the same attempt goes on. Raises CannotCharge and the gateway's errors.
    """
    payment = _payment_to_go_on_with(invoice, card_for(invoice, even_if_refused=True))
    gateway = Gateway(payment.customer.account)
    if payment.status == Status.NEW:
        _create_here(payment, gateway)
    if not payment.is_in_flight:
        attempt = collection.write_down_attempt(payment, on_session=True, by=by)
    else:
        attempt = payment.last_attempt
    if attempt is None or not attempt.on_session or attempt.outcome != PaymentAttempt.Outcome.PENDING:
        _say_why_not(invoice, payment)
    # Somebody may have asked to close the invoice in between: then its next look stays as they put it.
    collection.undisturbed(payment).update(next_check_at=timezone.now() + collection.WAITS[3], checks=3)
    card = card_for(invoice, even_if_refused=True)  # another default card takes over in the same attempt
    intent = gateway.read_intent(payment.intent_id or "")
    return OnSession(
        payment=payment,
        client_secret=intent.client_secret,
        payment_method=card.stripe_id,
        publishable_key=payment.customer.account.publishable_key,
    )


def _say_why_not(invoice: Invoice, payment: Payment) -> NoReturn:
    """Closed, switched off or taken by somebody else since we looked; a payment that was begun is looked after."""
    Payment.objects.unsettled().filter(pk=payment.pk).update(next_check_at=timezone.now())
    invoice.refresh_from_db()
    card_for(invoice, even_if_refused=True)
    raise CannotCharge(CannotCharge.UNDERWAY)


def finish_on_session(payment: Payment) -> Payment:
    """The browser came back: ask Stripe, do not trust the browser. Returns the payment as it now stands.

    The browser's word is only taken for this: that it will not go on with the attempt.
    """
    Payment.objects.unsettled().filter(pk=payment.pk).update(next_check_at=timezone.now(), claimed_until=None)
    collection.collect(str(payment.pk), browser_is_done=True)
    payment.refresh_from_db()
    return payment


def card_for(invoice: Invoice, *, even_if_refused: bool = False) -> PaymentMethod:
    """The card that would pay it. Raises CannotCharge with the reason why none would."""
    integration = StripeIntegration.objects.of(invoice.operator)
    if not invoice.may_be_collected:
        raise CannotCharge(CannotCharge.NOT_OPEN)
    if not integration.bills_renters:
        raise CannotCharge(CannotCharge.SWITCHED_OFF)
    if hold_on(invoice.operator) or may_be_paid_already(invoice):
        raise CannotCharge(CannotCharge.HELD)
    if not invoice.total.is_chargeable:
        raise CannotCharge(CannotCharge.TOO_SMALL)
    card = (
        PaymentMethod.objects.default()
        .filter(customer__account=integration.account, customer__renter=invoice.renter)
        .select_related("customer__account")
        .first()
    )
    if card is None:
        raise CannotCharge(CannotCharge.NO_CARD)
    if card.refused_for_good and not even_if_refused:
        raise CannotCharge(CannotCharge.CARD_REFUSED)
    if _was_refused_too_often(invoice, card):
        raise CannotCharge(CannotCharge.TOO_OFTEN)
    return card


def _was_refused_too_often(invoice: Invoice, card: PaymentMethod) -> bool:
    refused = card.attempts.filter(payment__invoice=invoice, outcome=PaymentAttempt.Outcome.DECLINED)
    now = timezone.now()
    return any(refused.filter(started_at__gt=now - within).count() >= most for within, most in MOST_REFUSALS)


def _payment_to_go_on_with(invoice: Invoice, card: PaymentMethod) -> Payment:
    payment = invoice.payments.unsettled().select_related("customer__account").first()
    if payment is None:
        try:
            return Payment.objects.create(
                invoice=invoice, customer=card.customer, amount_minor=invoice.total_minor, currency=invoice.currency
            )
        except IntegrityError as error:  # another tab was first
            raise CannotCharge(CannotCharge.UNDERWAY) from error
    if payment.customer.account_id != card.customer.account_id:
        # The old account's intent has to be cancelled first; the sweep sees to it.
        Payment.objects.filter(pk=payment.pk).update(next_check_at=timezone.now())
        raise CannotCharge(CannotCharge.OTHER_ACCOUNT)
    return payment


def _create_here(payment: Payment, gateway: Gateway) -> None:
    """Make the intent in this request, under the payment's lease, so that no worker does it beside us."""
    now = timezone.now()
    unclaimed = Payment.objects.exclude(claimed_until__gte=now).filter(pk=payment.pk, status=Status.NEW)
    if not unclaimed.update(claimed_until=now + collection.LEASE):
        raise CannotCharge(CannotCharge.UNDERWAY)
    try:
        collection.create(payment, gateway)
    finally:
        Payment.objects.filter(pk=payment.pk).update(claimed_until=None)


def _collect_on_commit(payment: Payment) -> None:
    from boxholder.billing.jobs import collect

    transaction.on_commit(lambda: collect(str(payment.pk)))
