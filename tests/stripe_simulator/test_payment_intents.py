"""Charging a saved card, in two steps, off session and on. [SDK payment_intent docstrings]"""

import pytest
import requests
import stripe


def test_create_then_confirm_charges_the_card(harbor, rosa, save_card, intend):
    card = save_card()
    intent = intend(card, metadata={"payment": "0190"}, description="Invoice 7")
    assert (intent.status, intent.latest_charge) == ("requires_confirmation", None)

    paid = harbor.payment_intents.confirm(intent.id, {"off_session": True, "expand": ["latest_charge"]})

    charge = paid.latest_charge
    assert (paid.status, paid.amount_received, paid.payment_method) == ("succeeded", 1500, card.id)
    assert (charge.amount, charge.paid, charge.customer, charge.payment_intent) == (1500, True, rosa.id, intent.id)
    assert charge.outcome.type == "authorized"
    assert charge.metadata.to_dict() == {"payment": "0190"}


def test_off_session_belongs_to_the_confirmation(intend, save_card):
    card = save_card()

    with pytest.raises(stripe.InvalidRequestError, match=r"`off_session` cannot be passed .* unless `confirm`"):
        intend(card, off_session=True)
    assert intend(card, off_session=True, confirm=True).status == "succeeded"
    assert intend(card, off_session="recurring", confirm=True).status == "succeeded"


def test_a_paid_intent_is_not_paid_twice(harbor, save_card, intend):
    intent = intend(save_card(), confirm=True)

    with pytest.raises(stripe.InvalidRequestError, match="it has already succeeded after being previously") as refused:
        harbor.payment_intents.confirm(intent.id)

    assert refused.value.code == "payment_intent_unexpected_state"
    assert refused.value.error.payment_intent.status == "succeeded"
    assert len(harbor.charges.list({"payment_intent": intent.id}).data) == 1


def test_a_decline_leaves_the_intent_open_for_another_card(harbor, save_card, intend):
    bad, good = save_card("pm_card_chargeCustomerFail"), save_card()
    intent = intend(bad)

    with pytest.raises(stripe.CardError) as declined:
        harbor.payment_intents.confirm(intent.id, {"off_session": True})

    error = declined.value.error
    assert (error.code, error.decline_code, error.advice_code) == (
        "card_declined",
        "generic_decline",
        "try_again_later",
    )
    assert error.payment_intent.id == intent.id
    waiting = harbor.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    assert (waiting.status, waiting.payment_method) == ("requires_payment_method", None)
    assert waiting.last_payment_error.payment_method.id == bad.id
    assert waiting.last_payment_error.charge == error.charge == waiting.latest_charge.id
    assert (waiting.latest_charge.status, waiting.latest_charge.failure_code) == ("failed", "card_declined")
    assert waiting.latest_charge.outcome.network_decline_code

    paid = harbor.payment_intents.confirm(intent.id, {"payment_method": good.id, "off_session": True})

    assert (paid.status, paid.last_payment_error) == ("succeeded", None)
    assert [charge.status for charge in harbor.charges.list({"payment_intent": intent.id}).data] == [
        "succeeded",
        "failed",
    ]


def test_off_session_authentication_is_402_and_then_done_on_session(harbor, save_card, intend, browser_calls):
    card = save_card("pm_card_authenticationRequired")
    intent = intend(card)

    with pytest.raises(stripe.CardError) as refused:
        harbor.payment_intents.confirm(intent.id, {"off_session": True})
    assert (refused.value.http_status, refused.value.code) == (402, "authentication_required")
    assert refused.value.error.payment_intent.status == "requires_payment_method"

    fields = {"client_secret": intent.client_secret, "payment_method": card.id, "return_url": "https://harbor.example/"}
    asked = browser_calls.post(f"payment_intents/{intent.id}/confirm", **fields).json()
    assert (asked["status"], asked["next_action"]["type"]) == ("requires_action", "use_stripe_sdk")

    assert browser_calls.authenticate(intent)["status"] == "succeeded"


