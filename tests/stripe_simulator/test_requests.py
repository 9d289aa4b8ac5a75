"""Parameters, headers and the shape of errors. [SDK types; CONFORMANCE.md]"""

import pytest
import requests
import stripe

from stripe_simulator.accounts import DEMO, builtin_key

INTENT = {"amount": 1500, "currency": "usd"}


@pytest.mark.parametrize(
    ("params", "message", "code", "param"),
    [
        ({**INTENT, "foo": "1"}, "Received unknown parameter: foo", "parameter_unknown", "foo"),
        ({**INTENT, "a": 1, "b": 1}, "Received unknown parameters: a, b", "parameter_unknown", "a"),
        # Gone since stripe-python 16.0.
        (
            {**INTENT, "payment_method_types": ["card"]},
            "Received unknown parameter: payment_method_types",
            "parameter_unknown",
            "payment_method_types",
        ),
        (
            {**INTENT, "shipping": {"name": "R", "address": {"planet": "x"}}},
            "Received unknown parameter: shipping[address][planet]",
            "parameter_unknown",
            "shipping[address][planet]",
        ),
        ({"currency": "usd"}, "Missing required param: amount.", "parameter_missing", "amount"),
        ({"amount": 1500}, "Missing required param: currency.", "parameter_missing", "currency"),
        (
            {**INTENT, "shipping": {"name": "R"}},
            "Missing required param: shipping[address].",
            "parameter_missing",
            "shipping[address]",
        ),
        ({**INTENT, "amount": "15.00"}, "Invalid integer: 15.00", "parameter_invalid_integer", "amount"),
        ({**INTENT, "confirm": "yes"}, "Invalid boolean: yes", None, "confirm"),
        (
            {**INTENT, "setup_future_usage": "never"},
            "Invalid setup_future_usage: must be one of off_session or on_session",
            None,
            "setup_future_usage",
        ),
        ({**INTENT, "shipping": "here"}, "Invalid object", None, "shipping"),
        ({**INTENT, "allowed_payment_method_types": "card"}, "Invalid array", None, "allowed_payment_method_types"),
    ],
)
def test_parameters_are_checked_against_the_sdk_types(harbor, params, message, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        harbor.payment_intents.create(params)

    error = refused.value
    assert (error.http_status, error.user_message, error.code, error.param) == (400, message, code, param)


def test_an_empty_string_unsets_only_what_can_be_unset(harbor, rosa):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        harbor.payment_intents.create({**INTENT, "customer": ""})
    assert refused.value.code == "parameter_invalid_empty"
    assert refused.value.user_message.startswith("You passed an empty string for 'customer'. We assume")

    assert harbor.customers.update(rosa.id, {"phone": "1", "metadata": {"a": "b"}}).metadata["a"] == "b"
    assert harbor.customers.update(rosa.id, {"metadata": ""}).metadata.to_dict() == {}


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (49, "usd", "amount_too_small"),
        (29, "gbp", "amount_too_small"),
        (49, "jpy", "amount_too_small"),
        (999, "mxn", "amount_too_small"),
        (100_000_000, "usd", "amount_too_large"),
        (0, "usd", "parameter_invalid_integer"),
        (-5, "usd", "parameter_invalid_integer"),
    ],
)
def test_amounts_have_a_minimum_in_each_currency(harbor, amount, currency, code):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        harbor.payment_intents.create({"amount": amount, "currency": currency})

    assert (refused.value.code, refused.value.param) == (code, "amount")


def test_the_minimum_itself_is_enough(harbor):
    assert harbor.payment_intents.create({"amount": 50, "currency": "usd"}).status == "requires_payment_method"


def test_an_unknown_currency_is_refused(harbor):
    with pytest.raises(
        stripe.InvalidRequestError, match=r"Invalid currency: xyz\. Stripe currently supports"
    ) as refused:
        harbor.payment_intents.create({"amount": 1500, "currency": "xyz"})

    assert refused.value.param == "currency"


@pytest.mark.parametrize(
    "metadata", [{"k" * 41: "v"}, {"k": "v" * 501}, {f"k{n}": "v" for n in range(51)}], ids=["key", "value", "count"]
)
def test_metadata_has_limits(harbor, metadata):
    with pytest.raises(stripe.InvalidRequestError):
        harbor.customers.create({"metadata": metadata})


def test_metadata_is_merged_and_unset_with_an_empty_value(harbor, rosa):
    harbor.customers.update(rosa.id, {"metadata": {"box": "12", "old": "x"}})

    updated = harbor.customers.update(rosa.id, {"metadata": {"old": "", "new": "y"}})

    assert updated.metadata.to_dict() == {"box": "12", "new": "y"}


def test_an_error_tells_where_it_is_logged(harbor):
    with pytest.raises(stripe.InvalidRequestError) as missing:
        harbor.payment_intents.retrieve("pi_x")

    error = missing.value
    assert error.request_id.startswith("req_")
    assert error.error.request_log_url.endswith(f"/{DEMO}/test/workbench/logs?object={error.request_id}")
    assert error.error.doc_url == "https://stripe.com/docs/error-codes/resource-missing"


@pytest.mark.parametrize(
    ("path", "message", "param"),
    [
        ("payment_intents/pi_x", "No such payment_intent: 'pi_x'", "intent"),
        ("setup_intents/seti_x", "No such setupintent: 'seti_x'", "intent"),
        ("payment_methods/pm_x", "No such PaymentMethod: 'pm_x'", "payment_method"),
        ("customers/cus_x", "No such customer: 'cus_x'", "id"),
        ("charges/ch_x", "No such charge: 'ch_x'", "id"),
    ],
)
def test_what_is_missing_is_404(connect, path, message, param):
    with pytest.raises(stripe.InvalidRequestError) as missing:
        connect(builtin_key()).raw_request("get", f"/v1/{path}")

    error = missing.value
    assert (error.http_status, error.code, error.user_message, error.param) == (404, "resource_missing", message, param)


def test_an_unknown_url_is_404(connect):
    with pytest.raises(stripe.InvalidRequestError, match=r"Unrecognized request URL \(GET: /v1/unicorns\)"):
        connect(builtin_key()).raw_request("get", "/v1/unicorns")


def test_every_answer_has_a_request_id_and_echoes_the_version(simulator_url, rosa):
    assert rosa.last_response.request_id.startswith("req_")
    headers = {"Authorization": f"Bearer {builtin_key()}", "Stripe-Version": "2026-10-28.endive"}

    answer = requests.get(f"{simulator_url}/v1/customers/{rosa.id}", headers=headers, timeout=20)

    assert answer.headers["Stripe-Version"] == "2026-10-28.endive"
    assert answer.headers["Request-Id"] != rosa.last_response.request_id


def test_what_is_not_simulated_says_so(harbor):
    with pytest.raises(stripe.InvalidRequestError, match="The Stripe simulator does not simulate") as refused:
        harbor.payment_intents.create({**INTENT, "capture_method": "manual"})

    assert refused.value.code == "not_simulated"


def test_ids_look_like_stripes(harbor, rosa, intend):
    intent = intend()

    assert intent.id.startswith("pi_3")
    assert len(intent.id) == len("pi_3MtwBwLkdIwHu7ix28a3tqPa")
    assert DEMO[-10:] in intent.id
    assert intent.client_secret.startswith(f"{intent.id}_secret_")
    assert len(rosa.id) == len("cus_NffrFeUfNV2Hib")
