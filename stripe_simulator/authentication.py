"""Who is asking. [DOC docs.stripe.com/keys]"""

from .errors import Forbidden, Unauthorized

NO_KEY = (
    "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth "
    "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or "
    "we can help at https://support.stripe.com/."
)
RESTRICTED_WITH_ACCOUNT = (
    "You passed a restricted API key with the Stripe-Account header, but the restricted API key does not have any "
    "Connect permissions."
)


def authenticate(exchange):
    """Find the key and its world; 401 for one that is not (any more) good, 403 for somebody else's account."""
    if not exchange.secret and exchange.path.startswith("/v1/_3ds/"):
        exchange.secret = _publishable_key_of(exchange, exchange.path.split("/")[3])
    if not exchange.secret:
        raise Unauthorized(NO_KEY)
    key = exchange.simulator.accounts.keys.get(exchange.secret)
    if key is None or key.revoked == "deleted":
        raise Unauthorized(f"Invalid API Key provided: {starred(exchange.secret)}")
    if key.revoked:
        raise Unauthorized(f"Expired API Key provided: {starred(exchange.secret)}", code="api_key_expired")
    exchange.key, exchange.world = key, exchange.simulator.world(key.account, key.mode)


def check_account_header(exchange):
    other = exchange.headers.get("stripe-account")
    if not other:
        return
    if other != exchange.account:
        raise account_invalid(exchange, other)
    if exchange.key.kind == "restricted":
        raise Forbidden(RESTRICTED_WITH_ACCOUNT)


def _publishable_key_of(exchange, intent_id) -> str:
    """The bank's page knows an intent and its secret; it acts in that account's name."""
    world, _ = exchange.simulator.find(intent_id)
    keys = exchange.simulator.accounts.keys_of(world.account) if world else ()
    return next((key.secret for key in keys if key.publishable and key.mode == world.mode), "")


def account_invalid(exchange, account) -> Forbidden:
    return Forbidden(
        f"The provided key '{masked(exchange.key.secret)}' does not have access to account '{account}' (or that "
        "account does not exist). Application access may have been revoked.",
        code="account_invalid",
    )


def starred(secret) -> str:
    """`rk_test_***abcd`, as in "Invalid API Key provided"."""
    kind = "_".join(secret.split("_")[:2]) + "_" if secret.count("_") >= 2 else ""
    return f"{kind}{'*' * max(3, len(secret) - len(kind) - 4)}{secret[-4:]}"


def masked(secret) -> str:
    """As in the texts about permissions: the last six characters stay visible."""
    kind = "_".join(secret.split("_")[:2])
    return f"{kind}_{'*' * (len(secret) - len(kind) - 7)}{secret[-6:]}"
