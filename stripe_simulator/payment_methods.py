"""PaymentMethods: cards, saved on a customer or not. [SDK payment_method docstrings]"""

from . import cards, parameters
from .attaching import attach_to
from .endpoints import endpoint
from .errors import StripeError
from .finding import find, find_customer
from .lists import answer as answer_list
from .metadata import merged
from .new_cards import CARD, FROM_BROWSER, billing_details, new_from, resolve
from .rendering import view

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
