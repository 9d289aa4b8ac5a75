"""Charges: what a confirmed PaymentIntent did with the card. They are read here, never made. [SDK Charge]"""

from .currencies import check_currency
from .declines import DECLINES
from .endpoints import endpoint
from .errors import NotSimulated
from .finding import find
from .ids import new_id
from .lists import answer as answer_list
from .metadata import merged
from .rendering import view
from .test_cards import BEHAVIOURS


@endpoint("GET", "/v1/charges/:id", takes="ChargeRetrieveParams", permission="charge")
def retrieve(exchange):
    return view(exchange, find(exchange, "charge", exchange.ids[0]))


@endpoint("GET", "/v1/charges", takes="ChargeListParams", permission="charge")
def list_all(exchange):
    params = exchange.params
    return answer_list(exchange, "charge", customer=params.get("customer"), payment_intent=params.get("payment_intent"))


@endpoint("POST", "/v1/charges/:id", takes="ChargeUpdateParams", permission="charge")
def update(exchange):
    charge, params = find(exchange, "charge", exchange.ids[0]), exchange.params
    changed = {name: params[name] or None for name in ("description", "receipt_email", "shipping") if name in params}
    return view(exchange, exchange.world.update(charge, **changed, metadata=merged(charge["metadata"], params)))


@endpoint("POST", "/v1/charges", takes="ChargeCreateParams", permission="charge")
def create(exchange):
    if "currency" in exchange.params:
        check_currency(exchange.params["currency"])
    raise NotSimulated("creating charges (deprecated by Stripe); confirm a PaymentIntent")


@endpoint("POST", "/v1/charges/:id/capture", takes="ChargeCaptureParams", permission="charge")
def capture(exchange):
    find(exchange, "charge", exchange.ids[0])
    raise NotSimulated("capturing")


def record(exchange, intent, method, *, declined=None) -> dict:
    """The charge of one attempt; `declined` is the reason, None if the money came."""
    failed = declined is not None
    charge = {
        "id": new_id("ch", exchange.account),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0 if failed else intent["amount"],
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None if failed else new_id("txn", exchange.account),
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": _descriptor(exchange, intent),
        "captured": not failed,
        "created": exchange.now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": DECLINES[declined].code if failed else None,
        "failure_message": DECLINES[declined].message if failed else None,
        "fraud_details": {},
        "livemode": exchange.livemode,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": None,
        "outcome": outcome(declined),
        "paid": not failed,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"card": _card_details(method), "type": "card"},
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None if failed else f"https://pay.stripe.com/receipts/payment/{intent['id']}",
        "refunded": False,
        "review": None,
        "shipping": intent["shipping"],
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "failed" if failed else "succeeded",
        "transfer_data": None,
        "transfer_group": None,
    }
    if not failed and BEHAVIOURS[method["_behaviour"]].disputed:
        charge["_disputed_from"] = exchange.now
    return exchange.world.add(charge)


def outcome(declined) -> dict:
    if declined is None:
        words = {"network_status": "approved_by_network", "reason": None, "seller_message": "Payment complete."}
        return {**_no_advice(None), **words, "risk_level": "normal", "risk_score": 20, "type": "authorized"}
    decline = DECLINES[declined]
    if decline.blocked:
        message = "Stripe blocked this payment as too risky."
        words = {"network_status": "not_sent_to_network", "reason": "highest_risk_level", "seller_message": message}
        return {**_no_advice(None), **words, "risk_level": "highest", "risk_score": 90, "type": "blocked"}
    reason = decline.decline_code or decline.code
    message = "The bank did not return any further details with this decline."
    words = {"network_status": "declined_by_network", "reason": reason, "seller_message": message}
    return {**_no_advice(decline), **words, "risk_level": "normal", "risk_score": 20, "type": "issuer_declined"}


def _no_advice(decline) -> dict:
    return {
        "advice_code": decline and decline.advice_code,
        "network_advice_code": None,
        "network_decline_code": decline and decline.network_decline_code,
    }


def _card_details(method) -> dict:
    details = {name: value for name, value in method["card"].items() if name not in ("generated_from", "networks")}
    return {**details, "installments": None, "mandate": None, "network": details["brand"], "three_d_secure": None}


def _descriptor(exchange, intent) -> str:
    prefix, suffix = (
        exchange.simulator.accounts.accounts[exchange.account].name.upper(),
        intent["statement_descriptor_suffix"],
    )
    return f"{prefix[:10]}* {suffix}"[:22] if suffix else prefix[:22]
