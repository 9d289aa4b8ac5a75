"""What a publishable key may do, and what it sees. [SDK setup_intents.retrieve]"""

import pytest
import requests

from stripe_simulator.accounts import builtin_key
from tests.stripe_simulator.conftest import Browser


@pytest.fixture(params=["setup_intent", "payment_intent"])
def intent(request, setup_intent, intend):
    return setup_intent if request.param == "setup_intent" else intend()


def test_an_intent_is_read_with_its_secret(browser_calls, intent):
    read = browser_calls.get(f"{intent.object}s/{intent.id}", client_secret=intent.client_secret).json()

    assert (read["id"], read["status"], read["client_secret"]) == (intent.id, intent.status, intent.client_secret)
    assert not {"customer", "metadata", "latest_charge", "application"} & read.keys()


def test_without_the_secret_nothing_is_read(browser_calls, intent):
    answer = browser_calls.get(f"{intent.object}s/{intent.id}")

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "Missing required param: client_secret."


def test_a_wrong_secret_is_refused(browser_calls, intent):
    for answer in (
        browser_calls.get(f"{intent.object}s/{intent.id}", client_secret=f"{intent.id}_secret_wrong"),
        browser_calls.post(f"{intent.object}s/{intent.id}/confirm", client_secret=f"{intent.id}_secret_wrong"),
        browser_calls.post(f"_3ds/{intent.id}/complete", client_secret="wrong", outcome="authenticated"),
    ):
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "resource_missing"
        assert "The client_secret provided does not match any associated" in answer.json()["error"]["message"]


def test_another_accounts_intent_does_not_exist(simulator_url, intent):
    stranger = Browser(simulator_url, builtin_key("publishable", account="acct_1OtherAccountXY2"))

    answer = stranger.get(f"{intent.object}s/{intent.id}", client_secret=intent.client_secret)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "resource_missing")


@pytest.mark.parametrize("how", ["bearer", "basic", "field"])
def test_the_key_may_come_in_three_ways(simulator_url, setup_intent, how):
    key, params, options = builtin_key("publishable"), {"client_secret": setup_intent.client_secret}, {}
    if how == "bearer":
        options["headers"] = {"Authorization": f"Bearer {key}"}
    elif how == "basic":
        options["auth"] = (key, "")
    else:
        params["key"] = key

    answer = requests.get(f"{simulator_url}/v1/setup_intents/{setup_intent.id}", params=params, timeout=20, **options)

    assert answer.json()["id"] == setup_intent.id


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "payment_intents"),
        ("get", "payment_intents"),
        ("get", "customers"),
        ("post", "payment_methods/pm_card_visa/attach"),
        ("get", "charges"),
    ],
)
def test_everything_else_needs_a_secret_key(browser_calls, method, path):
    answer = getattr(browser_calls, method)(path)

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "secret_key_required"


def test_a_browser_cannot_say_off_session(browser_calls, intend, save_card):
    card = save_card()
    intent = intend(card)

    answer = browser_calls.post(
        f"payment_intents/{intent.id}/confirm", client_secret=intent.client_secret, off_session="true"
    )

    assert answer.json()["error"]["message"] == "Received unknown parameter: off_session"


def test_a_browser_makes_a_payment_method(browser_calls, harbor, rosa):
    card = {"card[number]": "5555555555554444", "card[exp_month]": "1", "card[exp_year]": "40", "card[cvc]": "123"}

    made = browser_calls.post("payment_methods", type="card", **card).json()

    assert (made["card"]["brand"], made["card"]["exp_year"]) == ("mastercard", 2040)
    assert harbor.payment_methods.attach(made["id"], {"customer": rosa.id}).customer == rosa.id


def test_a_paid_intent_pays_in_the_browser(browser_calls, harbor, intend):
    intent = intend()

    paid = browser_calls.confirm(intent, return_url="https://harbor.example/").json()

    assert paid["status"] == "succeeded"
    assert harbor.payment_intents.retrieve(intent.id).amount_received == 1500


def test_a_decline_shows_the_browser_no_more_than_it_may_see(browser_calls, intend):
    error = browser_calls.confirm(intend(), "4000000000000002").json()["error"]

    assert error["payment_intent"]["status"] == "requires_payment_method"
    assert "customer" not in error["payment_intent"]


def test_pages_of_other_origins_may_call(simulator_url, browser_calls, setup_intent):
    url = f"{simulator_url}/v1/setup_intents/{setup_intent.id}"
    preflight = requests.options(url, headers={"Origin": "https://harbor.example"}, timeout=20)

    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert browser_calls.get(f"setup_intents/{setup_intent.id}").headers["Access-Control-Allow-Origin"] == "*"
    assert requests.get(f"{simulator_url}/elements/api.js", timeout=20).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/endive/stripe.js", "/v3", "/v3/", "/elements/payment.html"])
def test_the_browser_half_is_served(simulator_url, path):
    answer = requests.get(simulator_url + path, timeout=20)

    assert answer.status_code == 200
    assert "X-Frame-Options" not in answer.headers
