"""Keys, modes and permissions. [CONFORMANCE.md]"""

import pytest
import requests
import stripe

from stripe_simulator.accounts import DEMO, SEVEN, STRANGER, builtin_key


def test_a_key_carries_its_account_and_mode(control):
    for account in control.get("accounts")["accounts"]:
        for key in account["keys"]:
            prefix = {"publishable": "pk", "restricted": "rk", "secret": "sk"}[key["kind"]]
            assert key["secret"].startswith(f"{prefix}_{key['mode']}_5{account['id'].removeprefix('acct_')}")
            assert len(key["secret"]) == 107


def test_a_wrong_key_is_401_and_named_by_its_last_four(connect):
    with pytest.raises(stripe.AuthenticationError) as refused:
        connect("rk_test_51HarborMailDemo1wrong1234").v1.customers.list()

    assert refused.value.http_status == 401
    assert refused.value.error.type == "invalid_request_error"
    assert refused.value.user_message.startswith("Invalid API Key provided: rk_test_***")
    assert refused.value.user_message.endswith("*1234")


def test_no_key_is_401(simulator_url):
    answer = requests.get(f"{simulator_url}/v1/customers", timeout=20)

    assert answer.status_code == 401
    assert answer.json()["error"]["message"].startswith("You did not provide an API key.")


def test_an_expired_key_says_so(connect, control):
    key = control("keys", {"account": DEMO, "mode": "test"})["secret"]
    connect(key).v1.customers.list()

    control("keys/revoke", {"key": key})

    with pytest.raises(stripe.AuthenticationError) as refused:
        connect(key).v1.customers.list()
    assert refused.value.error.code == "api_key_expired"


def test_a_deleted_key_is_unknown(connect, control):
    key = control("keys", {"account": DEMO, "mode": "test"})["secret"]

    control("keys/revoke", {"key": key, "how": "deleted"})

    with pytest.raises(stripe.AuthenticationError, match="Invalid API Key provided"):
        connect(key).v1.customers.list()


def test_a_missing_permission_is_403_and_named(connect):
    lame = connect(builtin_key("restricted_without_payment_intents"))

    with pytest.raises(stripe.PermissionError) as refused:
        lame.v1.payment_intents.cancel("pi_x")

    assert refused.value.http_status == 403
    assert not hasattr(refused.value.error, "code") or refused.value.error.code is None
    assert f"on account '{DEMO}'. Having the 'rak_payment_intent_write' permission would" in refused.value.user_message
    assert builtin_key("restricted_without_payment_intents") not in refused.value.user_message


def test_reading_needs_read(connect, control):
    reader = connect(control("keys", {"account": DEMO, "mode": "test", "permissions": ["rak_customer_read"]})["secret"])

    assert reader.v1.customers.list().data is not None
    with pytest.raises(stripe.PermissionError, match="rak_customer_write"):
        reader.v1.customers.create()


def test_write_includes_read_and_what_it_implies(connect, control):
    key = control("keys", {"account": DEMO, "mode": "test", "permissions": ["rak_payment_method_write"]})["secret"]

    assert connect(key).v1.payment_methods.list().data is not None
    with pytest.raises(stripe.InvalidRequestError) as missing:
        connect(key).raw_request("get", "/v1/sources/src_x")
    assert missing.value.code == "resource_missing"


# What the connection check of the product asks: 403 if the permission lacks, resource_missing if it is there.
PROBES = {
    "rak_setup_intent_write": ("post", "/v1/setup_intents/seti_x/cancel", {}),
    "rak_payment_intent_write": ("post", "/v1/payment_intents/pi_x/cancel", {}),
    "rak_payment_method_write": ("post", "/v1/payment_methods/pm_x/detach", {}),
    "rak_customer_write": ("post", "/v1/customers/cus_x", {"metadata": {"a": "b"}}),
    "rak_source_write": ("post", "/v1/sources/src_x", {"metadata": {"a": "b"}}),
    "rak_charge_write": ("post", "/v1/refunds", {"charge": "ch_x"}),
    "rak_token_write": ("get", "/v1/tokens/tok_x", {}),
}


