"""Every test card, by id and by number. [CONFORMANCE.md]"""

import pytest
import stripe

from stripe_simulator.accounts import builtin_key
from stripe_simulator.test_cards import CARDS
from tests.stripe_simulator.conftest import Browser

REFUSED_AT_SETUP = [
    ("pm_card_visa_chargeDeclined", "4000000000000002", "card_declined", "generic_decline"),
    (
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "4000000000009995",
        "card_declined",
        "insufficient_funds",
    ),
    ("pm_card_visa_chargeDeclinedLostCard", "4000000000009987", "card_declined", "lost_card"),
    ("pm_card_visa_chargeDeclinedStolenCard", "4000000000009979", "card_declined", "stolen_card"),
    ("pm_card_chargeDeclinedExpiredCard", "4000000000000069", "expired_card", "expired_card"),
    ("pm_card_chargeDeclinedIncorrectCvc", "4000000000000127", "incorrect_cvc", "incorrect_cvc"),
    ("pm_card_chargeDeclinedProcessingError", "4000000000000119", "processing_error", "processing_error"),
    (
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
        "4000000000006975",
        "card_declined",
        "card_velocity_exceeded",
    ),
]


@pytest.mark.parametrize(("id", "number", "code", "decline_code"), REFUSED_AT_SETUP)
def test_a_refused_card_cannot_be_saved(
    harbor, rosa, setup_intent, browser_calls, intend, id, number, code, decline_code
):
    with pytest.raises(stripe.CardError) as attaching:
        harbor.payment_methods.attach(id, {"customer": rosa.id})
    assert (attaching.value.code, attaching.value.error.decline_code) == (code, decline_code)

    error = browser_calls.confirm(setup_intent, number).json()["error"]
    assert (error["type"], error["code"], error["decline_code"]) == ("card_error", code, decline_code)

    with pytest.raises(stripe.CardError) as paying:
        intend(payment_method=id, confirm=True)
    assert (paying.value.code, paying.value.error.decline_code) == (code, decline_code)


@pytest.mark.parametrize("id", ["pm_card_visa", "pm_card_mastercard", "pm_card_amex", "pm_card_pendingRefund"])
def test_a_good_card_pays(intend, save_card, id):
    assert intend(save_card(id), confirm=True, off_session=True).status == "succeeded"


@pytest.mark.parametrize(
    ("id", "decline_code", "advice_code"),
    [
        ("pm_card_chargeCustomerFail", "generic_decline", "try_again_later"),
        ("pm_card_visa_chargeCustomerFailLostCard", "lost_card", "do_not_try_again"),
        ("pm_card_visa_chargeCustomerFailStolenCard", "stolen_card", "do_not_try_again"),
        ("pm_card_radarBlock", "fraudulent", None),
    ],
)
def test_a_card_can_be_saved_and_fail_later(intend, save_card, id, decline_code, advice_code):
    card = save_card(id)

    with pytest.raises(stripe.CardError) as declined:
        intend(card, confirm=True, off_session=True)

    assert declined.value.error.decline_code == decline_code
    assert getattr(declined.value.error, "advice_code", None) == advice_code


def test_tokens_of_failing_cards_make_payment_methods(harbor):
    card = {"token": "tok_visa_chargeCustomerFailLostCard"}

    assert harbor.payment_methods.create({"type": "card", "card": card}).card.last4 == "0341"


def test_a_blocked_charge_never_reached_the_bank(harbor, intend, save_card):
    with pytest.raises(stripe.CardError) as blocked:
        intend(save_card("pm_card_radarBlock"), confirm=True)

    outcome = harbor.charges.retrieve(blocked.value.error.charge).outcome
    assert (outcome.type, outcome.risk_level, outcome.network_status) == ("blocked", "highest", "not_sent_to_network")


