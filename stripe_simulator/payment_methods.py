"""PaymentMethods: cards, saved on a customer or not. [SDK payment_method docstrings; STRIPE facts 1.3, 1.12]"""

from . import cards, parameters, shapes, test_cards
from .attaching import attach_to
from .endpoints import endpoint
from .errors import NotSimulated, StripeError
from .finding import find, find_customer
from .ids import new_id
from .lists import answer as answer_list
from .metadata import merged
from .rendering import view

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
BROWSER_CREATE = parameters.of("PaymentMethodCreateParams").plus(card=CARD, **FROM_BROWSER)


@endpoint(
    "POST",
    "/v1/payment_methods",
    takes=parameters.of("PaymentMethodCreateParams").plus(card=CARD),
    permission="payment_method",
    publishable=BROWSER_CREATE,
)
def create(exchange):
    return view(exchange, new_from(exchange, exchange.params))


@endpoint("GET", "/v1/payment_methods/:id", takes="PaymentMethodRetrieveParams", permission="payment_method")
def retrieve(exchange):
    return view(exchange, resolve(exchange, exchange.ids[0], status=404))


@endpoint("GET", "/v1/payment_methods", takes="PaymentMethodListParams", permission="payment_method")
def list_all(exchange):
    customer = exchange.params.get("customer")
    if customer:
        find_customer(exchange, customer)
    return answer_list(exchange, _listed_type(exchange), label="PaymentMethod", customer=customer)


@endpoint(
    "GET", "/v1/customers/:id/payment_methods", takes="CustomerListPaymentMethodsParams", permission="payment_method"
)
def list_of_customer(exchange):
    customer = find_customer(exchange, exchange.ids[0], param="id", status=404)
    return answer_list(exchange, _listed_type(exchange), label="PaymentMethod", customer=customer["id"])


@endpoint(
    "GET",
    "/v1/customers/:id/payment_methods/:id",
    takes="CustomerRetrievePaymentMethodParams",
    permission="payment_method",
)
def retrieve_of_customer(exchange):
    customer, method = exchange.ids
    find_customer(exchange, customer, param="id", status=404)
    found = find(exchange, "payment_method", method)
    if found["customer"] != customer:
        raise not_of_customer(method, "payment_method")
    return view(exchange, found)


@endpoint("POST", "/v1/payment_methods/:id", takes="PaymentMethodUpdateParams", permission="payment_method")
def update(exchange):
    method, params = find(exchange, "payment_method", exchange.ids[0]), exchange.params
    if not method["customer"]:
        raise StripeError("You must save this PaymentMethod to a customer before you can update it.")
    changed = {"metadata": merged(method["metadata"], params)}
    if "billing_details" in params:
        changed["billing_details"] = billing_details(params, method["billing_details"])
    if "card" in params:
        expiry = {name: params["card"][name] for name in ("exp_month", "exp_year") if name in params["card"]}
        changed["card"] = {**method["card"], **expiry}
        cards.check_expiry(changed["card"]["exp_month"], changed["card"]["exp_year"], exchange.now)
    return view(exchange, exchange.world.update(method, **changed))


@endpoint("POST", "/v1/payment_methods/:id/attach", takes="PaymentMethodAttachParams", permission="payment_method")
def attach(exchange):
    customer_id = exchange.params.get("customer")
    if not customer_id:
        raise StripeError("Missing required param: customer.", code="parameter_missing", param="customer")
    method = resolve(exchange, exchange.ids[0], status=404)
    customer = find_customer(exchange, customer_id)
    attach_to(exchange, method, customer)
    return view(exchange, method)


@endpoint("POST", "/v1/payment_methods/:id/detach", takes="PaymentMethodDetachParams", permission="payment_method")
def detach(exchange):
    method = find(exchange, "payment_method", exchange.ids[0])
    if not method["customer"]:
        message = "The payment method you provided is not attached to a customer so detachment is impossible."
        raise StripeError(message, param="payment_method")
    release(exchange, method)
    return view(exchange, method)


def release(exchange, method):
    """Detaching is for good: "a detached PaymentMethod can no longer be used for a payment or re-attached". [SDK]"""
    customer = exchange.world.get(method["customer"])
    exchange.world.update(method, customer=None, _gone=True)
    if customer and customer.get("invoice_settings", {}).get("default_payment_method") == method["id"]:
        settings = {**customer["invoice_settings"], "default_payment_method": None}
        exchange.world.update(customer, invoice_settings=settings)


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


def not_of_customer(id, param) -> StripeError:
    return StripeError(
        f"The customer does not have a payment method with the ID {id}. The payment method must be attached to the "
        "customer.",
        code="resource_missing",
        param=param,
    )


def _listed_type(exchange) -> str:
    """Cards are all there is: any other type lists nothing."""
    return "payment_method" if exchange.params.get("type", "card") == "card" else "no_payment_method"


def _require(card, *names):
    for name in names:
        if name not in card:
            raise StripeError(f"Missing required param: card[{name}].", code="parameter_missing", param=f"card[{name}]")
