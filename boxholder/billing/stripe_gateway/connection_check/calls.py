"""What only Stripe can say. All calls at once, each in a thread of its own; none of it is in words for people yet.

Nothing is changed on the account: the permissions are tried on ids that do not exist ("No such customer" means:
allowed), and the one SetupIntent that is made is cancelled again, whatever happens in between. Stripe-Account is never
sent: Stripe refuses it with restricted keys.
"""

import re
import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Any, TypeVar

import stripe
from django.db import connection

from boxholder.billing.stripe_gateway.client import TransactionOpen, calling_stripe, stripe_client
from boxholder.billing.stripe_gateway.connection_check.credentials import Credentials
from boxholder.billing.stripe_gateway.errors import (
    KeyRefused,
    NothingHappened,
    OutcomeUnknown,
    RequestRefused,
    StripeFailure,
    redact,
)

T = TypeVar("T")

NOBODY = "boxholderconnectioncheck"  # the end of ids that do not exist
ABANDONED: Any = {"cancellation_reason": "abandoned"}
METADATA: Any = {"metadata": {"boxholder": "connection check"}}

# resource → a call that needs Write on it and finds nothing to write to. A token is only read: writing would make one.
PROBES: dict[str, Callable[[Any], Any]] = {
    "charge": lambda v1: v1.charges.update(f"ch_{NOBODY}", METADATA),
    "customer": lambda v1: v1.customers.update(f"cus_{NOBODY}", METADATA),
    "payment_method": lambda v1: v1.payment_methods.detach(f"pm_{NOBODY}"),
    "payment_intent": lambda v1: v1.payment_intents.cancel(f"pi_{NOBODY}", ABANDONED),
    "setup_intent": lambda v1: v1.setup_intents.cancel(f"seti_{NOBODY}", ABANDONED),
    "source": lambda v1: v1.sources.update(f"src_{NOBODY}", METADATA),
    "token": lambda v1: v1.tokens.retrieve(f"tok_{NOBODY}"),
    "refund": lambda v1: v1.refunds.create({"charge": f"ch_{NOBODY}"}),
}


class Said(Enum):
    """What an answer of Stripe's comes to."""

    YES = auto()
    NO_SUCH_OBJECT = auto()
    NOT_PERMITTED = auto()
    KEY_UNKNOWN = auto()
    KEY_EXPIRED = auto()
    NOT_NOW = auto()
    NOTHING = auto()
    SOMETHING_ELSE = auto()
    NOT_ASKED = auto()


@dataclass(frozen=True)
class Answer:
    """`text` is Stripe's own message, with no key in it; `account` the account it names."""

    said: Said
    text: str = ""
    account: str = ""

    @property
    def refuses_key(self) -> bool:
        return self.said in (Said.KEY_UNKNOWN, Said.KEY_EXPIRED)


@dataclass(frozen=True)
class Answers:
    account: Answer
    pair: Answer
    permissions: dict[str, Answer]

    def all_to_secret_key(self) -> list[Answer]:
        return [self.account, *self.permissions.values()]


def ask_stripe(credentials: Credentials, *, seconds: float) -> Answers:
    if connection.in_atomic_block:  # the threads below have connections of their own, and would not notice
        raise TransactionOpen
    permissions = {name: partial(_try, credentials.secret_key, probe) for name, probe in PROBES.items()}
    account = partial(_read_account, credentials.secret_key)
    answers = _all_at_once({"account": account, "pair": partial(_try_pair, credentials), **permissions}, seconds)
    return Answers(
        account=answers["account"], pair=answers["pair"], permissions={name: answers[name] for name in permissions}
    )


def _all_at_once(calls: dict[str, Callable[[], Answer]], seconds: float) -> dict[str, Answer]:
    pool = ThreadPoolExecutor(len(calls), thread_name_prefix="connection-check")
    asked = {name: pool.submit(call) for name, call in calls.items()}
    wait(asked.values(), timeout=seconds)
    # A late call runs out by its own time-out; the pair's still cancels what it has made.
    pool.shutdown(wait=False)
    return {name: _answer_so_far(future) for name, future in asked.items()}


