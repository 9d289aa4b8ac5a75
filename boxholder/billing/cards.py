"""Save a card: one open SetupIntent per renter and account, and what Stripe says of it is believed, nothing else.

What is committed when the process dies on a line: the CardSetup row before Stripe is called; its intent id after. A customer or
intent whose answer was lost is made with the same key again (or anew a day later: an unused one costs nothing). A card
saved while the page was closed is found by the next page or by the sweep.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from boxholder.billing.models import CardSetup, Payment, PaymentMethod, StripeAccount, StripeCustomer
from boxholder.billing.stripe_gateway.errors import RequestRefused
from boxholder.billing.stripe_gateway.gateway import Gateway, Setup
from boxholder.history.models import record
from boxholder.mailboxes.models import Renter
from boxholder.operators.models import Installation

# Card testing: a thief tries stolen numbers one after the other. A renter never needs this many tries.
TRIES_PER_HOUR = 10
WAITS = [timedelta(minutes=m) for m in (2, 10, 60, 360, 1440)]


class TooManyTries(Exception):
    """More than ten tries at a card in an hour; wait an hour."""


class DefaultCardStays(Exception):
    """The default card can only be deleted after another was made default."""


class CardInUse(Exception):
    """A payment with this card is underway; delete it when that is over."""


@dataclass(frozen=True)
class CardForm:
    """What the page needs to draw the Payment Element."""

    setup: CardSetup
    client_secret: str
    publishable_key: str


def open_form(renter: Renter, account: StripeAccount) -> CardForm:
    """The renter's open SetupIntent, made where there is none. Raises the gateway's errors.

    A setup that was completed elsewhere (a closed tab) is taken in first, and a fresh one opened.
    """
    gateway = Gateway(account)
    customer = ensure_customer(renter, account, gateway)
    for _again in range(3):
        setup = _open_setup(customer)
        intent = _intent_of(setup, gateway)
        if not intent.is_over:
            _check_later(setup)
            return CardForm(setup, intent.client_secret, account.publishable_key)
        _take_in(setup, intent, gateway)
    raise RequestRefused("No card form could be opened; try again.")


def agree(setup: CardSetup, *, agreement: str, by, note: str = "") -> None:
    """Record the consent, before Stripe hears of the card: the words, who, when; for staff also how the renter agreed.

    Each consent is a try at a card: raises TooManyTries.
    """
    _count_try(setup)
    CardSetup.objects.filter(pk=setup.pk, status=CardSetup.Status.OPEN).update(
        agreement=agreement, agreed_at=timezone.now(), agreed_by=by, consent_note=note
    )
    _check_later(setup)


def finish(setup: CardSetup) -> PaymentMethod | None:
    """Ask Stripe what became of it; the card, where one was saved. Safe to repeat. Raises the gateway's errors."""
    setup.refresh_from_db()
    if setup.status == CardSetup.Status.SUCCEEDED:
        return setup.payment_method
    if setup.status != CardSetup.Status.OPEN or not setup.intent_id:
        return None
    gateway = Gateway(setup.customer.account)
    intent = gateway.read_setup(setup.intent_id)
    return _take_in(setup, intent, gateway) if intent.is_over else None


def check(setup_id: str) -> None:
    """The sweep's look at a form whose page was perhaps closed."""
    setup = CardSetup.objects.select_related("customer__account", "customer__renter__operator").get(pk=setup_id)
    if finish(setup) is None:
        _check_later(setup)


def make_default(card: PaymentMethod, *, by) -> None:
    with transaction.atomic():
        StripeCustomer.objects.select_for_update().get(pk=card.customer_id)  # two tabs: one after the other
        cards = PaymentMethod.objects.usable().filter(customer=card.customer)
        cards.exclude(pk=card.pk).update(is_default=False)
        if cards.filter(pk=card.pk).update(is_default=True):
            _tell("card.made_default", card, by=by)


