"""Idempotency keys. [DOC api/idempotent_requests]"""

import threading
import time

import pytest
import stripe

from stripe_simulator.accounts import builtin_key

DAY = 24 * 3600


def test_the_same_key_replays_status_and_body(harbor, new_key):
    key = new_key()
    first = harbor.customers.create({"email": "a@example.com"}, options=key)

    again = harbor.customers.create({"email": "a@example.com"}, options=key)

    assert again.id == first.id
    assert again.last_response.body == first.last_response.body
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.last_response.headers


def test_a_decline_replays_too(harbor, intend, save_card, new_key, control):
    card, key = save_card("pm_card_chargeCustomerFail"), new_key()
    intent = intend(card)
    for _ in range(2):
        with pytest.raises(stripe.CardError) as declined:
            harbor.payment_intents.confirm(intent.id, {"off_session": True}, options=key)

    assert declined.value.headers["Idempotent-Replayed"] == "true"
    assert declined.value.error.payment_intent.id == intent.id
    assert len(harbor.charges.list({"payment_intent": intent.id}).data) == 1


def test_a_new_key_is_a_new_attempt(harbor, intend, save_card, new_key, control):
    card = save_card("pm_card_chargeCustomerFail")
    intent = intend(card)
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            harbor.payment_intents.confirm(
                intent.id, {"payment_method": card.id, "off_session": True}, options=new_key()
            )

    assert len(harbor.charges.list({"payment_intent": intent.id}).data) == 2


def test_a_500_replays_too(harbor, control, new_key):
    control("faults", [{"method": "POST", "path": "/v1/customers", "kind": "500", "when": "after"}])
    key = new_key()
    for _ in range(2):
        with pytest.raises(stripe.APIError) as failed:
            harbor.customers.create({"email": "once@example.com"}, options=key)

    assert failed.value.http_status == 500
    assert failed.value.headers["Idempotent-Replayed"] == "true"
    assert len(harbor.customers.list({"email": "once@example.com"}).data) == 1


def test_other_parameters_are_refused(harbor, new_key):
    key = new_key()
    harbor.customers.create({"email": "a@example.com"}, options=key)

    with pytest.raises(stripe.IdempotencyError) as refused:
        harbor.customers.create({"email": "b@example.com"}, options=key)

    assert refused.value.http_status == 400
    assert refused.value.user_message == (
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key['idempotency_key']}' if you meant to execute a different request."
    )


def test_another_endpoint_is_refused(harbor, new_key, setup_intent):
    key = new_key()
    harbor.customers.create({}, options=key)

    with pytest.raises(stripe.IdempotencyError, match=r"same endpoint they were first used for \('/v1/customers' vs"):
        harbor.setup_intents.cancel(setup_intent.id, {}, options=key)


def test_a_concurrent_request_is_409(harbor, control, new_key):
    key = new_key()
    control("faults", [{"path": "/v1/customers", "kind": "hang", "when": "before", "seconds": 0.6}])
    first = threading.Thread(target=lambda: harbor.customers.create({"name": "Slow"}, options=key))
    first.start()
    time.sleep(0.2)

    with pytest.raises(stripe.APIError) as refused:
        harbor.customers.create({"name": "Slow"}, options=key)

    assert refused.value.http_status == 409
    assert refused.value.error.code == "idempotency_key_in_use"
    first.join()
    assert harbor.customers.create({"name": "Slow"}, options=key).last_response.headers["Idempotent-Replayed"]


def test_nothing_is_kept_of_a_validation_error(harbor, new_key):
    key = new_key()
    with pytest.raises(stripe.InvalidRequestError):
        harbor.customers.create({"unicorn": "1"}, options=key)

    assert harbor.customers.create({"name": "Now right"}, options=key).id


def test_nothing_is_kept_of_401_403_and_429(harbor, connect, control, new_key):
    key = new_key()
    control("faults", [{"path": "/v1/payment_intents", "kind": "429"}])
    params = {"amount": 1500, "currency": "usd"}
    with pytest.raises(stripe.RateLimitError):
        harbor.payment_intents.create(params, options=key)
    with pytest.raises(stripe.AuthenticationError):
        connect("rk_test_wrong").v1.payment_intents.create(params, options=key)
    with pytest.raises(stripe.PermissionError):
        connect(builtin_key("restricted_without_payment_intents")).v1.payment_intents.create(params, options=key)

    assert "Idempotent-Replayed" not in harbor.payment_intents.create(params, options=key).last_response.headers


def test_keys_belong_to_one_account_and_mode(harbor, stranger, connect, new_key):
    key = new_key()
    ids = {
        client.customers.create({"name": "Rosa"}, options=key).id
        for client in (harbor, stranger, connect(builtin_key("restricted", mode="live")).v1)
    }

    assert len(ids) == 3


def test_a_key_is_good_for_a_day(harbor, control, new_key):
    key = new_key()
    first = harbor.customers.create({"name": "Rosa"}, options=key)
    control("clock", {"advance": DAY - 60})
    assert harbor.customers.create({"name": "Rosa"}, options=key).id == first.id

    control("clock", {"advance": 120})

    assert harbor.customers.create({"name": "Rosa"}, options=key).id != first.id


def test_a_key_has_at_most_255_characters(harbor):
    with pytest.raises(stripe.IdempotencyError):
        harbor.customers.create({}, options={"idempotency_key": "k" * 256})


def test_without_the_rule_the_same_key_acts_twice(harbor, control, new_key):
    key = new_key()
    first = harbor.customers.create({"name": "Rosa"}, options=key)
    assert harbor.customers.create({"name": "Rosa"}, options=key).id == first.id

    control("rules", {"idempotency": False})

    assert harbor.customers.create({"name": "Rosa"}, options=key).id != first.id
