"""Charge the card for an open invoice: once, whatever dies in between.

What is committed when the process dies on a line, and what happens then (every wait ends in the sweep):

1. Payment `new`, nothing sent           → the create is sent.
2. `create_sent_at` set, no intent id     → the create may have arrived: the same key again; once Stripe may have
   forgotten the key, or repeats a stored error, the customer's intents are searched for ours. An intent that was
   never confirmed moves no money.
3. `created`, intent id known             → a last look at the invoice, then an attempt is written down.
4. `confirming`, attempt n pending        → the confirm may have arrived: read the intent; succeeded or a new refusal
   settles it; otherwise the *same* key again, whose answer is what really happened. n+1 only after a definite answer
   to n.
5. `unknown`                              → the same as 4, at growing intervals.
6. outcome committed                      → the receipt is in the outbox in the same transaction.

No transaction is open while Stripe is called. A claim is a lease, longer than the slowest call; a late first owner
sends the same keys and the same n, so it is harmless.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.billing import holds, outcomes
from boxholder.billing.models import (
    Invoice,
    Payment,
    PaymentAttempt,
    PaymentMethod,
    StripeCustomer,
    StripeIntegration,
)
from boxholder.billing.models.payment import PaymentQuerySet
from boxholder.billing.stripe_gateway.errors import (
    CardRefused,
    Decline,
    KeyRefused,
    NothingHappened,
    OutcomeUnknown,
    RequestRefused,
    StripeFailure,
)
from boxholder.billing.stripe_gateway.gateway import Gateway, Intent
from boxholder.operators.models import Installation

logger = logging.getLogger("boxholder.billing")

Status = Payment.Status

# Longer than a payment's calls with their time-outs: create, read, confirm at 35 s each, and the pace of the limiter.
LEASE = timedelta(minutes=5)
# Stripe may forget an idempotency key after a day; we stop trusting it an hour before.
KEY_LIFETIME = timedelta(hours=23)
# An unconfirmed intent that does not show in the list for this long is not there.
SEARCH_SETTLES = timedelta(hours=1)
# How long a renter may take over the bank's dialogue before the attempt counts as left.
ON_SESSION_LIFETIME = timedelta(minutes=30)
WAITS = [timedelta(seconds=s) for s in (2, 10, 30, 120, 600, 3600, 6 * 3600)]


def collect(payment_id: str, *, browser_is_done: bool = False) -> None:
    """Move one payment as far as it goes now. Safe to run twice, and twice at once.

    `browser_is_done`: the renter's browser says that it will not go on with its attempt.
    """
    now = timezone.now()
    due = Payment.objects.due(now).filter(pk=payment_id)
    if not holds.released(due).exists() or not due.update(claimed_until=now + LEASE):
        return
    payment = Payment.objects.select_related(
        "invoice__operator", "invoice__mailbox", "customer__account__operator"
    ).get(pk=payment_id)
    try:
        _move(payment, browser_is_done)
    except NothingHappened as failure:
        _wait(payment, problem=_("Stripe asks us to slow down; trying again shortly."), failure=failure)
    except KeyRefused as failure:
        if _is_test_money_left_behind(payment):
            outcomes.cancelled(payment)
            return
        _wait(
            payment,
            problem=_("Stripe refuses the key. Check it under Settings → Integrations → Stripe."),
            failure=failure,
        )
    except OutcomeUnknown as failure:
        _wait(payment, problem=_("Stripe has not answered; asking again."), failure=failure, unknown=True)
    except RequestRefused as failure:
        if failure.is_missing and payment.intent_id and not payment.customer.account.livemode:
            # In test mode an operator may delete all test data; what is gone can no longer be paid.
            outcomes.cancelled(payment)
            return
        outcomes.refused(payment, failure)
    finally:
        Payment.objects.filter(pk=payment.pk, claimed_until=now + LEASE).update(claimed_until=None)


def _move(payment: Payment, browser_is_done: bool) -> None:
    gateway = Gateway(payment.customer.account)
    if payment.is_in_flight:
        _find_out(payment, gateway, browser_is_done)
    elif not _is_wanted(payment):
        _call_off(payment, gateway)
    elif payment.status in (Status.DECLINED, Status.NEEDS_AUTHENTICATION):
        # A tab left open may have paid it since.
        _look(payment, gateway)
    if payment.status in (Status.NEW, Status.CREATED) and _is_wanted(payment):
        _charge(payment, gateway)


def _charge(payment: Payment, gateway: Gateway) -> None:
    card = default_card(payment)
    if card is None:
        _hold(payment, _("There is no card to charge."))
        return
    if card.refused_for_good:
        _hold(payment, _("The bank has refused the card for good; it takes another card."))
        return
    if payment.status == Status.NEW:
        create(payment, gateway)
    if payment.status == Status.CREATED:
        _confirm(payment, gateway)


def _is_wanted(payment: Payment) -> bool:
    """The last look: is the invoice still to be paid, with this amount, on the account in use, and is billing on?"""
    return _may_go_on(Invoice.objects.get(pk=payment.invoice_id), payment)


def _may_go_on(invoice: Invoice, payment: Payment) -> bool:
    integration = StripeIntegration.objects.of(invoice.operator)
    return (
        invoice.may_be_collected and integration.bills_renters and integration.account_id == payment.customer.account_id
    )


def _is_test_money_left_behind(payment: Payment) -> bool:
    """A payment of a test account that is not used any more, on an invoice that staff want to close: no money moves."""
    invoice = Invoice.objects.get(pk=payment.invoice_id)
    account = payment.customer.account
    is_in_use = StripeIntegration.objects.filter(account=account).exists()
    return bool(invoice.closing) and not account.livemode and not is_in_use


# -- 1, 2: create


def create(payment: Payment, gateway: Gateway) -> None:
    """Make the intent, or find the one whose answer was lost. It moves no money."""
    if payment.create_sent_at is None:
        _note_create_sent(payment)
    elif timezone.now() - payment.create_sent_at >= KEY_LIFETIME:
        _search(payment, gateway)
        return
    try:
        intent = gateway.create_intent(
            amount=payment.amount,
            customer=payment.customer.stripe_id or "",
            description=f"Invoice {payment.invoice.label}",
            metadata=_metadata(payment),
            key=payment.create_key,
        )
    except OutcomeUnknown as failure:
        if not failure.replayed:
            raise
        _search(payment, gateway)
    else:
        _adopt(payment, intent)


def _note_create_sent(payment: Payment) -> None:
    payment.create_sent_at = timezone.now()
    Payment.objects.filter(pk=payment.pk, status=Status.NEW).update(create_sent_at=payment.create_sent_at)


def _search(payment: Payment, gateway: Gateway) -> None:
    """The key says no more: look for our intent among the customer's; where it is surely not there, a new key."""
    assert payment.create_sent_at
    since = payment.create_sent_at - timedelta(minutes=5)
    for intent in gateway.find_intents(customer=payment.customer.stripe_id or "", since=since):
        if intent.metadata.get("payment") == str(payment.pk) and not intent.cancelled:
            _adopt(payment, intent)
            return
    if timezone.now() - payment.create_sent_at < SEARCH_SETTLES:
        raise OutcomeUnknown("the create may still show up")
    still = Payment.objects.filter(pk=payment.pk, status=Status.NEW, create_n=payment.create_n)
    if not still.update(create_n=payment.create_n + 1, create_sent_at=None):
        raise OutcomeUnknown("another worker went on with this payment")
    payment.refresh_from_db(fields=["create_n", "create_sent_at"])
    create(payment, gateway)