def test_a_failed_authentication_is_a_payment_error_without_charge(harbor, save_card, intend, browser_calls):
    card = save_card("pm_card_authenticationRequired")
    intent = harbor.payment_intents.confirm(intend(card).id)
    assert intent.status == "requires_action"

    failed = browser_calls.authenticate(intent, "failed")

    assert failed["status"] == "requires_payment_method"
    assert failed["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    assert harbor.charges.list({"payment_intent": intent.id}).data == []


def test_an_authentication_is_answered_once(harbor, save_card, intend, browser_calls):
    intent = harbor.payment_intents.confirm(intend(save_card("pm_card_authenticationRequired")).id)
    assert browser_calls.authenticate(intent)["status"] == "succeeded"

    assert browser_calls.authenticate(intent)["error"]["code"] == "payment_intent_unexpected_state"
    assert len(harbor.charges.list({"payment_intent": intent.id}).data) == 1


def test_error_on_requires_action_fails_instead(save_card, intend):
    with pytest.raises(stripe.CardError) as refused:
        intend(save_card("pm_card_authenticationRequired"), confirm=True, error_on_requires_action=True)

    assert refused.value.code == "authentication_required"


def test_another_customers_card_is_refused(harbor, save_card, intend):
    theirs = save_card(customer=harbor.customers.create({}))

    with pytest.raises(stripe.InvalidRequestError, match="attached to other Customers cannot be used with this"):
        intend(theirs)
    with pytest.raises(stripe.InvalidRequestError, match="attached to other Customers cannot be used with this"):
        harbor.payment_intents.confirm(intend().id, {"payment_method": theirs.id})


def test_a_customers_card_needs_the_customer(harbor, save_card):
    with pytest.raises(stripe.InvalidRequestError, match="belongs to the Customer cus_"):
        harbor.payment_intents.create({"amount": 1500, "currency": "usd", "payment_method": save_card().id})


def test_without_the_rule_any_card_pays(harbor, save_card, intend, control):
    theirs = save_card(customer=harbor.customers.create({}))
    with pytest.raises(stripe.InvalidRequestError):
        intend(theirs)

    control("rules", {"ownership": False})

    assert intend(theirs, confirm=True).status == "succeeded"


def test_the_other_accounts_objects_do_not_exist(stranger, rosa, save_card, intend):
    with pytest.raises(stripe.InvalidRequestError) as customer:
        stranger.payment_intents.create({"amount": 1500, "currency": "usd", "customer": rosa.id})
    with pytest.raises(stripe.InvalidRequestError) as card:
        stranger.payment_intents.create({"amount": 1500, "currency": "usd", "payment_method": save_card().id})
    with pytest.raises(stripe.InvalidRequestError) as intent:
        stranger.payment_intents.confirm(intend().id)

    assert {refused.value.code for refused in (customer, card, intent)} == {"resource_missing"}


def test_a_confirmation_needs_a_card(harbor, rosa, intend):
    with pytest.raises(stripe.InvalidRequestError, match=rf"missing a payment method\. To confirm .* with {rosa.id}"):
        harbor.payment_intents.confirm(intend().id)


def test_an_open_intent_can_be_canceled(harbor, save_card, intend):
    canceled = harbor.payment_intents.cancel(intend().id, {"cancellation_reason": "abandoned"})
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "abandoned")

    with pytest.raises(stripe.InvalidRequestError, match=r"has a status of canceled\. Only a PaymentIntent with"):
        harbor.payment_intents.confirm(canceled.id, {"payment_method": save_card().id})


def test_a_paid_intent_cannot_be_canceled(harbor, save_card, intend):
    with pytest.raises(stripe.InvalidRequestError, match="because it has a status of succeeded") as refused:
        harbor.payment_intents.cancel(intend(save_card(), confirm=True).id)

    assert refused.value.code == "payment_intent_unexpected_state"


