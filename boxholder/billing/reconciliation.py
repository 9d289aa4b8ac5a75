"""What Stripe did since the backup, taken over into the restored data; nothing is created and nothing confirmed here.

For each account: its intents since the backup that name this installation, and every payment that is not settled.

- A payment the data knows: it follows its intent, whatever the restored row says.
- An invoice the data knows, with a payment made after the backup: the payment is written down again, and follows.
- Neither is known (the invoice was issued after the backup): money that was received is kept as an UnknownCharge, and
  the operator's billing waits until a person has looked; what has not been paid is cancelled, so that it never is.

When the mailbox of an unknown charge is billed again, `place` lets the charge pay the new invoice where the amounts
agree; where they do not, the invoice stays open for a person. In neither case is the card charged by itself.

Safe to repeat at any line: each step looks at what is there. Until an account is gone through whole, it is not `done`.
"""

import logging
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.billing import emails, outcomes
from boxholder.billing.holds import hold_on
from boxholder.billing.models import (
    Invoice,
    Payment,
    PaymentAttempt,
    PaymentMethod,
    Reconciliation,
    StripeAccount,
    StripeCustomer,
    StripeIntegration,
    UnknownCharge,
)
from boxholder.billing.stripe_gateway.errors import KeyRefused, OutcomeUnknown, RequestRefused, StripeFailure
from boxholder.billing.stripe_gateway.gateway import Gateway, Intent
from boxholder.history.models import record
from boxholder.mailboxes.models import Mailbox, Renter
from boxholder.operators.models import Installation, Operator

logger = logging.getLogger("boxholder.billing")

Status = Payment.Status

# Stripe's clock is not ours, and what was under way when the backup was taken was written down before.
MARGIN = timedelta(hours=1)
# Longer than listing ten thousand intents, a hundred at a time.
LEASE = timedelta(minutes=10)
TRY_AGAIN = timedelta(minutes=1)


def due(now: datetime) -> list[int]:
    """Accounts to go through: those in use, and those a payment may still be moving on."""
    installation = Installation.objects.current()
    if installation.restored_at is None:
        return []
    in_use = StripeIntegration.objects.exclude(account=None).values("account")
    moving = Payment.objects.unsettled().values("customer__account")
    done = Reconciliation.objects.done_since(installation).values("account")
    resting = Reconciliation.objects.filter(Q(claimed_until__gte=now) | Q(next_try_at__gt=now)).values("account")
    accounts = StripeAccount.objects.filter(Q(pk__in=in_use) | Q(pk__in=moving))
    return list(accounts.exclude(pk__in=done).exclude(pk__in=resting).values_list("pk", flat=True))


def reconcile(account_id: int, now: datetime) -> None:
    """Go through one account. Where Stripe cannot be asked, it is tried again, and billing waits meanwhile."""
    if account_id not in due(now):
        return
    account = StripeAccount.objects.select_related("operator").get(pk=account_id)
    row, _new = Reconciliation.objects.get_or_create(account=account)
    free = Reconciliation.objects.filter(Q(claimed_until=None) | Q(claimed_until__lt=now), pk=row.pk)
    if not free.update(claimed_until=now + LEASE):
        return
    problem, done_at = "", None
    try:
        _go_through(account, Gateway(account))
        done_at = timezone.now()
    except KeyRefused as failure:
        problem = _("Stripe cannot be asked with this Secret Key: %(why)s") % {"why": failure}
    except StripeFailure as failure:
        problem = _("Stripe has not answered; asking again.")
        logger.warning("account %s is reconciled later: %s (%s)", account, failure, failure.request_id)
    with transaction.atomic():
        Reconciliation.objects.filter(pk=row.pk, claimed_until=now + LEASE).update(
            done_at=done_at, problem=problem, next_try_at=now + TRY_AGAIN, claimed_until=None
        )
        if done_at:
            _tell_the_operator(account.operator)


def _go_through(account: StripeAccount, gateway: Gateway) -> None:
    installation = Installation.objects.current()
    found = gateway.list_intents(since=_since(account, installation), installation=str(installation.uuid))
    # Paid ones first: of several intents for one payment, the one with the money is the one that counts.
    for intent in sorted(found, key=lambda intent: (not intent.succeeded, intent.created)):
        _take_over(account, intent, gateway)
    known = {intent.id for intent in found}
    for payment in _payments(account).exclude(intent_id=None).exclude(intent_id__in=known):
        try:
            intent = gateway.read_intent(payment.intent_id or "")
        except RequestRefused as refusal:
            if not refusal.is_missing or account.livemode:
                raise
            # The operator has deleted Stripe's test data: what is gone can no longer be paid.
            outcomes.cancelled(payment)
        else:
            _follow(payment, intent, gateway)


