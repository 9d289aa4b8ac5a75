"""Faults on demand, as README.md promises them: what the asker sees, and whether there is an effect."""

import signal
import subprocess
import sys
import time

import pytest
import requests
import stripe

from stripe_simulator.accounts import DEMO, builtin_key

CREATE = {"method": "POST", "path": "/v1/customers"}


@pytest.fixture
def named():
    """A name nobody else has, to look for the effect."""
    return {"email": f"{time.monotonic_ns()}@example.com"}


def made(harbor, named):
    return len(harbor.customers.list(named).data)


@pytest.mark.parametrize(
    ("fault", "error", "effects"),
    [
        ({"kind": "drop", "when": "before"}, stripe.APIConnectionError, 0),
        ({"kind": "drop", "when": "after"}, stripe.APIConnectionError, 1),
        ({"kind": "drop", "when": "during"}, stripe.APIConnectionError, 1),
        ({"kind": "500", "when": "before"}, stripe.APIError, 0),
        ({"kind": "500", "when": "after"}, stripe.APIError, 1),
        ({"kind": "garbage", "when": "before"}, stripe.APIError, 0),
        ({"kind": "garbage", "when": "after"}, stripe.APIError, 1),
        ({"kind": "429"}, stripe.RateLimitError, 0),
        ({"kind": "lock_timeout"}, stripe.RateLimitError, 0),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else "",
)
def test_what_is_seen_and_what_is_done(harbor, control, named, fault, error, effects):
    control("faults", [{**CREATE, **fault}])

    with pytest.raises(error):
        harbor.customers.create(named)

    assert made(harbor, named) == effects
    assert harbor.customers.create(named).id  # struck once


def test_a_429_names_its_reason(harbor, control):
    control("faults", [{"kind": "429", "path": "/v1/charges", "reason": "endpoint-concurrency"}])

    with pytest.raises(stripe.RateLimitError) as limited:
        harbor.charges.list()

    assert limited.value.headers["Stripe-Rate-Limited-Reason"] == "endpoint-concurrency"
    assert limited.value.error.code == "rate_limit"


def test_a_lock_timeout_may_be_retried_by_the_sdk(harbor, control, named):
    control("faults", [{**CREATE, "kind": "lock_timeout"}])

    assert harbor.customers.create(named, options={"max_network_retries": 1}).id
    assert made(harbor, named) == 1


def test_a_dropped_answer_is_found_again_with_the_same_key(harbor, control, named, new_key):
    """The SDK's own retry sends the same key: one effect."""
    control("faults", [{**CREATE, "kind": "drop", "when": "after"}])

    again = harbor.customers.create(named, options={**new_key(), "max_network_retries": 1})

    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert made(harbor, named) == 1


@pytest.mark.parametrize(("stored", "replayed"), [(True, "true"), (False, None)])
def test_a_500_without_effect_is_stored_if_told(harbor, control, named, new_key, stored, replayed):
    key = new_key()
    control("faults", [{**CREATE, "kind": "500", "when": "before", "stored": stored}])
    with pytest.raises(stripe.APIError):
        harbor.customers.create(named, options=key)

    if stored:
        with pytest.raises(stripe.APIError) as again:
            harbor.customers.create(named, options=key)
        assert again.value.headers["Idempotent-Replayed"] == replayed
        assert made(harbor, named) == 0
    else:
        assert harbor.customers.create(named, options=key).id


def test_a_hang_before_the_effect_carries_it_out_later(harbor, control, named, simulator_url):
    control("faults", [{**CREATE, "kind": "hang", "when": "before", "seconds": 0.5}])

    headers = {"Authorization": f"Bearer {builtin_key()}"}
    with pytest.raises(requests.Timeout):
        requests.post(f"{simulator_url}/v1/customers", data=named, headers=headers, timeout=0.2)

    assert made(harbor, named) == 0
    time.sleep(0.6)
    assert made(harbor, named) == 1


def test_latency_delays_an_answer(harbor, control):
    control("faults", [{"path": "/v1/charges", "kind": "latency", "seconds": 0.3}])
    start = time.monotonic()

    harbor.charges.list()

    assert time.monotonic() - start >= 0.3


def test_the_nth_match_is_struck_so_many_times(harbor, control, named):
    control("faults", [{**CREATE, "kind": "500", "nth": 2, "count": 2}])
    outcomes = []
    for _ in range(4):
        try:
            harbor.customers.create(named)
            outcomes.append("ok")
        except stripe.APIError:
            outcomes.append("500")

    assert outcomes == ["ok", "500", "500", "ok"]
    (rule,) = control.get("faults")["faults"]
    assert (rule["seen"], rule["fired"]) == (4, 2)


def test_a_rule_can_look_at_parameters(harbor, control, rosa):
    control("faults", [{"path": "/v1/payment_intents", "kind": "500", "params": {"customer": rosa.id}, "count": 0}])

    assert harbor.payment_intents.create({"amount": 1500, "currency": "usd"}).id
    with pytest.raises(stripe.APIError):
        harbor.payment_intents.create({"amount": 1500, "currency": "usd", "customer": rosa.id})


def test_a_key_is_revoked_in_the_middle(connect, control):
    client = connect(control("keys", {"account": DEMO, "mode": "test"})["secret"]).v1
    control("faults", [{"path": "/v1/customers", "kind": "revoke_key", "nth": 2}])
    client.customers.list()

    with pytest.raises(stripe.AuthenticationError) as revoked:
        client.customers.list()

    assert revoked.value.error.code == "api_key_expired"


WORKER = """
import sys, stripe
api = stripe.StripeClient(sys.argv[1], base_addresses={"api": sys.argv[2]})
print("ready", flush=True)
sys.stdin.readline()
api.v1.customers.create({"email": sys.argv[3]})
print("answered", flush=True)
import time; time.sleep(5)
"""


@pytest.mark.parametrize(("when", "effects"), [("before", 0), ("before_answer", 1), ("after_answer", 1)])
def test_a_worker_is_killed_before_and_after_the_answer(harbor, control, named, simulator_url, when, effects):
    command = [sys.executable, "-c", WORKER, builtin_key(), simulator_url, named["email"]]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert worker.stdout.readline() == "ready\n"
    seconds = 0.3 if when == "after_answer" else 0  # time enough to read what was sent
    control("faults", [{**CREATE, "kind": "kill", "pid": worker.pid, "when": when, "seconds": seconds}])

    output, _ = worker.communicate("go\n", timeout=20)

    assert worker.returncode == -signal.SIGKILL
    assert output == ("answered\n" if when == "after_answer" else "")
    assert made(harbor, named) == effects


def test_a_kill_needs_a_process(simulator_url):
    rule = [{**CREATE, "kind": "kill", "pid": 1}]

    answer = requests.post(f"{simulator_url}/_simulator/faults", json=rule, timeout=20)

    assert answer.status_code == 400


def test_the_rate_limit_is_off_until_it_is_switched_on(harbor, control):
    def list_eight_times():
        for _ in range(8):
            harbor.charges.list()

    list_eight_times()
    control("rules", {"rate_limit": {"per_second": 100, "per_endpoint": 5}})

    with pytest.raises(stripe.RateLimitError) as limited:
        list_eight_times()
    assert limited.value.headers["Stripe-Rate-Limited-Reason"] == "endpoint-rate"
    assert harbor.customers.list().data is not None
