"""What the product asks of Stripe, on one operator's account. Nothing else in the house knows Stripe's words.

Only what the seven permissions allow: Charges, Customers, Payment Methods, Payment Intents, Setup Intents (Sources and
Tokens are never written). Every POST that matters carries our own idempotency key; no transaction may be open.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import stripe
from django.utils.translation import gettext as _

from boxholder.billing.money import Money
from boxholder.billing.stripe_gateway.client import calling_stripe, decline_of, stripe_client
from boxholder.billing.stripe_gateway.errors import Decline, KeyRefused, NothingHappened
from boxholder.billing.stripe_gateway.limiter import bucket
from boxholder.billing.stripe_gateway.models import StripeAccount
from boxholder.encryption import SecretUnreadable

CARD_ONLY = ["card"]


@dataclass(frozen=True)
class Intent:
    """A PaymentIntent as far as we read it. `decline` is why its last confirm was refused, if it was."""

    id: str
    status: str
    amount: Money
    received: Money
    customer: str
    payment_method: str
    charge_id: str
    created: datetime
    metadata: dict[str, str]
    client_secret: str
    decline: Decline | None
    request_id: str

    @property
    def succeeded(self) -> bool:
        return self.status == "succeeded"

    @property
    def cancelled(self) -> bool:
        return self.status == "canceled"


@dataclass(frozen=True)
class Setup:
    """A SetupIntent as far as we read it."""

    id: str
    status: str
    payment_method: str
    client_secret: str

    @property
    def is_over(self) -> bool:
        return self.status in ("succeeded", "canceled")


@dataclass(frozen=True)
class Card:
    """A saved card: what may be shown of it."""

    id: str
    customer: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int


class Gateway:
    """One operator's account. Cheap to make; make one where it is used.

    Every method raises the errors of `errors.py`: OutcomeUnknown, NothingHappened, KeyRefused, RequestRefused, and
    where a card is confirmed CardRefused.
    """

    def __init__(self, account: StripeAccount) -> None:
        self.account = account
        try:
            self._secret = account.secret
        except SecretUnreadable as error:
            raise KeyRefused(_("The stored Secret Key cannot be opened: enter it again.")) from error

    # -- customers and cards

    def create_customer(self, *, name: str, email: str, metadata: dict[str, str], key: str) -> str:
        with self._calling("customers") as v1:
            customer = v1.customers.create(
                {"name": name, "email": email, "metadata": metadata}, {"idempotency_key": key}
            )
        return customer.id

    def create_setup(self, *, customer: str, metadata: dict[str, str], key: str) -> Setup:
        with self._calling("setup_intents") as v1:
            intent = v1.setup_intents.create(
                {
                    "customer": customer,
                    "usage": "off_session",
                    "allowed_payment_method_types": CARD_ONLY,
                    "metadata": metadata,
                },
                {"idempotency_key": key},
            )
        return _setup(intent)

    def read_setup(self, intent_id: str) -> Setup:
        with self._calling("setup_intents", reading=True) as v1:
            return _setup(v1.setup_intents.retrieve(intent_id))

    def cancel_setup(self, intent_id: str) -> Setup:
        with self._calling("setup_intents") as v1:
            return _setup(v1.setup_intents.cancel(intent_id, {"cancellation_reason": "abandoned"}))

    def read_card(self, card_id: str) -> Card:
        with self._calling("payment_methods", reading=True) as v1:
            method = v1.payment_methods.retrieve(card_id)
        return Card(
            id=method.id,
            customer=_id(method.customer),
            brand=method.card.brand if method.card else "card",
            last4=method.card.last4 if method.card else "",
            exp_month=method.card.exp_month if method.card else 12,
            exp_year=method.card.exp_year if method.card else 2099,
        )

    def detach_card(self, card_id: str) -> None:
        """For good: a detached card can never be used again."""
        with self._calling("payment_methods") as v1:
            v1.payment_methods.detach(card_id)

    # -- payments, in two steps

    def create_intent(
        self, *, amount: Money, customer: str, description: str, metadata: dict[str, str], key: str
    ) -> Intent:
        """The first step moves no money. `off_session` is not allowed here, and the card goes into the confirm.

        So the same key always comes with the same parameters, whatever card is the default by then.
        """
        with self._calling("payment_intents") as v1:
            intent = v1.payment_intents.create(
                {
                    "amount": amount.minor,
                    "currency": amount.currency.lower(),
                    "customer": customer,
                    "allowed_payment_method_types": CARD_ONLY,
                    "description": description,
                    "metadata": metadata,
                },
                {"idempotency_key": key},
            )
        return _intent(intent)

    def confirm_intent(self, intent_id: str, *, card: str, key: str) -> Intent:
        """The second step charges the card, with nobody there. Raises CardRefused where the bank says no."""
        with self._calling("payment_intents/confirm") as v1:
            intent = v1.payment_intents.confirm(
                intent_id, {"payment_method": card, "off_session": True}, {"idempotency_key": key}
            )
        return _intent(intent)

    def read_intent(self, intent_id: str) -> Intent:
        with self._calling("payment_intents", reading=True) as v1:
            return _intent(v1.payment_intents.retrieve(intent_id))

    def cancel_intent(self, intent_id: str, *, key: str) -> Intent:
        with self._calling("payment_intents/cancel") as v1:
            intent = v1.payment_intents.cancel(
                intent_id, {"cancellation_reason": "abandoned"}, {"idempotency_key": key}
            )
        return _intent(intent)

    def find_intents(self, *, customer: str, since: datetime) -> list[Intent]:
        """The customer's intents since a moment, newest first: how a lost create is found again."""
        with self._calling("payment_intents", reading=True) as v1:
            page = v1.payment_intents.list(
                {"customer": customer, "created": {"gte": int(since.timestamp())}, "limit": 100}
            )
            return [_intent(intent) for intent in page.auto_paging_iter()]

    def list_intents(self, *, since: datetime, installation: str) -> list[Intent]:
        """The account's intents since a moment that name this installation, newest first."""
        with self._calling("payment_intents", reading=True) as v1:
            page = v1.payment_intents.list({"created": {"gte": int(since.timestamp())}, "limit": 100})
            found = (_intent(intent) for intent in page.auto_paging_iter())
            return [intent for intent in found if intent.metadata.get("installation") == installation]

    @contextmanager
    def _calling(self, endpoint: str, *, reading: bool = False) -> Iterator[Any]:
        pace = bucket(self.account.pk, endpoint)
        time.sleep(pace.take())
        try:
            with calling_stripe():
                yield stripe_client(self._secret, retries=1 if reading else 0).v1
        except NothingHappened:
            pace.slower()
            raise
        pace.faster()


def _intent(intent: stripe.PaymentIntent) -> Intent:
    currency = intent.currency.upper()
    error = intent.last_payment_error
    response = getattr(intent, "last_response", None)
    return Intent(
        id=intent.id,
        status=intent.status,
        amount=Money(intent.amount, currency),
        received=Money(intent.amount_received or 0, currency),
        customer=_id(intent.customer),
        payment_method=_id(intent.payment_method),
        charge_id=_id(intent.latest_charge),
        created=datetime.fromtimestamp(intent.created, UTC),
        metadata=intent.metadata.to_dict() if intent.metadata else {},
        client_secret=intent.client_secret or "",
        decline=decline_of(error) if error else None,
        request_id=(response.request_id if response else "") or "",
    )


def _setup(intent: stripe.SetupIntent) -> Setup:
    return Setup(
        id=intent.id,
        status=intent.status,
        payment_method=_id(intent.payment_method),
        client_secret=intent.client_secret or "",
    )


def _id(reference: Any) -> str:
    """Stripe gives an id, or the object where it was expanded."""
    return reference if isinstance(reference, str) else getattr(reference, "id", "") or ""