def _answer_so_far(future: "Future[Answer]") -> Answer:
    return future.result() if future.done() else Answer(Said.NOTHING)


def _try(secret_key: str, probe: Callable[[Any], Any]) -> Answer:
    return _answer_to(lambda: probe(stripe_client(secret_key).v1))[0]


def _read_account(secret_key: str) -> Answer:
    """A restricted key may not read the account, and the refusal names it; where it may, the answer does."""
    answer, account = _answer_to(lambda: stripe_client(secret_key).v1.accounts.retrieve_current().id)
    return Answer(answer.said, answer.text, account or answer.account)


def _try_pair(credentials: Credentials) -> Answer:
    """A SetupIntent made with the Secret Key can be read with the Public ID of the same account and mode only."""
    v1 = stripe_client(credentials.secret_key).v1
    answer, intent = _make_setup_intent(v1)
    if intent is None:
        return answer if answer.said in (Said.NOTHING, Said.NOT_NOW) else Answer(Said.NOT_ASKED)
    id, client_secret = intent
    try:
        public = stripe_client(credentials.publishable_key).v1
        answer, read = _answer_to(lambda: public.setup_intents.retrieve(id, {"client_secret": client_secret}).id)
        return answer if read in (None, id) else Answer(Said.SOMETHING_ELSE)
    finally:
        for _attempt in range(2):
            if _answer_to(lambda: v1.setup_intents.cancel(id, ABANDONED))[0].said is Said.YES:
                break


def _make_setup_intent(v1: Any) -> tuple[Answer, tuple[str, str] | None]:
    params: Any = {"usage": "off_session", "allowed_payment_method_types": ["card"], **METADATA}
    options: Any = {"idempotency_key": f"connection-check:{secrets.token_hex(16)}"}

    def make() -> tuple[str, str]:
        intent = v1.setup_intents.create(params, options)
        return intent.id, intent.client_secret

    answer, intent = _answer_to(make)
    if answer.said is Said.NOTHING:
        # The answer was lost, not the intent: the same key again tells its id, so that it can be cancelled.
        answer, intent = _answer_to(make)
    return answer, intent


def _answer_to(call: Callable[[], T]) -> tuple[Answer, T | None]:
    try:
        with calling_stripe():
            return Answer(Said.YES), call()
    except StripeFailure as failure:
        return _understand(failure), None
    except (AttributeError, KeyError, TypeError, ValueError):
        # JSON, but not Stripe's: a proxy's log-in page, another server.
        return Answer(Said.SOMETHING_ELSE), None


def _understand(failure: StripeFailure) -> Answer:
    # Where the body is not JSON, the SDK puts all of it into its message: a page of HTML is no word of Stripe's.
    is_stripes = bool(getattr(getattr(failure.__cause__, "error", None), "message", None))
    text = redact(str(failure))[:300] if is_stripes else ""
    account = re.search(r"on account '(acct_\w+)'", str(failure))
    return Answer(_what(failure), text, account[1] if account else "")


def _what(failure: StripeFailure) -> Said:
    match failure:
        case KeyRefused() if isinstance(failure.__cause__, stripe.AuthenticationError):
            return Said.KEY_EXPIRED if failure.code == "api_key_expired" else Said.KEY_UNKNOWN
        case KeyRefused() if re.search(r"rak_\w+|required permissions", str(failure)):
            return Said.NOT_PERMITTED
        case RequestRefused() if failure.is_missing:
            return Said.NO_SUCH_OBJECT
        case NothingHappened():
            return Said.NOT_NOW
        case OutcomeUnknown() if isinstance(failure.__cause__, stripe.APIConnectionError):
            return Said.NOTHING
        case _:
            return Said.SOMETHING_ELSE