def _since(account: StripeAccount, installation: Installation) -> datetime:
    """Before the backup, and before anything of which the backup does not know how it went on."""
    assert installation.backed_up_at
    first = _payments(account).filter(intent_id=None).order_by("created_at").first()
    moments = [installation.backed_up_at] + ([first.created_at] if first else [])
    return min(moments) - MARGIN


def _payments(account: StripeAccount):
    return Payment.objects.unsettled().filter(customer__account=account).select_related("invoice__operator")


def _take_over(account: StripeAccount, intent: Intent, gateway: Gateway) -> None:
    payments = Payment.objects.filter(customer__account=account).select_related("invoice__operator")
    payment = payments.filter(pk=_uuid(intent, "payment")).first()
    invoice = Invoice.objects.filter(operator=account.operator, pk=_uuid(intent, "invoice")).first()
    if payment is None and invoice is not None and not intent.cancelled:
        payment = _write_down_again(account, invoice, intent, gateway)
    if payment is not None:
        _follow(payment, intent, gateway)
    else:
        _has_no_place(account, intent, gateway)


def _follow(payment: Payment, intent: Intent, gateway: Gateway) -> None:
    """The payment becomes what its intent says. What is under way moves on by itself once billing goes on."""
    if payment.intent_id is None:
        Payment.objects.filter(pk=payment.pk, status=Status.NEW).update(
            intent_id=intent.id, status=Status.CREATED, create_sent_at=intent.created
        )
        payment.refresh_from_db(fields=["intent_id", "status"])
    is_its_own = payment.intent_id == intent.id
    if intent.succeeded and is_its_own and payment.status != Status.SUCCEEDED and payment.invoice.is_open:
        outcomes.succeeded(payment, intent, _attempt(payment, intent))
    elif payment.status == Status.SUCCEEDED and is_its_own:
        return
    elif intent.succeeded or not is_its_own:
        _has_no_place(payment.customer.account, intent, gateway)
    elif intent.cancelled:
        outcomes.cancelled(payment)
    elif payment.status == Status.CREATED and intent.decline and intent.status == "requires_payment_method":
        outcomes.card_refused(payment, _attempt(payment, intent), intent.decline, request_id=intent.request_id)


def _write_down_again(account: StripeAccount, invoice: Invoice, intent: Intent, gateway: Gateway) -> Payment | None:
    """The payment somebody began after the backup. None where the invoice cannot take it."""
    for earlier in _payments(account).filter(invoice=invoice):
        # There is only ever one that is not settled, so the earlier one was cancelled before this one began.
        if earlier.intent_id:
            _follow(earlier, gateway.read_intent(earlier.intent_id), gateway)
        elif earlier.status == Status.NEW:
            outcomes.cancelled(earlier)
    invoice.refresh_from_db()
    payment_id = _uuid(intent, "payment")
    if payment_id is None or not invoice.may_be_collected or invoice.payments.unsettled().exists():
        return None
    return Payment.objects.create(
        id=payment_id,
        invoice=invoice,
        customer=_customer(account, invoice.renter, intent),
        amount_minor=invoice.total_minor,
        currency=invoice.currency,
        create_sent_at=intent.created,
    )


def _attempt(payment: Payment, intent: Intent) -> PaymentAttempt:
    """The confirm whose answer this is: the one under way, or one the backup does not know."""
    last = payment.last_attempt
    if last and last.outcome == PaymentAttempt.Outcome.PENDING:
        return last
    cards = PaymentMethod.objects.filter(customer=payment.customer)
    return PaymentAttempt.objects.create(
        payment=payment,
        n=last.n + 1 if last else 1,
        payment_method=cards.filter(stripe_id=intent.payment_method).first(),
        started_at=intent.created,
    )


def _has_no_place(account: StripeAccount, intent: Intent, gateway: Gateway) -> None:
    """Nothing here can take it: money is noted for the operator, anything else is cancelled, so it stays nothing."""
    if not intent.succeeded and not intent.cancelled:
        intent = _cancel(intent, gateway)
    if not intent.succeeded:
        return
    UnknownCharge.objects.get_or_create(
        account=account,
        intent_id=intent.id,
        defaults={
            "amount_minor": intent.received.minor,
            "currency": intent.received.currency,
            "customer": intent.customer,
            "number": intent.metadata.get("number", "")[:100],
            "pmb": intent.metadata.get("pmb", "")[:100],
            "mailbox": _mailbox(account, intent),
            "charged_at": intent.created,
            "found_at": timezone.now(),
        },
    )


