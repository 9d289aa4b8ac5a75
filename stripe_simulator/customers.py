"""Customers. `email` in a list is exact and case-sensitive. [SDK CustomerListParams]"""

import re

from .attaching import attach_to
from .endpoints import endpoint
from .errors import NotSimulated, StripeError
from .finding import find, find_customer
from .ids import characters, new_id
from .lists import answer as answer_list
from .metadata import merged
from .new_cards import resolve
from .payment_methods import not_of_customer, release
from .rendering import view

PLAIN = ("description", "email", "name", "phone", "shipping", "address", "balance", "preferred_locales", "tax_exempt")
TAKEN = {*PLAIN, "metadata", "expand", "invoice_settings", "invoice_prefix", "next_invoice_sequence", "payment_method"}
ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")
SETTINGS = {"custom_fields": None, "default_payment_method": None, "footer": None, "rendering_options": None}


@endpoint("POST", "/v1/customers", takes="CustomerCreateParams", permission="customer")
def create(exchange):
    params = exchange.params
    _check(params)
    method = resolve(exchange, params["payment_method"]) if params.get("payment_method") else None
    customer = _new(exchange, params)
    if method:
        attach_to(exchange, method, customer)
    exchange.world.add(customer)
    if "invoice_settings" in params:
        exchange.world.update(customer, invoice_settings=_invoice_settings(exchange, customer, params))
    return view(exchange, customer)


@endpoint("GET", "/v1/customers/:id", takes="CustomerRetrieveParams", permission="customer")
def retrieve(exchange):
    return view(exchange, find(exchange, "customer", exchange.ids[0]))


@endpoint("GET", "/v1/customers", takes="CustomerListParams", permission="customer")
def list_all(exchange):
    return answer_list(exchange, "customer", email=exchange.params.get("email"))


@endpoint("POST", "/v1/customers/:id", takes="CustomerUpdateParams", permission="customer")
def update(exchange):
    customer, params = find_customer(exchange, exchange.ids[0], param="id", status=404), exchange.params
    _check(params)
    changed = {name: params[name] or None for name in PLAIN if name in params}
    if "invoice_settings" in params:
        changed["invoice_settings"] = _invoice_settings(exchange, customer, params)
    if "address" in params:
        changed["address"] = _address(params)
    exchange.world.update(customer, **changed, metadata=merged(customer["metadata"], params))
    return view(exchange, customer)


@endpoint("DELETE", "/v1/customers/:id", takes="CustomerDeleteParams", permission="customer")
def delete(exchange):
    """ "Permanently deletes a customer. It cannot be undone." Its cards go with it. [SDK]"""
    customer = find_customer(exchange, exchange.ids[0], param="id", status=404)
    for seq in list(exchange.world.list("payment_method", customer=customer["id"])):
        release(exchange, exchange.world.by_seq[seq])
    exchange.world.forget_in_lists(customer)
    for name in customer.keys() - {"id", "object", "_seq"}:
        del customer[name]
    exchange.world.update(customer, deleted=True)
    return view(exchange, customer)


@endpoint("GET", "/v1/customers/:id/sources", takes="CustomerListSourcesParams", permission="customer")
def sources(exchange):
    """Legacy; there are none."""
    find_customer(exchange, exchange.ids[0], param="id", status=404)
    return {"object": "list", "data": [], "has_more": False, "url": exchange.path}


@endpoint("POST", "/v1/customers/:id/sources", takes="CustomerCreateSourceParams", permission="customer")
def create_source(exchange):
    raise NotSimulated("adding legacy sources; save cards with a SetupIntent")


def _new(exchange, params) -> dict:
    id = new_id("cus", exchange.account)
    return {
        "id": id,
        "object": "customer",
        "address": _address(params),
        "balance": params.get("balance", 0),
        "created": exchange.now,
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": params.get("description") or None,
        "discount": None,
        "email": params.get("email") or None,
        "invoice_prefix": params.get("invoice_prefix") or characters(8).upper(),
        "invoice_settings": SETTINGS,
        "livemode": exchange.livemode,
        "metadata": merged({}, params),
        "name": params.get("name") or None,
        "next_invoice_sequence": params.get("next_invoice_sequence", 1),
        "phone": params.get("phone") or None,
        "preferred_locales": params.get("preferred_locales") or [],
        "shipping": params.get("shipping") or None,
        "tax_exempt": params.get("tax_exempt") or "none",
        "test_clock": None,
    }


def _check(params):
    for name in params:
        if name not in TAKEN:
            raise NotSimulated(f"the parameter {name} of customers", param=name)
    email = params.get("email")
    if email and (len(email) > 512 or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email)):
        raise StripeError(f"Invalid email address: {email}", code="email_invalid", param="email")


def _address(params):
    given = params.get("address")
    return {**dict.fromkeys(ADDRESS), **{name: value or None for name, value in given.items()}} if given else None


def _invoice_settings(exchange, customer, params) -> dict:
    given = params["invoice_settings"]
    method = given.get("default_payment_method")
    if method:
        param = "invoice_settings[default_payment_method]"
        if resolve(exchange, method, param=param)["customer"] != customer["id"]:
            raise not_of_customer(method, param)
    return {**customer["invoice_settings"], **{name: value or None for name, value in given.items()}}