def _adopt(payment: Payment, intent: Intent) -> None:
    if intent.amount != payment.amount or intent.metadata.get("payment") != str(payment.pk):
        raise OutcomeUnknown(f"{intent.id} is not the intent of payment {payment.pk}")
    Payment.objects.filter(pk=payment.pk, status=Status.NEW).update(intent_id=intent.id, status=Status.CREATED)
    payment.refresh_from_db(fields=["intent_id", "status"])


# -- 3, 4: confirm


def _confirm(payment: Payment, gateway: Gateway) -> None:
    if not _is_wanted(payment):
        _call_off(payment, gateway)
    elif attempt := write_down_attempt(payment, on_session=False):
        _send_confirm(payment, attempt, gateway)


def write_down_attempt(payment: Payment, *, on_session: bool, by=None) -> PaymentAttempt | None:
    """Commit attempt n+1, with the card of this moment, before Stripe hears of it.

    None where the payment has moved on, n is still pending, the invoice is not to be collected any more, or there is no
    card for it. Payment, invoice and customer are locked, always in this order: nobody closes the invoice or deletes
    the card between this look and the commit, and who comes later finds the attempt.
    """
    with transaction.atomic():
        locked = Payment.objects.select_for_update().get(pk=payment.pk)
        invoice = Invoice.objects.select_for_update().get(pk=payment.invoice_id)
        StripeCustomer.objects.select_for_update().get(pk=payment.customer_id)
        last = locked.last_attempt
        if locked.status != payment.status or (last and last.outcome == PaymentAttempt.Outcome.PENDING):
            return None
        card = default_card(payment)
        if card is None or (card.refused_for_good and not on_session) or not _may_go_on(invoice, payment):
            return None
        attempt = PaymentAttempt.objects.create(
            payment=locked,
            n=last.n + 1 if last else 1,
            payment_method=card,
            on_session=on_session,
            by=by,
            started_at=timezone.now(),
        )
        locked.status, locked.problem = Status.CONFIRMING, ""
        locked.save(update_fields=["status", "problem"])
    payment.status = Status.CONFIRMING
    return attempt