@pytest.mark.parametrize("slug", SEVEN)
def test_a_permission_can_be_probed_with_an_id_that_does_not_exist(connect, control, slug):
    method, path, params = PROBES[slug]
    # Payment Methods: write brings Sources: read with it, but not write.
    others = [other for other in SEVEN if other != slug]
    with_it = connect(control("keys", {"account": DEMO, "mode": "test", "permissions": [slug]})["secret"])
    without = connect(control("keys", {"account": DEMO, "mode": "test", "permissions": others})["secret"])

    with pytest.raises(stripe.InvalidRequestError) as missing:
        with_it.raw_request(method, path, **params)
    assert missing.value.code == "resource_missing"
    with pytest.raises(stripe.PermissionError):
        without.raw_request(method, path, **params)


def test_the_account_is_refused_and_named(connect):
    with pytest.raises(stripe.PermissionError) as refused:
        connect(builtin_key()).raw_request("get", "/v1/account")

    assert f"on account '{DEMO}'" in refused.value.user_message
    assert "rak_connected_account_read" in refused.value.user_message


def test_a_secret_key_reads_the_account(connect):
    answer = connect(builtin_key("secret")).raw_request("get", "/v1/account")

    assert answer.data["id"] == DEMO


@pytest.mark.parametrize("kind", ["restricted", "secret"])
def test_a_stranger_account_is_invalid(connect, kind):
    client = connect(builtin_key(kind))

    with pytest.raises(stripe.PermissionError) as by_path:
        client.raw_request("get", f"/v1/accounts/{STRANGER}")
    with pytest.raises(stripe.PermissionError) as by_header:
        client.v1.customers.list(options={"stripe_account": STRANGER})

    assert by_path.value.error.code == by_header.value.error.code == "account_invalid"
    assert (
        f"does not have access to account '{STRANGER}' (or that account does not exist)" in by_path.value.user_message
    )


def test_a_restricted_key_takes_no_account_header(harbor):
    with pytest.raises(stripe.PermissionError, match="does not have any Connect permissions"):
        harbor.customers.list(options={"stripe_account": DEMO})


def test_modes_are_worlds_apart(connect, rosa):
    live = connect(builtin_key("restricted", mode="live")).v1

    with pytest.raises(stripe.InvalidRequestError) as missing:
        live.customers.retrieve(rosa.id)

    assert missing.value.code == "resource_missing"
    assert missing.value.user_message == (
        f"No such customer: '{rosa.id}'; a similar object exists in test mode, but a live mode key was used to make "
        "this request."
    )
    assert live.customers.create().livemode is True
    assert rosa.livemode is False


def test_the_other_account_sees_nothing(stranger, rosa):
    with pytest.raises(stripe.InvalidRequestError, match=f"No such customer: '{rosa.id}'$") as missing:
        stranger.customers.retrieve(rosa.id)

    assert missing.value.http_status == 404
    assert rosa.id not in [customer.id for customer in stranger.customers.list().data]


def test_permissions_come_before_the_object_and_the_amount_before_them(connect):
    lame = connect(builtin_key("restricted_without_payment_intents")).v1

    with pytest.raises(stripe.PermissionError):
        lame.payment_intents.retrieve("pi_does_not_exist")
    with pytest.raises(stripe.InvalidRequestError) as too_small:
        lame.payment_intents.create({"amount": 10, "currency": "usd"})
    assert too_small.value.code == "amount_too_small"


def test_a_publishable_key_is_no_secret_key(connect):
    with pytest.raises(stripe.AuthenticationError, match="cannot be made with a publishable API key") as refused:
        connect(builtin_key("publishable")).v1.customers.list()

    assert refused.value.error.code == "secret_key_required"


def test_an_account_can_be_opened_with_keys_of_its_own(connect, control):
    account = control("accounts", {"name": "Quay Mail"})
    key = next(key for key in account["keys"] if key["kind"] == "restricted" and key["mode"] == "test")

    assert connect(key["secret"]).v1.customers.list().data == []


def test_without_the_rule_a_permission_is_not_missed(connect, control):
    lame = connect(builtin_key("restricted_without_payment_intents")).v1
    with pytest.raises(stripe.PermissionError):
        lame.payment_intents.list()

    control("rules", {"permissions": False})

    assert lame.payment_intents.list().data is not None
