"""The control API, the pages, and coming back after a restart."""

import os
import signal

import pytest
import requests
import stripe

from stripe_simulator.accounts import DEMO, SEVEN, builtin_key
from tests.stripe_simulator.conftest import Control, client, start


def test_health(control):
    health = control.get("health")

    assert health["status"] == "ok"
    assert health["objects"] >= 0


def test_the_ledger_shows_every_object(control, intend, save_card):
    intent = intend(save_card(), confirm=True, metadata={"payment": "x1"})

    ledger = control.get("objects", account=DEMO, mode="test", type="payment_intent")["objects"]
    charges = control.get("objects", account=DEMO, mode="test", type="charge")["objects"]

    (found,) = [obj for obj in ledger if obj["id"] == intent.id]
    assert (found["status"], found["metadata"], found["account"]) == ("succeeded", {"payment": "x1"}, DEMO)
    assert intent.latest_charge in [charge["id"] for charge in charges]
    assert control.get("objects", account="acct_nobody")["objects"] == []


def test_the_log_of_exchanges(control, harbor, new_key):
    entries = control.get("requests")["requests"]
    last, key = entries[-1]["n"] if entries else 0, new_key()
    for _ in range(2):
        harbor.customers.create({"name": "Logged"}, options=key)

    first, second = control.get("requests", after=last)["requests"]

    assert (first["method"], first["path"], first["status"], first["replayed"]) == ("POST", "/v1/customers", 200, False)
    assert first["idempotency_key"] == key["idempotency_key"]
    assert second["replayed"] is True


def test_the_clock_moves_what_is_created(control, harbor):
    before = harbor.customers.create({}).created

    control("clock", {"advance": 3600})

    assert harbor.customers.create({}).created - before >= 3600


def test_a_card_can_change_its_mind(control, intend, save_card):
    card = save_card()
    control("cards", {"payment_method": card.id, "behaviour": "insufficient_funds_at_charge"})
    with pytest.raises(stripe.CardError) as declined:
        intend(card, confirm=True, off_session=True)
    assert declined.value.error.decline_code == "insufficient_funds"

    control("cards", {"payment_method": card.id, "behaviour": "ok"})

    assert intend(card, confirm=True, off_session=True).status == "succeeded"


def test_a_charge_can_be_disputed(control, harbor, intend, save_card):
    charge = intend(save_card(), confirm=True).latest_charge

    control("disputes", {"charge": charge})

    assert harbor.charges.retrieve(charge).disputed is True


def test_what_control_does_not_understand_is_400(simulator_url):
    for action, body in (("rules", {"gravity": False}), ("faults", [{"kind": "flood"}]), ("cards", {})):
        assert requests.post(f"{simulator_url}/_simulator/{action}", json=body, timeout=20).status_code == 400


# -- Pages ------------------------------------------------------------------------------------------------------------


def test_every_page_says_that_no_money_moves(simulator_url, rosa, intend, save_card):
    intent = intend(save_card(), confirm=True)
    for path, shows in (
        ("/", DEMO),
        (f"/accounts/{DEMO}/test", intent.id),
        (f"/objects/{rosa.id}", "Card charged 15.00 USD"),
        (f"/objects/{intent.id}", intent.latest_charge),
        (f"/objects/{intent.latest_charge}", "seller_message"),
        ("/test-cards", "4000 0000 0000 0341"),
        ("/dashboard/apikeys", builtin_key("publishable")),
        ("/dashboard/settings/account", DEMO),
    ):
        answer = requests.get(simulator_url + path, timeout=20)

        assert answer.status_code == 200, path
        assert "Stripe simulator</strong> – no real money" in answer.text
        assert shows in answer.text
        assert "<script" not in answer.text
        assert "style=" not in answer.text
        assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]


def test_what_is_not_there_is_404(simulator_url):
    for path in ("/objects/pi_x", "/accounts/acct_x/test", "/nowhere", "/elements/../keys.py"):
        assert requests.get(simulator_url + path, timeout=20).status_code == 404


def test_the_key_page_is_filled_in_and_makes_a_key(simulator_url, connect):
    wanted = [("permissions[]", slug) for slug in SEVEN]
    form = requests.get(f"{simulator_url}/dashboard/apikeys/create", params=[("name", "Box <1>"), *wanted], timeout=20)
    assert 'value="Box &lt;1&gt;"' in form.text
    assert form.text.count('checked="checked"') == len(SEVEN)

    fields = {"account": DEMO, "mode": "test", "name": "Boxholder", "permissions": list(SEVEN)}
    made = requests.post(f"{simulator_url}/dashboard/apikeys/create", data=fields, timeout=20)

    secret = made.text.split('id="restricted-key">')[1].split("<")[0]
    assert connect(secret).v1.customers.list().data is not None
    assert secret not in requests.get(f"{simulator_url}/dashboard/apikeys", timeout=20).text


# -- Restart ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_carries_on_with_the_same_data(tmp_path, how):
    process, url = start("--data", str(tmp_path))
    api = client(url, builtin_key()).v1
    key = {"idempotency_key": "once"}
    customer = api.customers.create({"email": "rosa@example.com"}, options=key)
    card = api.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": customer.id})
    deleted = api.customers.create({"email": "gone@example.com"})
    api.customers.delete(deleted.id)
    minted = Control(url)("keys", {"account": DEMO, "mode": "test"})["secret"]
    now = Control(url)("clock", {"advance": 5000})["now"]
    os.kill(process.pid, how)
    process.wait(10)

    process, url = start("--data", str(tmp_path))
    try:
        api = client(url, minted).v1
        again = api.customers.create({"email": "rosa@example.com"}, options=key)
        assert again.id == customer.id
        assert [found.id for found in api.customers.list().data] == [customer.id]
        assert [found.id for found in api.customers.payment_methods.list(customer.id).data] == [card.id]
        assert api.customers.retrieve(deleted.id).deleted is True
        assert Control(url).get("health")["now"] >= now
        Control(url)("reset")
        assert api_is_empty(url)
    finally:
        process.kill()
        process.wait()


def api_is_empty(url) -> bool:
    return client(url, builtin_key()).v1.customers.list().data == []