def _send_confirm(payment: Payment, attempt: PaymentAttempt, gateway: Gateway) -> None:
    assert payment.intent_id
    assert attempt.payment_method
    try:
        intent = gateway.confirm_intent(payment.intent_id, card=attempt.payment_method.stripe_id, key=attempt.key)
    except CardRefused as refusal:
        outcomes.card_refused(payment, attempt, refusal.decline, request_id=refusal.request_id)
    except RequestRefused as failure:
        # Not a word about the card: perhaps the intent has moved on. What it says now is what counts.
        _settle_by_reading(payment, attempt, gateway, failure)
    else:
        _settle_confirm(payment, attempt, intent)


def _settle_confirm(payment: Payment, attempt: PaymentAttempt, intent: Intent) -> None:
    if intent.succeeded:
        outcomes.succeeded(payment, intent, attempt)
    elif intent.status in ("requires_action", "requires_payment_method"):
        # With nobody there this means: the bank wants the renter.
        outcomes.needs_authentication(payment, attempt, intent)
    elif intent.cancelled:
        outcomes.cancelled(payment)
    else:
        raise OutcomeUnknown(f"{intent.id} is {intent.status}", request_id=intent.request_id)


# -- 4, 5: what became of attempt n?


def _find_out(payment: Payment, gateway: Gateway, browser_is_done: bool) -> None:
    attempt = payment.last_attempt
    assert payment.intent_id
    assert attempt
    intent = gateway.read_intent(payment.intent_id)
    if intent.succeeded:
        outcomes.succeeded(payment, intent, attempt)
    elif intent.cancelled:
        outcomes.cancelled(payment)
    elif decline := _decline(attempt, intent):
        outcomes.card_refused(payment, attempt, decline, request_id=intent.request_id)
    elif not _is_wanted(payment):
        _stop_in_flight(payment, attempt, intent, gateway)
    elif attempt.on_session:
        _find_out_on_session(payment, attempt, intent, browser_is_done)
    elif not _key_is_forgotten(attempt):
        _repeat_confirm(payment, attempt, gateway)
    else:
        # A day later nothing of attempt n is running any more, and the intent was not charged by it.
        outcomes.came_to_nothing(payment, attempt, intent)


def _decline(attempt: PaymentAttempt, intent: Intent) -> Decline | None:
    """What the bank said to this attempt, when its answer was lost: the bank is not asked again.

    A refusal that was on the intent before is no answer to a new try.
    """
    decline = intent.decline if intent.status == "requires_payment_method" else None
    return decline if decline and decline.charge_id != _refusal_before(attempt) else None


def _refusal_before(attempt: PaymentAttempt) -> str | None:
    """The failed charge of the last refusal before: "" where it had none, as a failed 3-D Secure has not."""
    refused = [PaymentAttempt.Outcome.DECLINED, PaymentAttempt.Outcome.NEEDS_AUTHENTICATION]
    before = attempt.payment.attempts.filter(n__lt=attempt.n, outcome__in=refused).order_by("-n").first()
    return before.charge_id if before else None


def _key_is_forgotten(attempt: PaymentAttempt) -> bool:
    return timezone.now() - attempt.started_at >= KEY_LIFETIME


def _stop_in_flight(payment: Payment, attempt: PaymentAttempt, intent: Intent, gateway: Gateway) -> None:
    """Not wanted any more: the confirm is not repeated, for the repeat might be the one that charges.

    Cancelling tells what became of it: either it succeeds, and nothing was charged, or the intent has succeeded.
    With billing merely switched off nothing is cancelled; after a day the attempt is surely over.
    """
    if not _waits_for_the_switch(payment):
        _cancel(payment, gateway)
    elif _key_is_forgotten(attempt):
        outcomes.came_to_nothing(payment, attempt, intent)
    else:
        _wait(
            payment, problem=_("Billing was switched off before Stripe had answered."), unknown=not attempt.on_session
        )


def _repeat_confirm(payment: Payment, attempt: PaymentAttempt, gateway: Gateway) -> None:
    """The same key again: Stripe answers what happened, or does it now."""
    try:
        _send_confirm(payment, attempt, gateway)
    except OutcomeUnknown as failure:
        if not failure.replayed:
            raise
        _settle_by_reading(payment, attempt, gateway, failure)


def _settle_by_reading(payment: Payment, attempt: PaymentAttempt, gateway: Gateway, failure: StripeFailure) -> None:
    """Attempt n is over, with no word on the card. The intent says whether it was charged."""
    assert payment.intent_id
    intent = gateway.read_intent(payment.intent_id)
    if intent.succeeded:
        outcomes.succeeded(payment, intent, attempt)
    elif intent.cancelled:
        outcomes.cancelled(payment)
    elif decline := _decline(attempt, intent):
        outcomes.card_refused(payment, attempt, decline, request_id=intent.request_id)
    else:
        outcomes.came_to_nothing(payment, attempt, intent, failure)


