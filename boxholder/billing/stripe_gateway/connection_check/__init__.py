"""Do these three values connect Boxholder to one Stripe account? Every line of the answer has a verdict of its own.

1. `shape`: what can be seen without Stripe. Where it blocks, Stripe is not asked.
2. `calls`: what only Stripe can say, all at once, with no side effects but one SetupIntent that is cancelled again.
3. `wording`: Stripe's answers in words, with what to do.

An answer the check does not recognise never blocks: it is `not_verified`.
"""

from boxholder.billing.stripe_gateway.connection_check.calls import ask_stripe
from boxholder.billing.stripe_gateway.connection_check.credentials import Credentials, Misplaced
from boxholder.billing.stripe_gateway.connection_check.report import Line, Verdict, blocks, passes
from boxholder.billing.stripe_gateway.connection_check.shape import look_at
from boxholder.billing.stripe_gateway.connection_check.wording import SEVEN, outline, permission_labels, say

__all__ = [
    "PERMISSIONS",
    "SECONDS",
    "Credentials",
    "Line",
    "Misplaced",
    "Verdict",
    "blocks",
    "check_connection",
    "look_at",
    "outline",
    "passes",
    "permission_labels",
]

SECONDS = 20  # for all calls together
PERMISSIONS = [f"rak_{name}_write" for name in SEVEN]


def check_connection(credentials: Credentials, *, seconds: float = SECONDS) -> list[Line]:
    """Raises TransactionOpen inside a transaction: Stripe is called."""
    seen = look_at(credentials)
    if blocks(seen):
        return seen
    return say(seen, ask_stripe(credentials, seconds=seconds), credentials)
