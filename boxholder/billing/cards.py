"""Save a card: one open SetupIntent per renter, account and person. Only what Stripe says of it is believed.

The renter and staff who type a card for them each have a form of their own, so that nobody's consent is written under
the other's card. What is committed when the process dies on a line: the CardSetup row before Stripe is called; its
intent id after; the consent before Stripe hears of the card. A customer or intent whose answer was lost is made with
the same key again (or anew a day later: an unused one costs nothing). A card saved while the page was closed is found
by the next page or by the sweep. A card that nobody agreed to is never charged: it is detached again.
"""

import hashlib
import logging
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from boxholder.billing.models import CardSetup, Payment, PaymentMethod, StripeAccount, StripeCustomer
from boxholder.billing.stripe_gateway.errors import OutcomeUnknown, RequestRefused, StripeFailure
from boxholder.billing.stripe_gateway.gateway import Gateway, Setup
from boxholder.history.models import record
from boxholder.mailboxes.models import Renter
from boxholder.operators.models import Installation

logger = logging.getLogger("boxholder.billing")

Status = CardSetup.Status

# Card testing: a thief tries stolen numbers one after the other. A renter never needs this many tries, or forms.
TRIES_PER_HOUR = 10
FORMS_PER_HOUR = 20
# When to look whether a card was saved on a page that was closed. After the last look the form is cancelled.
WAITS = [timedelta(minutes=m) for m in (2, 10, 60, 360, 1440)]
DETACH_AGAIN = timedelta(hours=1)
# Two tabs may ask for the same form at the same moment: Stripe tells the second one to wait (409).
BUSY = "idempotency_key_in_use"
PAUSE = 0.3  # seconds
MOST_LOOKS = 8


class TooManyTries(Exception):
    """More than ten tries at a card in an hour; wait an hour."""


class FormIsOver(Exception):
    """This form was completed, in another tab or before the page was closed; `card` is what it saved.

    None: it was cancelled. Open another.
    """

    def __init__(self, card: PaymentMethod | None) -> None:
        super().__init__(card)
        self.card = card


class DefaultCardStays(Exception):
    """The default card can only be deleted after another was made default."""


class CardInUse(Exception):
    """A payment with this card is underway; delete it when that is over."""


@dataclass(frozen=True)
class CardForm:
    """What the page needs to draw the Payment Element. The client secret is never stored and never logged."""

    setup: CardSetup
    client_secret: str
    publishable_key: str

    def __repr__(self) -> str:
        return f"<CardForm {self.setup.pk}>"


def open_form(renter: Renter, account: StripeAccount, *, by) -> CardForm:
    """The open form of `by`, the renter or staff for them; made where there is none.

    Raises FormIsOver where the last one turns out to have saved a card, TooManyTries, and the gateway's errors.
    """
    gateway = Gateway(account)
    for _look in range(MOST_LOOKS):
        try:
            setup = _open_setup(ensure_customer(renter, account, gateway), by)
            intent = _intent_of(setup, gateway)
        except OutcomeUnknown as failure:
            if failure.code != BUSY:
                raise
            time.sleep(PAUSE)
            continue
        if intent and not intent.is_over:
            return CardForm(setup, intent.client_secret, account.publishable_key)
        if intent and (card := _take_in(setup, intent, gateway)):
            raise FormIsOver(card)
    raise OutcomeUnknown("No card form could be opened; try again.")


def agree(setup: CardSetup, *, agreement: str, by, note: str = "") -> None:
    """Record the consent, before Stripe hears of the card: the words, who, when; for staff also how the renter agreed.

    Each consent is a try at a card. Raises TooManyTries and FormIsOver.
    """
    _count("tries", setup.customer, TRIES_PER_HOUR)
    now = timezone.now()
    agreed = CardSetup.objects.filter(pk=setup.pk, status=Status.OPEN).update(
        agreement=agreement, agreed_at=now, agreed_by=by, consent_note=note, next_check_at=now + WAITS[0], tries=1
    )
    setup.refresh_from_db()
    if not agreed:
        raise FormIsOver(setup.payment_method)


def finish(setup: CardSetup) -> PaymentMethod | None:
    """Ask Stripe what became of it; the card, where one was saved. Safe to repeat. Raises the gateway's errors."""
    setup.refresh_from_db()
    if setup.status == Status.SUCCEEDED:
        return setup.payment_method
    if setup.status != Status.OPEN or not setup.intent_id:
        return None
    gateway = Gateway(setup.customer.account)
    intent = _read(setup, gateway)
    return _take_in(setup, intent, gateway) if intent and intent.is_over else None