def test_nothing_is_captured(harbor, intend):
    with pytest.raises(stripe.InvalidRequestError, match="could not be captured") as refused:
        harbor.payment_intents.capture(intend().id)

    assert refused.value.code == "payment_intent_unexpected_state"


def test_the_amount_changes_before_payment_only(harbor, save_card, intend):
    intent = intend(save_card())
    assert harbor.payment_intents.update(intent.id, {"amount": 2000}).amount == 2000
    with pytest.raises(stripe.InvalidRequestError) as too_small:
        harbor.payment_intents.update(intent.id, {"amount": 10})
    assert too_small.value.code == "amount_too_small"

    harbor.payment_intents.confirm(intent.id, {"off_session": True})

    with pytest.raises(stripe.InvalidRequestError, match="amount could not be updated because it has a status of"):
        harbor.payment_intents.update(intent.id, {"amount": 3000})
    assert harbor.payment_intents.update(intent.id, {"metadata": {"a": "b"}}).metadata["a"] == "b"


def test_the_customer_of_an_intent_stays(harbor, intend):
    other = harbor.customers.create({})

    with pytest.raises(stripe.InvalidRequestError, match="You cannot modify `customer` on a PaymentIntent"):
        harbor.payment_intents.update(intend().id, {"customer": other.id})


def test_a_card_of_nobody_pays_once(harbor):
    card = harbor.payment_methods.create({"type": "card", "card": {"token": "tok_visa"}})
    once = {
        "amount": 1500,
        "currency": "usd",
        "allowed_payment_method_types": ["card"],
        "payment_method": card.id,
        "confirm": True,
    }
    assert harbor.payment_intents.create(once).status == "succeeded"

    with pytest.raises(stripe.InvalidRequestError, match="It may not be used again"):
        harbor.payment_intents.create(once)


def test_setup_future_usage_keeps_the_card(harbor, rosa, intend):
    paid = intend(payment_method="pm_card_visa", confirm=True, setup_future_usage="off_session")

    assert harbor.payment_methods.retrieve(paid.payment_method).customer == rosa.id


def test_a_statement_descriptor_is_a_suffix_on_cards(intend, save_card, harbor):
    with pytest.raises(stripe.InvalidRequestError, match="Use `statement_descriptor_suffix` instead"):
        intend(statement_descriptor="HARBOR")

    paid = intend(save_card(), confirm=True, statement_descriptor_suffix="BOX 12", expand=["latest_charge"])
    assert paid.latest_charge.calculated_statement_descriptor.endswith("* BOX 12")


def test_stored_credential_usage_is_taken(intend, save_card):
    options = {"card": {"stored_credential_usage": "recurring"}}

    assert intend(save_card(), confirm=True, off_session=True, payment_method_options=options).status == "succeeded"
    with pytest.raises(stripe.InvalidRequestError, match="unsupported with `setup_future_usage`"):
        intend(payment_method_options=options, setup_future_usage="off_session")


def test_a_redirect_leads_to_the_banks_page_and_back(harbor, save_card, intend, simulator_url):
    card = save_card("pm_card_authenticationRequired")
    return_url = "https://harbor.example/pay/?invoice=7"
    asked = harbor.payment_intents.confirm(intend(card).id, {"return_url": return_url})
    url = asked.next_action.redirect_to_url.url
    assert "do you approve a payment of 15.00 USD?" in requests.get(url, timeout=20).text

    answer = {"client_secret": asked.client_secret, "outcome": "authenticated"}
    back = requests.post(url.partition("?")[0], data=answer, allow_redirects=False, timeout=20)

    assert back.status_code == 303
    assert back.headers["Location"].startswith(f"{return_url}&payment_intent={asked.id}&payment_intent_client_secret=")
    assert back.headers["Location"].endswith("redirect_status=succeeded")
    assert harbor.payment_intents.retrieve(asked.id).status == "succeeded"
