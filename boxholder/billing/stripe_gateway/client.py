"""The one place that opens connections to Stripe and turns its errors into ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import stripe
from django.conf import settings
from django.db import connection

from boxholder.billing.stripe_gateway.errors import (
    CardRefused,
    Decline,
    KeyRefused,
    NothingHappened,
    OutcomeUnknown,
    RequestRefused,
    StripeFailure,
)

TIMEOUT = (5, 30)  # seconds to connect, seconds to wait for an answer
stripe.enable_telemetry = False


class TransactionOpen(RuntimeError):
    """Stripe was about to be called inside a transaction, and a rollback would forget what it did. Commit first."""


@cache
def _http() -> stripe.HTTPClient:
    # Shared by all operators: it keeps one session a thread, and a StripeClient on it costs microseconds.
    return stripe.RequestsClient(timeout=TIMEOUT)


def stripe_client(secret: str, *, retries: int = 0) -> stripe.StripeClient:
    """A client of one key. `retries` stays 0 where money moves: there the state machine retries, not the SDK."""
    return stripe.StripeClient(
        secret,
        base_addresses={"api": settings.STRIPE_API_BASE},
        http_client=_http(),
        max_network_retries=retries,
    )


@contextmanager
def calling_stripe() -> Iterator[None]:
    """Every call stands inside this: no transaction may be open, and what goes wrong speaks our words."""
    if connection.in_atomic_block:
        raise TransactionOpen
    try:
        yield
    except stripe.StripeError as error:
        raise _translate(error) from error


def _translate(error: stripe.StripeError) -> StripeFailure:
    status = error.http_status
    details: dict[str, Any] = {
        "request_id": error.request_id or "",
        "code": error.code or getattr(error.error, "code", None) or "",
    }
    message = error.user_message or ""
    if isinstance(error, stripe.CardError):
        return CardRefused(message, decline=decline_of(error.error), request_id=details["request_id"])
    if status in (401, 403):
        return KeyRefused(message, **details)
    if status == 429:
        return NothingHappened(message, **details)
    is_used_key = status == 400 and isinstance(error, stripe.IdempotencyError)
    if status in (400, 404, 402) and not is_used_key:
        return RequestRefused(message, **details)
    # No answer, 409 (the first of this key is still running), 5xx, or an answer that is not Stripe's.
    unknown = OutcomeUnknown(message or type(error).__name__, **details)
    # Used before with other parameters (the mailbox was renumbered in between): that, too, is all the key ever says.
    unknown.replayed = is_used_key or (error.headers or {}).get("idempotent-replayed") == "true"
    return unknown


def decline_of(error: Any) -> Decline:
    """Stripe's error object, from an exception or an intent's `last_payment_error`, as a Decline."""
    if error is None:
        return Decline()

    def field(name: str) -> str:
        value = getattr(error, name, None)
        return value if isinstance(value, str) else ""

    return Decline(
        code=field("code"),
        decline_code=field("decline_code"),
        advice_code=field("advice_code"),
        network_advice_code=field("network_advice_code"),
        message=field("message"),
        charge_id=field("charge"),
        payment_method=getattr(getattr(error, "payment_method", None), "id", "") or "",
    )
