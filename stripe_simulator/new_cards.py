"""How a PaymentMethod comes to be: typed into a browser, or from a test id such as `pm_card_visa`."""

from . import cards, parameters, shapes, test_cards
from .errors import NotSimulated, StripeError
from .finding import find
from .ids import new_id
from .metadata import merged

CARD = shapes.Fields(
    {
        "number": shapes.String(),
        "exp_month": shapes.Integer(),
        "exp_year": shapes.Integer(),
        "cvc": shapes.String(),
        "token": shapes.String(),
        "networks": parameters.of("PaymentMethodCreateParamsCard"),
    }
)
# What Stripe.js sends along.
FROM_BROWSER = {
    name: shapes.String()
    for name in (
        "key",
        "client_secret",
        "guid",
        "muid",
        "sid",
        "payment_user_agent",
        "time_on_page",
        "referrer",
        "pasted_fields",
    )
}
RAW_NUMBERS = (
    "Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that "
    "map to the test card you are using, see https://stripe.com/docs/testing. To enable testing raw card data APIs, "
    "see https://support.stripe.com/questions/enabling-access-to-raw-card-data-apis."
)


def resolve(exchange, id, *, param="payment_method", status=400) -> dict:
    """The PaymentMethod of this id; a test id such as `pm_card_visa` makes a new one, in test mode only."""
    if id in test_cards.BY_ID and id.startswith("pm_") and not exchange.livemode:
        return store(exchange, *cards.by_id(id, exchange.now), {})
    if id.startswith(("card_", "src_")):
        raise NotSimulated("legacy cards and sources", param=param)
    return find(exchange, "payment_method", id, param=param, status=status)


def new_from(exchange, params) -> dict:
    """A PaymentMethod from `type=card` and a number typed in a browser, or a test token."""
    if params.get("type", "card") != "card":
        raise NotSimulated(f"payment methods of type {params['type']}", param="type")
    card = params.get("card") or {}
    if "number" in card:
        if not exchange.publishable:
            raise StripeError(RAW_NUMBERS, status=402)
        _require(card, "exp_month", "exp_year")
        return store(exchange, *cards.typed(card, exchange.now), params)
    token = card.get("token")
    if token in test_cards.BY_ID and not exchange.livemode:
        return store(exchange, *cards.by_id(token, exchange.now), params)
    if token:
        raise StripeError(f"No such token: '{token}'", code="resource_missing", param="card[token]")
    raise StripeError("Missing required param: card.", code="parameter_missing", param="card")


def store(exchange, known, card, params) -> dict:
    return exchange.world.add(
        {
            "id": new_id("pm", exchange.account),
            "object": "payment_method",
            "allow_redisplay": params.get("allow_redisplay", "unspecified"),
            "billing_details": billing_details(params, {}),
            "card": card,
            "created": exchange.now,
            "customer": None,
            "customer_account": None,
            "livemode": exchange.livemode,
            "metadata": merged({}, params),
            "type": "card",
            "_behaviour": known.behaviour,
            "_number": known.number,
        }
    )


def billing_details(params, current) -> dict:
    given = params.get("billing_details") or {}
    address = {
        **dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state")),
        **(current.get("address") or {}),
    }
    details = {
        **dict.fromkeys(("email", "name", "phone", "tax_id")),
        **current,
        **{k: v or None for k, v in given.items()},
    }
    return {**details, "address": {**address, **(given.get("address") or {})}}


def _require(card, *names):
    for name in names:
        if name not in card:
            raise StripeError(f"Missing required param: card[{name}].", code="parameter_missing", param=f"card[{name}]")
