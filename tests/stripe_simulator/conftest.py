"""One simulator process for all tests here, spoken to as the product does: the real SDK over HTTP."""

import re
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
import requests
import stripe

from stripe_simulator.accounts import builtin_key

ROOT = Path(__file__).resolve().parents[2]
HTTP = stripe.RequestsClient(timeout=20)


class Control:
    """The control API: `control("faults", […])` posts, `control.get("objects", type="charge")` reads."""

    def __init__(self, url):
        self.url = url

    def __call__(self, action, body=None):
        answer = requests.post(f"{self.url}/_simulator/{action}", json=body or {}, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def get(self, action, **query):
        return requests.get(f"{self.url}/_simulator/{action}", params=query, timeout=20).json()

    def clear(self):
        requests.delete(f"{self.url}/_simulator/faults", timeout=20)
        self("rules", {"idempotency": True, "permissions": True, "ownership": True, "rate_limit": False})


class Browser:
    """Calls as Stripe.js makes them: no SDK, the publishable key among the fields."""

    def __init__(self, url, key):
        self.url, self.key = url, key

    def get(self, path, **params):
        return requests.get(f"{self.url}/v1/{path}", params={"key": self.key, **params}, timeout=20)

    def post(self, path, **params):
        return requests.post(f"{self.url}/v1/{path}", data={"key": self.key, **params}, timeout=20)

    def confirm(self, intent, number="4242424242424242", month="12", year="2040", cvc="123", **params):
        """Type this card into the Payment Element and confirm."""
        card = {"number": number, "exp_month": month, "exp_year": year, "cvc": cvc}
        data = {f"payment_method_data[card][{name}]": value for name, value in card.items() if value is not None}
        data |= {"payment_method_data[type]": "card", "client_secret": intent.client_secret}
        return self.post(f"{intent.object}s/{intent.id}/confirm", **data, **params)

    def authenticate(self, intent, outcome="authenticated"):
        secret = intent["client_secret"]
        return self.post(f"_3ds/{intent['id']}/complete", client_secret=secret, outcome=outcome).json()


@pytest.fixture(scope="session")
def simulator_url():
    process, url = start()
    yield url
    process.terminate()
    process.wait(10)


@pytest.fixture
def control(simulator_url):
    control = Control(simulator_url)
    yield control
    control.clear()


@pytest.fixture
def connect(simulator_url):
    """`connect(key)`: an SDK client with that key."""
    return lambda key: client(simulator_url, key)


@pytest.fixture
def harbor(connect):
    """The demo account's restricted key, test mode."""
    return connect(builtin_key("restricted")).v1


@pytest.fixture
def stranger(connect):
    """Another account's restricted key."""
    return connect(builtin_key("restricted", account="acct_1OtherAccountXY2")).v1


@pytest.fixture
def browser_calls(simulator_url):
    return Browser(simulator_url, builtin_key("publishable"))


@pytest.fixture
def rosa(harbor):
    return harbor.customers.create({"email": "rosa@example.com", "name": "Rosa"})


@pytest.fixture
def save_card(harbor, rosa):
    """`save_card("pm_card_visa")`: attached to Rosa."""
    return lambda id="pm_card_visa", customer=None: harbor.payment_methods.attach(
        id, {"customer": (customer or rosa).id}
    )


@pytest.fixture
def intend(harbor, rosa):
    """`intend(card)`: an unconfirmed payment of 15.00 by Rosa."""
    return lambda card=None, **fields: harbor.payment_intents.create(
        {
            "amount": 1500,
            "currency": "usd",
            "customer": rosa.id,
            "allowed_payment_method_types": ["card"],
            **({"payment_method": card.id} if card else {}),
            **fields,
        }
    )


@pytest.fixture
def setup_intent(harbor, rosa):
    return harbor.setup_intents.create({"customer": rosa.id, "allowed_payment_method_types": ["card"]})


@pytest.fixture
def new_key():
    """A fresh idempotency key."""
    return lambda: {"idempotency_key": str(uuid.uuid4())}


def client(url, key) -> stripe.StripeClient:
    return stripe.StripeClient(key, base_addresses={"api": url}, http_client=HTTP)


def start(*arguments):
    """A simulator process and its address, once it has printed it."""
    command = [sys.executable, "-m", "stripe_simulator", "--port", "0", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return process, re.search(r"http://\S+", process.stdout.readline()).group()
