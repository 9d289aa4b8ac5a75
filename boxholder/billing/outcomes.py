"""What comes of a payment.

Each outcome is one transaction that moves the payment, its attempt and its invoice together, writes history, and puts
the letters to both sides into the outbox.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.billing import closing, emails
from boxholder.billing.models import Invoice, Payment, PaymentAttempt, PaymentMethod
from boxholder.billing.stripe_gateway.errors import Decline, RequestRefused, StripeFailure
from boxholder.billing.stripe_gateway.gateway import Intent
from boxholder.history.models import record

logger = logging.getLogger("boxholder.billing")

Status, Outcome = Payment.Status, PaymentAttempt.Outcome

# A refused payment is read again once a day: a tab left open may still have paid it.
LOOK_AGAIN = timedelta(days=1)
# So often a confirm that Stripe itself broke off is sent anew before a person has to look.
MOST_BROKEN_CONFIRMS = 5


def succeeded(payment: Payment, intent: Intent, attempt: PaymentAttempt | None = None) -> None:
    """The card was charged: the invoice is paid, once. Safe to repeat."""
    if intent.received != payment.amount:
        _park(payment, _("Stripe received %(received)s where %(owed)s was owed. Look at %(intent)s in Stripe.")
              % {"received": intent.received, "owed": payment.amount, "intent": intent.id})  # fmt: skip
        return
    now = timezone.now()
    with transaction.atomic():
        if not _move(payment, Status.SUCCEEDED, settled_at=now, charge_id=intent.charge_id, intent_id=intent.id):
            return
        charged = Decline(charge_id=intent.charge_id, payment_method=intent.payment_method)
        _end(payment, attempt, Outcome.SUCCEEDED, decline=charged, request_id=intent.request_id)
        was_closing = Invoice.objects.select_for_update().get(pk=payment.invoice_id).closing
        paid = Invoice.objects.filter(
            pk=payment.invoice_id, status__in=[Invoice.Status.OPEN, Invoice.Status.UNCOLLECTIBLE]
        ).update(status=Invoice.Status.PAID, paid_at=now, paid_by=Invoice.PaidBy.CARD, closing="")
        _tell(
            "payment.succeeded", payment, request_id=intent.request_id, amount=str(payment.amount), card=_card(payment)
        )
        if was_closing:
            _tell("invoice.closed_too_late", payment)
        if paid:
            emails.receipt(payment)
        else:
            # Cannot be: an invoice is only closed otherwise after Stripe has cancelled the intent.
            logger.critical("payment %s charged a card for an invoice that was closed", payment.pk)


def card_refused(payment: Payment, attempt: PaymentAttempt, decline: Decline, *, request_id: str) -> None:
    """The bank said no, or wants the renter to confirm. A definite answer to attempt n."""
    if decline.needs_authentication:
        _needs_authentication(payment, attempt, decline, request_id)
        return
    with transaction.atomic():
        if not _move(payment, Status.DECLINED, answers=attempt):
            return
        attempt = _end(payment, attempt, Outcome.DECLINED, decline=decline, request_id=request_id)
        if decline.is_final and attempt.payment_method:
            PaymentMethod.objects.filter(pk=attempt.payment_method_id).update(refused_for_good=True)
        _tell("payment.declined", payment, request_id=request_id, card=_card(payment), reason=attempt.reason)
        # A renter who stands at the till sees it there.
        if not attempt.on_session:
            emails.declined(payment, attempt)
        emails.declined_to_operator(payment, attempt)


def needs_authentication(payment: Payment, attempt: PaymentAttempt, intent: Intent) -> None:
    _needs_authentication(
        payment, attempt, intent.decline or Decline(code="authentication_required"), intent.request_id
    )


def _needs_authentication(payment: Payment, attempt: PaymentAttempt, decline: Decline, request_id: str) -> None:
    with transaction.atomic():
        if not _move(payment, Status.NEEDS_AUTHENTICATION, answers=attempt):
            return
        _end(payment, attempt, Outcome.NEEDS_AUTHENTICATION, decline=decline, request_id=request_id)
        _tell("payment.needs_authentication", payment, request_id=request_id, card=_card(payment))
        emails.please_confirm(payment, attempt)


def came_to_nothing(
    payment: Payment, attempt: PaymentAttempt, intent: Intent, failure: StripeFailure | None = None
) -> None:
    """Attempt n is over, and the intent was not charged by it."""
    if attempt.on_session:
        _left_by_the_renter(payment, attempt)
    elif isinstance(failure, RequestRefused) or attempt.n >= MOST_BROKEN_CONFIRMS:
        _refused_confirm(payment, attempt, intent, failure)
    else:
        with transaction.atomic():
            if _move(payment, Status.CREATED, answers=attempt, next_check_at=timezone.now()):
                _end(payment, attempt, Outcome.REFUSED, request_id=failure.request_id if failure else "")
                _tell("payment.broken_off", payment, request_id=failure.request_id if failure else "")


def _left_by_the_renter(payment: Payment, attempt: PaymentAttempt) -> None:
    before = payment.attempts.filter(n__lt=attempt.n).order_by("-n").first()
    was_declined = before is not None and before.outcome in (Outcome.DECLINED, Outcome.REFUSED)
    with transaction.atomic():
        status = Status.DECLINED if was_declined else Status.NEEDS_AUTHENTICATION
        if _move(payment, status, answers=attempt):
            _end(payment, attempt, Outcome.ABANDONED)
            _tell("payment.left", payment)


def _refused_confirm(payment: Payment, attempt: PaymentAttempt, intent: Intent, failure: StripeFailure | None) -> None:
    """Stripe will not confirm: perhaps the card is gone. A person has to look."""
    problem = str(failure) if failure else _("Stripe broke off each time.")
    with transaction.atomic():
        if not _move(payment, Status.DECLINED, answers=attempt, problem=problem):
            return
        decline = Decline(code=failure.code if failure else "", message=problem)
        request_id = failure.request_id if failure else intent.request_id
        attempt = _end(payment, attempt, Outcome.REFUSED, decline=decline, request_id=request_id)
        _tell("payment.refused", payment, request_id=request_id, reason=problem)
        emails.declined_to_operator(payment, attempt)


def refused(payment: Payment, failure: RequestRefused) -> None:
    """Stripe will not make the intent, now or later: say why, and wait for somebody to act."""
    with transaction.atomic():
        _park(payment, str(failure))
        _tell("payment.refused", payment, request_id=failure.request_id, reason=str(failure))


def cancelled(payment: Payment) -> None:
    """Stripe says the intent is cancelled, or there never was one: the invoice is free for what staff asked."""
    with transaction.atomic():
        if not _move(payment, Status.CANCELLED, settled_at=timezone.now()):
            return
        _end(payment, None, Outcome.ABANDONED)
        _tell("payment.cancelled", payment)
        closing.finish(Invoice.objects.select_for_update().get(pk=payment.invoice_id))


def _move(
    payment: Payment, status: Payment.Status, *, answers: PaymentAttempt | None = None, problem: str = "", **fields
) -> bool:
    """The UPDATE is the claim: of two workers that bring the same answer, one moves the payment.

    `answers`: the attempt this is the answer to. A worker that comes back late, with the answer to an attempt that is
    over, moves nothing: the next attempt may be under way.
    """
    Payment.objects.select_for_update().get(pk=payment.pk)
    if answers and not payment.attempts.filter(pk=answers.pk, outcome=Outcome.PENDING).exists():
        return False
    fields = {"status": status, "problem": problem, "checks": 0, "next_check_at": _next_look(payment, status), **fields}
    moved = Payment.objects.unsettled().filter(pk=payment.pk).exclude(status=status).update(**fields)
    for name, value in fields.items():
        setattr(payment, name, value)
    return bool(moved)


def _next_look(payment: Payment, status: Payment.Status) -> datetime | None:
    """At once where somebody closes the invoice: they wait for the intent to be cancelled. Never once it is settled."""
    if status in Payment.SETTLED:
        return None
    is_closing = Invoice.objects.exclude(closing="").filter(pk=payment.invoice_id).exists()
    return timezone.now() + (timedelta() if is_closing else LOOK_AGAIN)


def _end(
    payment: Payment,
    attempt: PaymentAttempt | None,
    outcome: PaymentAttempt.Outcome,
    *,
    decline: Decline | None = None,
    request_id: str = "",
) -> PaymentAttempt:
    attempt = attempt or payment.attempts.filter(outcome=Outcome.PENDING).first()
    if attempt is None:
        return PaymentAttempt(payment=payment, n=0, outcome=outcome)
    decline = decline or Decline()
    attempt.payment_method = _card_used(payment, decline) or attempt.payment_method
    attempt.outcome, attempt.ended_at, attempt.request_id = outcome, timezone.now(), request_id
    attempt.charge_id = decline.charge_id
    attempt.code, attempt.decline_code = decline.code, decline.decline_code
    attempt.advice_code, attempt.network_advice_code = decline.advice_code, decline.network_advice_code
    attempt.message = decline.message
    attempt.save()
    return attempt


def _card_used(payment: Payment, decline: Decline) -> PaymentMethod | None:
    """The card Stripe names: with two tabs at the till it need not be the one that was written down."""
    if not decline.payment_method:
        return None
    return PaymentMethod.objects.filter(customer=payment.customer_id, stripe_id=decline.payment_method).first()


def _park(payment: Payment, problem: str) -> None:
    """Wait for a person; unless somebody asked for something since the payment was read."""
    waiting = Payment.objects.unsettled().filter(pk=payment.pk)
    waiting.update(problem=problem)
    waiting.filter(next_check_at=payment.next_check_at).update(next_check_at=None)
    logger.error("payment %s waits for a person: %s", payment.pk, problem)


def _card(payment: Payment) -> str:
    attempt = payment.last_attempt
    return str(attempt.payment_method) if attempt and attempt.payment_method else ""


def _tell(kind: str, payment: Payment, *, request_id: str = "", **data) -> None:
    record(kind, operator=payment.invoice.operator, subject=payment.invoice, request_id=request_id, **data)
