"""Endpoints we only answer for: the account, refunds, sources, tokens. The connection check asks them."""

from .authentication import account_invalid
from .endpoints import endpoint
from .errors import NotSimulated, StripeError, missing_resource
from .finding import find
from .lists import answer as answer_list
from .rendering import view


@endpoint("GET", "/v1/account", takes="AccountRetrieveParams", permission="connected_account")
def own_account(exchange):
    """A restricted key lacks the permission, and the refusal names the account. [3P stripe-node#2246]"""
    return _account(exchange)


def check_own(exchange):
    if exchange.ids[0] != exchange.account:
        raise account_invalid(exchange, exchange.ids[0])


@endpoint(
    "GET",
    "/v1/accounts/:id",
    takes="AccountRetrieveParams",
    permission="connected_account",
    early=check_own,
)
def account(exchange):
    return _account(exchange)


@endpoint("POST", "/v1/refunds", takes="RefundCreateParams", permission="charge")
def create_refund(exchange):
    params = exchange.params
    for name, type in (("charge", "charge"), ("payment_intent", "payment_intent")):
        if name in params:
            find(exchange, type, params[name], param=name, status=404)
            raise NotSimulated("making refunds over the API; use /_simulator/refunds")
    message = "One of the following params should be provided for this request: payment_intent or charge."
    raise StripeError(message, code="parameter_missing")


@endpoint("GET", "/v1/refunds", takes="RefundListParams", permission="charge")
def list_refunds(exchange):
    params = exchange.params
    return answer_list(exchange, "refund", charge=params.get("charge"), payment_intent=params.get("payment_intent"))


@endpoint("GET", "/v1/refunds/:id", takes="RefundRetrieveParams", permission="charge")
def refund(exchange):
    return view(exchange, find(exchange, "refund", exchange.ids[0]))


@endpoint("GET", "/v1/sources/:id", takes="SourceRetrieveParams", permission="source")
def source(exchange):
    raise missing_resource("source", exchange.ids[0], param="source")


@endpoint("POST", "/v1/sources/:id", takes="SourceUpdateParams", permission="source")
def update_source(exchange):
    raise missing_resource("source", exchange.ids[0], param="source")


@endpoint("POST", "/v1/sources", takes="SourceCreateParams", permission="source")
def create_source(exchange):
    raise NotSimulated("creating sources (deprecated by Stripe)")


@endpoint("GET", "/v1/tokens/:id", takes="TokenRetrieveParams", permission="token")
def token(exchange):
    raise missing_resource("token", exchange.ids[0], param="token")


@endpoint("POST", "/v1/tokens", takes="TokenCreateParams", permission="token")
def create_token(exchange):
    raise NotSimulated("creating tokens; type the card into the Payment Element")


def _account(exchange) -> dict:
    own = exchange.simulator.accounts.accounts[exchange.account]
    return {
        "id": own.id,
        "object": "account",
        "business_profile": {"name": own.name},
        "charges_enabled": True,
        "country": own.country,
        "created": own.created,
        "default_currency": own.default_currency,
        "details_submitted": True,
        "email": None,
        "payouts_enabled": True,
        "settings": {"dashboard": {"display_name": own.name, "timezone": "Etc/UTC"}},
        "type": "standard",
    }