def remove(card: PaymentMethod, *, by) -> None:
    """Delete a card, at Stripe too, for good. Raises DefaultCardStays, CardInUse and the gateway's errors."""
    with transaction.atomic():
        card = PaymentMethod.objects.select_for_update().get(pk=card.pk)
        if card.removed_at:
            return
        if card.is_default:
            raise DefaultCardStays
        if card.attempts.filter(outcome="pending").exclude(payment__status__in=Payment.SETTLED).exists():
            raise CardInUse
        # From here on nobody charges it; if the process dies, the card is gone for us and merely idle at Stripe.
        card.removed_at = timezone.now()
        card.save(update_fields=["removed_at"])
        _tell("card.removed", card, by=by)
    try:
        Gateway(card.customer.account).detach_card(card.stripe_id)
    except RequestRefused as refusal:
        if not refusal.is_missing:
            raise


def ensure_customer(renter: Renter, account: StripeAccount, gateway: Gateway) -> StripeCustomer:
    """The renter's customer on this account, made at Stripe where there is none."""
    customer, _new = StripeCustomer.objects.get_or_create(renter=renter, account=account)
    if customer.stripe_id is None:
        stripe_id = gateway.create_customer(
            name=renter.name,
            email=renter.email,
            metadata={"installation": str(Installation.objects.current().uuid), "renter": str(renter.uuid)},
            key=f"{customer.uuid}:customer:{_fingerprint(renter.name, renter.email)}",
        )
        StripeCustomer.objects.filter(pk=customer.pk, stripe_id=None).update(stripe_id=stripe_id)
        customer.refresh_from_db()
    return customer


def _fingerprint(*values: str) -> str:
    """The same key must come with the same values: a renter renamed in between gets another key."""
    return hashlib.sha256("\n".join(values).encode()).hexdigest()[:12]


def _open_setup(customer: StripeCustomer) -> CardSetup:
    try:
        return CardSetup.objects.get_or_create(customer=customer, status=CardSetup.Status.OPEN)[0]
    except IntegrityError:  # another tab was first
        return CardSetup.objects.get(customer=customer, status=CardSetup.Status.OPEN)


def _intent_of(setup: CardSetup, gateway: Gateway) -> Setup:
    if setup.intent_id:
        return gateway.read_setup(setup.intent_id)
    intent = gateway.create_setup(
        customer=setup.customer.stripe_id or "",
        metadata={"installation": str(Installation.objects.current().uuid), "card_setup": str(setup.pk)},
        key=f"{setup.pk}:setup:{timezone.now():%Y-%m-%d}",
    )
    CardSetup.objects.filter(pk=setup.pk, intent_id=None).update(intent_id=intent.id)
    setup.refresh_from_db()
    return intent if setup.intent_id == intent.id else gateway.read_setup(setup.intent_id or "")


def _take_in(setup: CardSetup, intent: Setup, gateway: Gateway) -> PaymentMethod | None:
    """A finished SetupIntent: the card becomes the default one; a cancelled setup is only closed."""
    if intent.status != "succeeded":
        CardSetup.objects.filter(pk=setup.pk, status="open").update(status=CardSetup.Status.CANCELLED)
        return None
    found = gateway.read_card(intent.payment_method)
    with transaction.atomic():
        closed = CardSetup.objects.filter(pk=setup.pk, status="open").update(
            status=CardSetup.Status.SUCCEEDED, next_check_at=None
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
            _tell("card.added", card, by=setup.agreed_by, note=setup.consent_note)
            make_default(card, by=None)
    setup.refresh_from_db()
    return setup.payment_method


def _check_later(setup: CardSetup) -> None:
    wait = WAITS[min(setup.tries, len(WAITS) - 1)]
    CardSetup.objects.filter(pk=setup.pk, status="open").update(
        next_check_at=timezone.now() + wait, tries=setup.tries + 1
    )


def _count_try(setup: CardSetup) -> None:
    key = f"card-tries:{setup.customer_id}"
    cache.add(key, 0, timeout=3600)
    if cache.incr(key) > TRIES_PER_HOUR:
        raise TooManyTries


def _tell(kind: str, card: PaymentMethod, *, by, **data) -> None:
    renter = card.customer.renter
    record(kind, operator=renter.operator, subject=renter, by=by, card=str(card), **data)