def _find_out_on_session(payment: Payment, attempt: PaymentAttempt, intent: Intent, browser_is_done: bool) -> None:
    """The renter confirms in the browser: only the intent tells how far they are."""
    if browser_is_done or timezone.now() - attempt.started_at > ON_SESSION_LIFETIME:
        outcomes.came_to_nothing(payment, attempt, intent)
    else:
        _wait(payment, problem="")


def _look(payment: Payment, gateway: Gateway) -> None:
    assert payment.intent_id
    intent = gateway.read_intent(payment.intent_id)
    if intent.succeeded:
        outcomes.succeeded(payment, intent)
    elif intent.cancelled:
        outcomes.cancelled(payment)
    else:
        undisturbed(payment).update(next_check_at=timezone.now() + outcomes.LOOK_AGAIN)


# -- not wanted any more


def _call_off(payment: Payment, gateway: Gateway) -> None:
    """Cancel the intent, so that nobody can pay it any more; only then is the invoice free for what staff asked.

    Billing merely switched off cancels nothing: the payment waits, and goes on when it is switched on again.
    """
    if _waits_for_the_switch(payment):
        if payment.status in (Status.DECLINED, Status.NEEDS_AUTHENTICATION):
            _look(payment, gateway)  # a tab left open may still pay it
        else:
            _hold(payment, _("Billing with Stripe is switched off."))
        return
    if payment.status == Status.NEW and not _is_made(payment, gateway):
        outcomes.cancelled(payment)
        return
    _cancel(payment, gateway)


def _is_made(payment: Payment, gateway: Gateway) -> bool:
    """Whether there is an intent to cancel: a create that was sent may have arrived; its key tells."""
    if payment.create_sent_at is None:
        return False
    try:
        create(payment, gateway)
    except RequestRefused:
        return False
    return True


def _cancel(payment: Payment, gateway: Gateway) -> None:
    """Cancelling twice is harmless, so each look has a key of its own: a stored error is not repeated for ever."""
    assert payment.intent_id
    try:
        intent = gateway.cancel_intent(payment.intent_id, key=f"{payment.pk}:cancel:{payment.checks}")
    except RequestRefused:
        # Too late, or already done: what the intent says now is what counts.
        intent = gateway.read_intent(payment.intent_id)
    if intent.succeeded:
        outcomes.succeeded(payment, intent)
    elif intent.cancelled:
        outcomes.cancelled(payment)
    else:
        raise OutcomeUnknown(f"{intent.id} is {intent.status}, not cancelled", request_id=intent.request_id)


def _waits_for_the_switch(payment: Payment) -> bool:
    """Whether only the switched-off billing keeps this payment from going on."""
    invoice = Invoice.objects.get(pk=payment.invoice_id)
    integration = StripeIntegration.objects.of(invoice.operator)
    return invoice.may_be_collected and integration.account_id in (None, payment.customer.account_id)


# -- waiting


def _wait(payment: Payment, *, problem: str, failure: StripeFailure | None = None, unknown: bool = False) -> None:
    """Look again later, at growing intervals."""
    if failure:
        logger.warning("payment %s waits: %s (%s)", payment.pk, failure, failure.request_id)
    if unknown:
        Payment.objects.filter(pk=payment.pk, status=Status.CONFIRMING).update(status=Status.UNKNOWN)
    wait = WAITS[min(payment.checks, len(WAITS) - 1)]
    undisturbed(payment).update(problem=problem, next_check_at=timezone.now() + wait, checks=payment.checks + 1)


def _hold(payment: Payment, problem: str) -> None:
    """Nothing to do until somebody acts."""
    undisturbed(payment).update(problem=problem, next_check_at=None)


def undisturbed(payment: Payment) -> PaymentQuerySet:
    """The payment, unless somebody asked for something since it was read: then its next look stays as they put it."""
    return Payment.objects.unsettled().filter(pk=payment.pk, next_check_at=payment.next_check_at)


def default_card(payment: Payment) -> PaymentMethod | None:
    """The card this payment is charged with now."""
    return payment.customer.payment_methods.default().first()


def _metadata(payment: Payment) -> dict[str, str]:
    """What Stripe's dashboard shows, and what tells our intents from those of another installation."""
    return {
        "installation": str(Installation.objects.current().uuid),
        "payment": str(payment.pk),
        "invoice": str(payment.invoice_id),
        "number": payment.invoice.label,
        "pmb": payment.invoice.mailbox.pmb,
    }