@pytest.mark.parametrize(
    ("id", "off_session_status", "on_session_status"),
    [
        ("pm_card_authenticationRequiredOnSetup", "authentication_required", "requires_action"),
        ("pm_card_authenticationRequired", "authentication_required", "requires_action"),
        ("pm_card_authenticationRequiredSetupForOffSession", "succeeded", "requires_action"),
        (
            "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
            "authentication_required",
            "requires_action",
        ),
    ],
)
def test_three_d_secure_on_and_off_session(intend, save_card, id, off_session_status, on_session_status):
    """`save_card` attaches without a SetupIntent, so none of them is set up by us."""
    card = save_card(id)

    try:
        off_session = intend(card, confirm=True, off_session=True).status
    except stripe.CardError as refused:
        off_session = refused.code
    on_session = intend(card, confirm=True).status

    assert (off_session, on_session) == (off_session_status, on_session_status)


def test_3155_is_free_of_it_off_session_once_set_up(harbor, setup_intent, browser_calls, intend):
    browser_calls.confirm(setup_intent, "4000002500003155")
    browser_calls.authenticate(setup_intent)
    card = harbor.payment_methods.retrieve(harbor.setup_intents.retrieve(setup_intent.id).payment_method)

    assert intend(card, confirm=True, off_session=True).status == "succeeded"
    assert intend(card, confirm=True).status == "requires_action"


def test_3184_asks_always_even_when_set_up(harbor, setup_intent, browser_calls, intend):
    browser_calls.confirm(setup_intent, "4000002760003184")
    assert browser_calls.authenticate(setup_intent)["status"] == "succeeded"
    card = harbor.payment_methods.retrieve(harbor.setup_intents.retrieve(setup_intent.id).payment_method)

    with pytest.raises(stripe.CardError) as refused:
        intend(card, confirm=True, off_session=True)

    assert refused.value.code == "authentication_required"


def test_3178_is_authenticated_and_then_declined(harbor, intend, save_card, browser_calls):
    card = save_card("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds")
    intent = intend(card, confirm=True)

    after = browser_calls.authenticate(intent)

    assert after["status"] == "requires_payment_method"
    assert after["last_payment_error"]["decline_code"] == "insufficient_funds"


def test_a_disputed_charge_stays_paid(harbor, intend, save_card, control):
    intent = intend(save_card("pm_card_createDispute"), confirm=True)
    control("clock", {"advance": 2})

    assert harbor.charges.retrieve(intent.latest_charge).disputed is True
    assert harbor.payment_intents.retrieve(intent.id).status == "succeeded"


@pytest.mark.parametrize(
    ("typed", "code", "param"),
    [
        ({"number": "4242424242424241"}, "incorrect_number", "number"),
        ({"number": "4242"}, "invalid_number", "number"),
        ({"month": "13"}, "invalid_expiry_month", "exp_month"),
        ({"year": "2020"}, "invalid_expiry_year", "exp_year"),
        ({"year": "20"}, "invalid_expiry_year", "exp_year"),
        ({"cvc": "12"}, "invalid_cvc", "cvc"),
        ({"number": "378282246310005", "cvc": "12"}, "invalid_cvc", "cvc"),
        ({"number": "4111111111111111"}, "card_declined", None),  # good, but no test card
    ],
)
def test_mistyped_cards_are_refused(setup_intent, browser_calls, typed, code, param):
    answer = browser_calls.confirm(setup_intent, **typed)

    error = answer.json()["error"]
    assert (answer.status_code, error["type"], error["code"], error.get("param")) == (402, "card_error", code, param)


def test_live_keys_take_the_test_numbers(connect, simulator_url):
    live = connect(builtin_key("restricted", mode="live")).v1
    intent = live.setup_intents.create({"allowed_payment_method_types": ["card"]})

    browser = Browser(simulator_url, builtin_key("publishable", mode="live"))

    assert browser.confirm(intent).json()["livemode"] is True


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.ids[0])
def test_every_id_names_its_card(harbor, card):
    for id in card.ids:
        if id.startswith("pm_"):
            assert harbor.payment_methods.retrieve(id).card.last4 == card.number[-4:]