def check(setup_id: str) -> None:
    """The sweep's look at a form whose page was perhaps closed. The last look cancels it."""
    setup = CardSetup.objects.select_related("customer__account", "customer__renter__operator").get(pk=setup_id)
    is_last = setup.tries >= len(WAITS)
    # First: where Stripe fails, the next look waits for its turn all the same.
    _check_later(setup)
    try:
        if finish(setup) is None and is_last and setup.status == Status.OPEN:
            _give_up(setup)
    except StripeFailure as failure:
        logger.warning("card form %s is looked at again: %s (%s)", setup.pk, failure, failure.request_id)


def make_default(card: PaymentMethod, *, by) -> None:
    with transaction.atomic():
        StripeCustomer.objects.select_for_update().get(pk=card.customer_id)  # two tabs: one after the other
        cards = PaymentMethod.objects.usable().filter(customer=card.customer)
        chosen = cards.filter(pk=card.pk, is_default=False)
        if chosen.exists():
            cards.exclude(pk=card.pk).update(is_default=False)
            chosen.update(is_default=True)
            _tell("card.made_default", card, by=by)


def remove(card: PaymentMethod, *, by) -> None:
    """Delete a card. From the commit on nobody charges it; Stripe is told at once, or by the sweep until it has heard.

    Raises DefaultCardStays and CardInUse.
    """
    with transaction.atomic():
        StripeCustomer.objects.select_for_update().get(pk=card.customer_id)
        card = PaymentMethod.objects.select_related("customer__account", "customer__renter__operator").get(pk=card.pk)
        if card.removed_at:
            return
        if card.is_default:
            raise DefaultCardStays
        if card.attempts.filter(outcome="pending").exclude(payment__status__in=Payment.SETTLED).exists():
            raise CardInUse
        card.removed_at = card.detach_at = timezone.now()
        card.save(update_fields=["removed_at", "detach_at"])
        _tell("card.removed", card, by=by)
    detach(card)


def detach(card: PaymentMethod) -> None:
    """Let Stripe forget a deleted card. Where Stripe fails, the sweep comes back to it."""
    PaymentMethod.objects.filter(pk=card.pk).update(detach_at=timezone.now() + DETACH_AGAIN)
    try:
        _detach(card.stripe_id, Gateway(card.customer.account))
    except StripeFailure as failure:
        logger.warning("card %s is detached later: %s (%s)", card.pk, failure, failure.request_id)
    else:
        PaymentMethod.objects.filter(pk=card.pk).update(detach_at=None)


def ensure_customer(renter: Renter, account: StripeAccount, gateway: Gateway) -> StripeCustomer:
    """The renter's customer on this account, made at Stripe where there is none."""
    customer, _new = StripeCustomer.objects.get_or_create(renter=renter, account=account)
    if customer.stripe_id is None:
        try:
            stripe_id = gateway.create_customer(
                name=renter.name,
                email=renter.email,
                metadata={"installation": str(Installation.objects.current().uuid), "renter": str(renter.uuid)},
                key=f"{customer.uuid}:customer:{_fingerprint(renter.name, renter.email)}",
            )
        except OutcomeUnknown as failure:
            if failure.replayed:  # Stripe repeats a stored error: only another key will ever say more.
                StripeCustomer.objects.filter(pk=customer.pk, stripe_id=None).update(uuid=uuid.uuid4())
            raise
        StripeCustomer.objects.filter(pk=customer.pk, stripe_id=None).update(stripe_id=stripe_id)
        customer.refresh_from_db()
    return customer


def _fingerprint(*values: str) -> str:
    """The same key must come with the same values: a renter renamed in between gets another key."""
    return hashlib.sha256("\n".join(values).encode()).hexdigest()[:12]


# -- the form


def _open_setup(customer: StripeCustomer, by) -> CardSetup:
    try:
        return CardSetup.objects.get_or_create(customer=customer, opened_by=by, status=Status.OPEN)[0]
    except IntegrityError:  # another tab was first
        return CardSetup.objects.get(customer=customer, opened_by=by, status=Status.OPEN)


def _intent_of(setup: CardSetup, gateway: Gateway) -> Setup | None:
    """The setup's intent, made where there is none. None where it is of no use: then the setup is closed."""
    if setup.intent_id:
        return _read(setup, gateway)
    _count("forms", setup.customer, FORMS_PER_HOUR)
    intent = _create(setup, gateway)
    if intent is None:
        return None
    CardSetup.objects.filter(pk=setup.pk, intent_id=None).update(intent_id=intent.id)
    setup.refresh_from_db()
    return intent if setup.intent_id == intent.id else _read(setup, gateway)


