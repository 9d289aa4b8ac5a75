"""What our books say against what the simulator's say. Every disagreement is a sentence; no sentence is the aim."""

from collections import Counter
from collections.abc import Iterator

from boxholder.billing.models import BillingRun, Invoice, InvoiceCounter, Payment, PaymentAttempt
from boxholder.history.models import Event
from boxholder.notifications.models import OutboxEmail
from tests.support.simulator import Simulator


def disagreements(simulator: Simulator) -> list[str]:
    intents, charges = simulator.objects("payment_intent"), simulator.objects("charge")
    return [
        *_about_invoices(intents),
        *_about_intents(intents),
        *_about_charges(charges),
        *_about_attempts(),
        *_about_numbers(),
        *_about_runs(),
        *_about_words(),
    ]


def _about_invoices(intents: list[dict]) -> Iterator[str]:
    """Paid by card exactly where Stripe has the money, once, and the right amount."""
    for invoice in Invoice.objects.all():
        received = [
            intent["amount_received"]
            for intent in intents
            if intent["metadata"]["invoice"] == str(invoice.pk) and intent["status"] == "succeeded"
        ]
        owed = [invoice.total_minor] if invoice.paid_by == "card" else []
        if received != owed:
            yield f"invoice {invoice} is {invoice.status}, and Stripe received {received} for it"


def _about_intents(intents: list[dict]) -> Iterator[str]:
    """Each is the intent of one payment, and they stand alike."""
    payments = {payment.intent_id: payment for payment in Payment.objects.exclude(intent_id=None)}
    for intent in intents:
        payment = payments.pop(intent["id"], None)
        if payment is None:
            yield f"{intent['id']} ({intent['status']}) belongs to no payment"
        elif (payment.status == "succeeded", payment.status == "cancelled") != (
            intent["status"] == "succeeded",
            intent["status"] == "canceled",
        ):
            yield f"{intent['id']} is {intent['status']}, payment {payment.pk} is {payment.status}"
    for payment in payments.values():
        yield f"payment {payment.pk} says {payment.intent_id}, which Stripe does not know"


def _about_charges(charges: list[dict]) -> Iterator[str]:
    """Each time the bank was asked stands in our books with its answer, and nothing else does."""
    theirs = Counter((charge["id"], charge["status"]) for charge in charges)
    words = {"succeeded": "succeeded", "declined": "failed", "needs_authentication": "failed"}
    ours = Counter(
        (attempt.charge_id, words.get(attempt.outcome, attempt.outcome))
        for attempt in PaymentAttempt.objects.exclude(charge_id="")
    )
    if theirs != ours:
        yield f"the bank was asked {dict(theirs)}, our attempts say {dict(ours)}"
    for payment in Payment.objects.filter(status="succeeded"):
        if (payment.charge_id, "succeeded") not in theirs:
            yield f"payment {payment.pk} says {payment.charge_id}, which Stripe does not know"


def _about_attempts() -> Iterator[str]:
    for attempt in PaymentAttempt.objects.filter(outcome="pending"):
        yield f"attempt {attempt} is still under way"
    for payment in Payment.objects.all():
        numbers = [attempt.n for attempt in payment.attempts.all()]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"the attempts of payment {payment.pk} are numbered {numbers}"


def _about_numbers() -> Iterator[str]:
    for counter in InvoiceCounter.objects.all():
        invoices = Invoice.objects.filter(operator=counter.operator, year=counter.year)
        numbers = sorted(invoices.values_list("number", flat=True))
        if numbers != list(range(1, counter.last_number + 1)):
            yield f"the counter says {counter.last_number}, the invoices are numbered {numbers}"


def _about_runs() -> Iterator[str]:
    for run in BillingRun.objects.exclude(status="finished"):
        yield f"run {run} is {run.status}"
    for run in BillingRun.objects.filter(rows__outcome="").distinct():
        yield f"run {run} has rows without an outcome"


def _about_words() -> Iterator[str]:
    """One receipt and one line of history for each paid invoice; one letter to each side for each refusal."""
    paid = Invoice.objects.filter(paid_by="card").count()
    declined = PaymentAttempt.objects.filter(outcome="declined").count()
    asked = PaymentAttempt.objects.filter(outcome="needs_authentication").count()
    letters = Counter(OutboxEmail.objects.values_list("kind", flat=True))
    told = Counter(Event.objects.values_list("kind", flat=True))
    expected = {
        "receipt": paid,
        "payment_declined": declined,
        "payment_declined_operator": declined,
        "payment_needs_confirmation": asked,
    }
    for kind, how_many in expected.items():
        if letters[kind] != how_many:
            yield f"{letters[kind]} letters {kind}, where {how_many} were to be written"
    for kind, how_many in {
        "invoice.issued": Invoice.objects.count(),
        "payment.succeeded": paid,
        "payment.declined": declined,
    }.items():
        if told[kind] != how_many:
            yield f"{told[kind]} times {kind} in the history, where it happened {how_many} times"