def _cancel(intent: Intent, gateway: Gateway) -> Intent:
    try:
        after = gateway.cancel_intent(intent.id, key=f"{intent.id}:cancel-after-restore")
    except RequestRefused:
        after = gateway.read_intent(intent.id)
    if not after.succeeded and not after.cancelled:
        raise OutcomeUnknown(f"{intent.id} is {after.status}, not cancelled", request_id=after.request_id)
    return after


def _mailbox(account: StripeAccount, intent: Intent) -> Mailbox | None:
    """By who paid, and by the box number; by the number alone where it is not rented twice."""
    boxes = Mailbox.objects.filter(operator=account.operator, pmb=intent.metadata.get("pmb", ""))
    payer = StripeCustomer.objects.filter(account=account, stripe_id=intent.customer).first()
    if payer and (theirs := boxes.filter(renter=payer.renter_id).first()):
        return theirs
    return boxes.get() if boxes.count() == 1 else None


def _customer(account: StripeAccount, renter: Renter, intent: Intent) -> StripeCustomer:
    customer, _new = StripeCustomer.objects.get_or_create(
        account=account, renter=renter, defaults={"stripe_id": intent.customer}
    )
    StripeCustomer.objects.filter(pk=customer.pk, stripe_id=None).update(stripe_id=intent.customer)
    return customer


def _uuid(intent: Intent, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(intent.metadata.get(name, ""))
    except ValueError:
        return None


def _tell_the_operator(operator: Operator) -> None:
    charges = list(UnknownCharge.objects.of(operator).unseen())
    if charges:
        emails.unknown_charges(operator, charges)


# -- a person has looked


def go_on(operator: Operator, *, by, now: datetime) -> int:
    """Somebody has looked at the charges: billing goes on. Says at how many."""
    with transaction.atomic():
        seen = UnknownCharge.objects.of(operator).unseen().update(seen_at=now, seen_by=by)
        if seen:
            record("billing.unknown_charges_seen", operator=operator, subject=operator, by=by, at=now, count=seen)
    return seen


def charges_to_place() -> list[int]:
    """Those whose mailbox was billed again."""
    charges = UnknownCharge.objects.unplaced().exclude(seen_at=None).select_related("account__operator")
    return [charge.pk for charge in charges if _invoice_for(charge)]


def place(charge_id: int, now: datetime) -> None:
    """Let the charge pay the invoice that bills its mailbox again, if the amounts agree. Safe to repeat."""
    charges = UnknownCharge.objects.select_related("account__operator", "mailbox__renter")
    charge = charges.filter(pk=charge_id, placed_at=None).first()
    invoice = _invoice_for(charge) if charge else None
    if charge is None or invoice is None or hold_on(charge.account.operator):
        return
    if invoice.total != charge.amount:
        _leave_to_a_person(charge, invoice, now)
        return
    intent = Gateway(charge.account).read_intent(charge.intent_id)
    with transaction.atomic():
        if not UnknownCharge.objects.filter(pk=charge.pk, placed_at=None).update(placed_at=now, invoice=invoice):
            return
        payment = Payment.objects.create(
            invoice=invoice,
            customer=_customer(charge.account, invoice.renter, intent),
            amount_minor=invoice.total_minor,
            currency=invoice.currency,
            status=Status.CREATED,
            intent_id=intent.id,
            create_sent_at=intent.created,
        )
        record("payment.found_after_restore", operator=invoice.operator, subject=invoice, number=charge.number or "–")
        outcomes.succeeded(payment, intent, _attempt(payment, intent))


def _invoice_for(charge: UnknownCharge) -> Invoice | None:
    """The first one issued to the mailbox since, as long as nobody has settled or begun to charge it."""
    issued = Invoice.objects.unpaid().filter(mailbox=charge.mailbox_id, issued_at__gte=charge.found_at, closing="")
    return issued.filter(payments=None).select_related("operator", "renter").order_by("issued_at", "number").first()


def _leave_to_a_person(charge: UnknownCharge, invoice: Invoice, now: datetime) -> None:
    with transaction.atomic():
        unplaced = UnknownCharge.objects.unplaced().filter(mailbox=charge.mailbox_id).exclude(seen_at=None)
        if unplaced.update(placed_at=now):
            record(
                "payment.found_and_differs",
                operator=invoice.operator,
                subject=invoice,
                amount=str(charge.amount),
                number=charge.number or "–",
            )