def _create(setup: CardSetup, gateway: Gateway) -> Setup | None:
    try:
        return gateway.create_setup(
            customer=setup.customer.stripe_id or "",
            metadata={"installation": str(Installation.objects.current().uuid), "card_setup": str(setup.pk)},
            key=f"{setup.pk}:setup:{timezone.now():%Y-%m-%d}",
        )
    except OutcomeUnknown as failure:
        if not failure.replayed:
            raise
        _close(setup)
    except RequestRefused as refusal:
        if not refusal.is_missing:
            raise
        _forget_customer(setup.customer)
    return None


def _read(setup: CardSetup, gateway: Gateway) -> Setup | None:
    try:
        return gateway.read_setup(setup.intent_id or "")
    except RequestRefused as refusal:
        if not refusal.is_missing:
            raise
        _close(setup)  # test data was cleared at Stripe
        return None


def _forget_customer(customer: StripeCustomer) -> None:
    """The customer was deleted in Stripe's dashboard, and its cards with it."""
    with transaction.atomic():
        StripeCustomer.objects.filter(pk=customer.pk).update(stripe_id=None, uuid=uuid.uuid4())
        CardSetup.objects.filter(customer=customer, status=Status.OPEN).update(status=Status.CANCELLED)
        for card in PaymentMethod.objects.usable().filter(customer=customer).select_related("customer__renter"):
            PaymentMethod.objects.filter(pk=card.pk).update(removed_at=timezone.now())
            _tell("card.gone_at_stripe", card, by=None)


def _close(setup: CardSetup) -> None:
    CardSetup.objects.filter(pk=setup.pk, status=Status.OPEN).update(status=Status.CANCELLED, next_check_at=None)


# -- what became of it


def _take_in(setup: CardSetup, intent: Setup, gateway: Gateway) -> PaymentMethod | None:
    """A finished SetupIntent: the card becomes the default one; a cancelled setup is only closed."""
    if intent.status != "succeeded":
        _close(setup)
        return None
    setup.refresh_from_db()  # the consent was committed before the intent could succeed
    if setup.agreed_at is None:
        _refuse_card_without_consent(setup, intent, gateway)
        return None
    found = gateway.read_card(intent.payment_method)
    with transaction.atomic():
        closed = CardSetup.objects.filter(pk=setup.pk, status=Status.OPEN).update(
            status=Status.SUCCEEDED, next_check_at=None
        )
        if closed:
            card, _new = PaymentMethod.objects.get_or_create(
                customer=setup.customer,
                stripe_id=found.id,
                defaults={
                    "brand": found.brand,
                    "last4": found.last4,
                    "exp_month": found.exp_month,
                    "exp_year": found.exp_year,
                    "added_by": setup.agreed_by,
                },
            )
            CardSetup.objects.filter(pk=setup.pk).update(payment_method=card)
            kind = "card.added_for_renter" if setup.consent_note else "card.added"
            _tell(kind, card, by=setup.agreed_by, note=setup.consent_note)
            make_default(card, by=setup.agreed_by)
    setup.refresh_from_db()
    return setup.payment_method


def _refuse_card_without_consent(setup: CardSetup, intent: Setup, gateway: Gateway) -> None:
    """Our page always sends the consent first; who goes around it gets nothing on file."""
    logger.warning("card form %s was completed without consent; its card is detached", setup.pk)
    _detach(intent.payment_method, gateway)
    _close(setup)


def _detach(stripe_id: str, gateway: Gateway) -> None:
    try:
        gateway.detach_card(stripe_id)
    except RequestRefused as refusal:  # gone already
        logger.info("Stripe would not detach %s: %s", stripe_id, refusal)


def _check_later(setup: CardSetup) -> None:
    wait = WAITS[min(setup.tries, len(WAITS) - 1)]
    CardSetup.objects.filter(pk=setup.pk, status=Status.OPEN).update(
        next_check_at=timezone.now() + wait, tries=setup.tries + 1
    )


def _give_up(setup: CardSetup) -> None:
    """A page left open for days saves no card any more ("Don't maintain long-lived, unconfirmed SetupIntents")."""
    gateway = Gateway(setup.customer.account)
    try:
        intent = gateway.cancel_setup(setup.intent_id or "")
    except RequestRefused:  # it succeeded, or was cancelled, at the last moment
        finish(setup)
    else:
        _take_in(setup, intent, gateway)


def _count(what: str, customer: StripeCustomer, most: int) -> None:
    key, now = f"card-{what}:{customer.pk}", timezone.now().timestamp()
    recent = [moment for moment in cache.get(key, []) if moment > now - 3600]
    if len(recent) >= most:
        raise TooManyTries
    cache.set(key, [*recent, now], timeout=3600)


def _tell(kind: str, card: PaymentMethod, *, by, **data) -> None:
    renter = card.customer.renter
    record(kind, operator=renter.operator, subject=renter, by=by, card=str(card), **data)
