"""Saving a card. [SDK setup_intent docstrings]"""

import pytest
import stripe


def test_success_attaches_the_card_to_the_customer(harbor, rosa, setup_intent, browser_calls):
    assert (setup_intent.status, setup_intent.usage) == ("requires_payment_method", "off_session")

    assert browser_calls.confirm(setup_intent).json()["status"] == "succeeded"

    done = harbor.setup_intents.retrieve(setup_intent.id, {"expand": ["payment_method"]})
    assert done.payment_method.customer == rosa.id
    assert done.payment_method.card.checks.cvc_check == "pass"
    assert [card.id for card in harbor.customers.payment_methods.list(rosa.id).data] == [done.payment_method.id]


def test_a_server_confirms_with_a_test_card(harbor, rosa):
    done = harbor.setup_intents.create(
        {
            "customer": rosa.id,
            "allowed_payment_method_types": ["card"],
            "payment_method": "pm_card_visa",
            "confirm": True,
        }
    )

    assert done.status == "succeeded"
    assert harbor.payment_methods.retrieve(done.payment_method).customer == rosa.id


def test_a_refused_card_can_be_followed_by_another(harbor, rosa, setup_intent, browser_calls):
    refused = browser_calls.confirm(setup_intent, "4000000000009995")

    assert refused.status_code == 402
    error = refused.json()["error"]
    assert (error["code"], error["decline_code"]) == ("card_declined", "insufficient_funds")
    assert error["setup_intent"]["status"] == "requires_payment_method"
    waiting = harbor.setup_intents.retrieve(setup_intent.id)
    assert (waiting.status, waiting.payment_method) == ("requires_payment_method", None)
    assert waiting.last_setup_error.decline_code == "insufficient_funds"
    assert harbor.customers.payment_methods.list(rosa.id).data == []

    assert browser_calls.confirm(setup_intent).json()["status"] == "succeeded"
    assert harbor.setup_intents.retrieve(setup_intent.id).last_setup_error is None


def test_three_d_secure_is_asked_and_answered(harbor, rosa, setup_intent, browser_calls):
    waiting = browser_calls.confirm(setup_intent, "4000002500003155").json()
    assert waiting["status"] == "requires_action"
    assert waiting["next_action"]["type"] == "use_stripe_sdk"
    assert harbor.customers.payment_methods.list(rosa.id).data == []

    assert browser_calls.authenticate(setup_intent)["status"] == "succeeded"

    assert len(harbor.customers.payment_methods.list(rosa.id).data) == 1


def test_a_failed_authentication_asks_for_another_card(harbor, setup_intent, browser_calls):
    browser_calls.confirm(setup_intent, "4000002500003155")

    failed = browser_calls.authenticate(setup_intent, "failed")

    assert failed["status"] == "requires_payment_method"
    assert failed["last_setup_error"]["code"] == "setup_intent_authentication_failure"


def test_a_settled_intent_stays_settled(harbor, setup_intent, browser_calls):
    browser_calls.confirm(setup_intent)

    with pytest.raises(stripe.InvalidRequestError, match="because it has already succeeded") as refused:
        harbor.setup_intents.cancel(setup_intent.id)
    assert refused.value.code == "setup_intent_unexpected_state"
    assert browser_calls.confirm(setup_intent).json()["error"]["code"] == "setup_intent_unexpected_state"


def test_an_open_intent_can_be_canceled_once(harbor, setup_intent):
    assert harbor.setup_intents.cancel(setup_intent.id, {"cancellation_reason": "abandoned"}).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError, match="has a status of canceled"):
        harbor.setup_intents.cancel(setup_intent.id)


def test_another_customers_card_is_refused(harbor, save_card, setup_intent):
    theirs = save_card(customer=harbor.customers.create({}))

    with pytest.raises(stripe.InvalidRequestError, match="cannot be used with this SetupIntent"):
        harbor.setup_intents.confirm(setup_intent.id, {"payment_method": theirs.id})


def test_intents_are_listed_by_customer_and_updated(harbor, rosa, setup_intent):
    harbor.setup_intents.update(setup_intent.id, {"metadata": {"renter": "7"}})

    (listed,) = harbor.setup_intents.list({"customer": rosa.id}).data
    assert (listed.id, listed.metadata.to_dict()) == (setup_intent.id, {"renter": "7"})


def test_redirecting_methods_need_a_return_url(harbor, rosa):
    open_to_all = harbor.setup_intents.create({"customer": rosa.id})
    without_redirects = harbor.setup_intents.create(
        {"customer": rosa.id, "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}
    )

    assert harbor.setup_intents.confirm(without_redirects.id, {"payment_method": "pm_card_visa"}).status == "succeeded"
    with pytest.raises(stripe.InvalidRequestError, match="you must provide a `return_url`"):
        harbor.setup_intents.confirm(open_to_all.id, {"payment_method": "pm_card_visa"})
