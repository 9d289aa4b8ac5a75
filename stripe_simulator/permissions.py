"""What a restricted key may do. Write includes read; GET reads, POST and DELETE write.

[DOC docs.stripe.com/keys/restricted-api-keys, stripe-apps/reference/permissions]
"""

from .authentication import masked
from .errors import Forbidden, Unauthorized

# [DOC docs.stripe.com/stripe-apps/reference/permissions] One permission brings these with it.
IMPLIED = {
    "payment_method_write": {"source_read"},
    "payment_intent_write": {"product_read", "sku_read"},
    "setup_intent_write": {"mandate_read"},
    "customer_write": {"billing_clock_read"},
}
PUBLISHABLE = (
    "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your "
    "API keys at https://dashboard.stripe.com/account/apikeys."
)


def granted(key) -> set[str]:
    slugs = {slug.removeprefix("rak_") for slug in key.permissions}
    slugs |= {f"{slug.removesuffix('_write')}_read" for slug in slugs if slug.endswith("_write")}
    return slugs.union(*(IMPLIED.get(slug, ()) for slug in slugs))


def check(exchange, permission):
    """`permission` is a slug without `rak_`, such as `payment_intent_write`."""
    key = exchange.key
    if key.publishable:
        if not exchange.endpoint.publishable:
            raise Unauthorized(PUBLISHABLE, code="secret_key_required")
    elif key.kind == "restricted" and exchange.simulator.rules.on["permissions"] and permission not in granted(key):
        raise missing(key, permission)


def missing(key, *permissions) -> Forbidden:
    slugs = ", ".join(f"'rak_{permission}'" for permission in permissions)
    noun = "permission" if len(permissions) == 1 else "permissions"
    return Forbidden(
        f"The provided key '{masked(key.secret)}' does not have the required permissions for this endpoint on account "
        f"'{key.account}'. Having the {slugs} {noun} would allow this request to continue."
    )


def check_expansion(exchange, permission):
    """An expanded object needs a permission of its own, read or write."""
    key = exchange.key
    if key.kind == "restricted" and exchange.simulator.rules.on["permissions"] and permission not in granted(key):
        raise missing(key, permission)
