"""Three pasted values, asked about at a Stripe that refuses like Stripe."""

import re
import time
from dataclasses import replace

import pytest
from django.db import transaction

from boxholder.billing.stripe_gateway.client import TransactionOpen
from boxholder.billing.stripe_gateway.connection_check import (
    PERMISSIONS,
    Credentials,
    Verdict,
    blocks,
    check_connection,
    look_at,
    outline,
    passes,
)
from boxholder.billing.stripe_gateway.connection_check.credentials import clean, put_right
from boxholder.billing.stripe_gateway.connection_check.shape import keys_of_other_accounts

NEEDED, UNUSED = PERMISSIONS[:5], PERMISSIONS[5:]
STRANGER = "acct_1OtherAccountXY2"
LEGACY = {mode: f"{mode}_{'4eC39HqLyjWDarjtT1zdp7dc'}" for mode in ("live", "test")}


@pytest.fixture
def good(simulator) -> Credentials:
    return Credentials(simulator.account, simulator.keys["publishable"], simulator.keys["restricted"])


def found(lines, about: str):
    return next(line for line in lines if line.about == about)


def verdicts(lines) -> dict[str, str]:
    return {line.about: str(line.verdict) for line in lines}


# --- It fits


def test_values_of_one_account_fit_in_every_line(good):
    lines = check_connection(good)

    assert passes(lines)
    assert set(verdicts(lines).values()) == {"fits"}
    assert [line.label for line in lines] == outline()


def test_nothing_is_left_on_the_account(good, simulator):
    check_connection(good)

    assert [intent["status"] for intent in simulator.objects("setup_intent")] == ["canceled"]
    for kind in ("customer", "payment_intent", "charge", "refund", "payment_method"):
        assert simulator.objects(kind) == []


def test_live_keys_say_that_money_is_real(simulator):
    live = simulator.live_keys
    lines = check_connection(Credentials(simulator.account, live["publishable"], live["restricted"]))

    assert passes(lines)
    assert "real money" in found(lines, "mode").text


def test_the_key_of_the_whole_account_works_and_is_warned_against(good, simulator):
    lines = check_connection(replace(good, secret_key=simulator.keys["secret"]))

    line = found(lines, "secret_key")
    assert passes(lines)
    assert (line.verdict, line.blocks) == (Verdict.DOES_NOT_FIT, False)
    assert "restricted" in line.remedy
    assert found(lines, "account").verdict == Verdict.FITS  # such a key may read the account


def test_stripe_is_not_called_inside_a_transaction(db, good):
    with transaction.atomic(), pytest.raises(TransactionOpen):
        check_connection(good)


# --- Seen without Stripe


@pytest.mark.parametrize(
    ("typed", "line", "says"),
    [
        (
            {"publishable_key": "secret_key", "secret_key": "publishable_key"},
            "publishable_key",
            "The Secret Key (rk_…) was in the field",
        ),
        (
            {"publishable_key": "secret_key", "secret_key": "publishable_key"},
            "secret_key",
            "The Public ID (pk_…) was in the field",
        ),
        (
            {"account_id": "publishable_key", "publishable_key": "account_id"},
            "account_id",
            "The Public ID (pk_…) was in the field",
        ),
        (
            {"account_id": "secret_key", "secret_key": "account_id"},
            "account_id",
            "The Secret Key (rk_…) was in the field",
        ),
        ({"secret_key": "publishable_key"}, "secret_key", "publishable key"),
        ({"secret_key": "account_id"}, "secret_key", "The Account ID (acct_…) was in the field"),
    ],
)
def test_a_value_in_the_wrong_field_is_named(good, typed, line, says):
    values, misplaced = put_right(replace(good, **{field: getattr(good, kind) for field, kind in typed.items()}))
    lines = look_at(values, misplaced)

    assert blocks(lines)
    assert says in found(lines, line).text


def test_swapped_values_are_put_right_so_that_no_secret_stands_in_a_plain_field(good):
    swapped = Credentials(good.secret_key, good.account_id, good.publishable_key)

    values, misplaced = put_right(swapped)

    assert values == good
    assert misplaced == {
        "account_id": "secret_key",
        "publishable_key": "account_id",
        "secret_key": "publishable_key",
    }


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("account_id", "", "missing"),
        ("account_id", "Harbor Mail", "begins with acct_"),
        ("account_id", "acct_12 34", "begins with acct_"),  # where it was not cleaned
        ("publishable_key", "", "missing"),
        ("publishable_key", "harbor", "begins with pk_live_"),
        ("secret_key", "", "missing"),
        ("secret_key", "rk_live_••••••••a1b2", "shortened"),
        ("secret_key", "rk_live_51H...a1b2", "shortened"),
        ("secret_key", "whsec_abc123", "webhook"),
        ("secret_key", "a password", "begins with rk_live_"),
    ],
)
def test_what_is_no_such_value_is_said_without_asking_stripe(good, simulator, field, value, says):
    lines = check_connection(replace(good, **{field: value}))

    assert says in found(lines, field).text
    assert found(lines, field).blocks
    assert found(lines, field).remedy
    assert simulator.exchanges() == []


def test_test_and_live_are_not_mixed(good, simulator):
    lines = check_connection(replace(good, publishable_key=simulator.live_keys["publishable"]))

    assert not passes(lines)
    assert found(lines, "mode").text == "The Public ID is of live mode, the Secret Key of test mode."
    assert simulator.exchanges() == []


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("  acct_1Abc \n", "acct_1Abc"),
        ("acct_\r\n1Abc", "acct_1Abc"),
        ("acct_1 Abc", "acct_1Abc"),
        ("\ufeffacct_1\u200bAbc\u00a0", "acct_1Abc"),
        ("acct_1\u00adAbc\x00", "acct_1Abc"),
        ("“acct_1Abc”", "acct_1Abc"),
        ("'acct_1Abc'", "acct_1Abc"),
        ("`acct_1Abc`", "acct_1Abc"),
    ],
)
def test_what_copying_brought_along_is_taken_off(pasted, meant):
    assert clean(pasted) == meant


def test_the_short_keys_of_old_accounts_carry_no_account_and_raise_no_doubt():
    old = Credentials("acct_1032D8harborMail", f"pk_{LEGACY['live']}", f"rk_{LEGACY['live']}")

    assert not blocks(look_at(old))
    assert list(keys_of_other_accounts(old)) == []


def test_a_modern_key_of_another_account_raises_doubt(good):
    assert list(keys_of_other_accounts(good)) == []
    assert list(keys_of_other_accounts(replace(good, account_id=STRANGER))) == ["Public ID", "Secret Key"]


# --- Said by Stripe


def test_another_accounts_id_is_named_with_both(good):
    lines = check_connection(replace(good, account_id=STRANGER))

    assert not passes(lines)
    line = found(lines, "account")
    assert line.text == f"The Secret Key belongs to {good.account_id}, not to {STRANGER}."


def test_a_public_id_of_another_account_does_not_belong_to_the_key(good, simulator):
    keys = next(row for row in simulator.get("accounts")["accounts"] if row["id"] == STRANGER)["keys"]
    theirs = next(key["secret"] for key in keys if (key["kind"], key["mode"]) == ("publishable", "test"))

    lines = check_connection(replace(good, publishable_key=theirs))

    assert not passes(lines)
    assert found(lines, "pair").blocks
    assert [intent["status"] for intent in simulator.objects("setup_intent")] == ["canceled"]


@pytest.mark.parametrize("permission", NEEDED)
def test_a_permission_billing_needs_is_named_when_it_is_missing(good, simulator, permission):
    key = simulator.mint_key(permissions=[each for each in PERMISSIONS if each != permission])

    lines = check_connection(replace(good, secret_key=key))

    name = permission.removeprefix("rak_").removesuffix("_write")
    assert [line.about for line in lines if line.blocks] == [f"permission:{name}"]
    assert name.replace("_", " ").title() in found(lines, f"permission:{name}").remedy
    assert not passes(lines)


@pytest.mark.parametrize("permission", UNUSED)
def test_a_permission_billing_never_uses_is_a_warning(good, simulator, permission):
    key = simulator.mint_key(permissions=[each for each in PERMISSIONS if each != permission])

    lines = check_connection(replace(good, secret_key=key))

    assert passes(lines)
    doubtful = [line for line in lines if line.verdict != Verdict.FITS]
    assert len(doubtful) == 1
    assert "works without it" in doubtful[0].text


def test_read_is_not_write(good, simulator):
    key = simulator.mint_key(permissions=[each.replace("_write", "_read") for each in PERMISSIONS])

    lines = check_connection(replace(good, secret_key=key))

    assert len([line for line in lines if line.blocks]) == len(NEEDED)


def test_this_test_would_notice_a_stripe_that_permits_everything(good, simulator):
    """The permission tests above stand on Stripe's refusals: without them the check finds nothing wrong."""
    key = simulator.mint_key(permissions=["rak_customer_write"])
    assert not passes(check_connection(replace(good, secret_key=key)))

    simulator.rules(permissions=False)

    assert passes(check_connection(replace(good, secret_key=key)))


@pytest.mark.parametrize(
    ("how", "says"), [("expired", "expired or was revoked"), ("deleted", "does not know this key")]
)
def test_a_key_that_is_no_longer_good_is_one_line(good, simulator, how, says):
    simulator.revoke(good.secret_key, how)

    lines = check_connection(good)

    assert not passes(lines)
    assert says in found(lines, "secret_key").text
    assert list(verdicts(lines)) == ["account_id", "publishable_key", "secret_key", "mode"]


def test_a_revoked_public_id_is_told_from_a_revoked_key(good, simulator):
    simulator.revoke(good.publishable_key)

    lines = check_connection(good)

    assert [line.about for line in lines if line.blocks] == ["pair"]
    assert "Public ID" in found(lines, "pair").text


# --- Stripe does not answer, or not like Stripe


def test_where_stripe_cannot_be_reached_nothing_blocks_and_nothing_passes(good, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    lines = check_connection(good)

    assert not passes(lines)
    assert not blocks(lines)
    assert found(lines, "stripe").verdict == Verdict.NOT_VERIFIED


def test_a_stripe_that_hangs_is_given_up_in_time(good, simulator):
    simulator.fault("/v1/*", "hang", method="*", count=0, seconds=2)

    started = time.monotonic()
    lines = check_connection(good, seconds=0.5)

    assert time.monotonic() - started < 1.5
    assert not passes(lines)
    assert not blocks(lines)


def test_one_slow_answer_does_not_keep_the_others_from_counting(good, simulator):
    simulator.fault("/v1/customers/*", "hang", count=0, seconds=2)

    lines = check_connection(good, seconds=1)

    assert passes(lines)
    assert found(lines, "permission:customer").verdict == Verdict.NOT_VERIFIED
    assert found(lines, "permission:charge").verdict == Verdict.FITS


@pytest.mark.parametrize(
    "body",
    ["<html><h1>502 Bad Gateway</h1></html>", "", "[]", "null", '"ok"', "{}", '{"error": "no"}', '{"error": {}}'],
)
@pytest.mark.parametrize("status", [200, 400, 403, 502])
def test_nonsense_never_blocks_never_passes_and_is_not_shown(good, simulator, status, body):
    simulator.fault("/v1/*", "garbage", method="*", count=0, status=status, body=body)

    lines = check_connection(good)

    assert not passes(lines)
    assert not blocks(lines)
    assert "<" not in str([line.as_dict() for line in lines])


def test_an_answer_the_check_does_not_know_is_shown_and_does_not_block(good, simulator):
    odd = '{"error": {"type": "invalid_request_error", "message": "Ask again on Tuesday, rk_live_51Abcdef."}}'
    simulator.fault("/v1/customers/*", "garbage", count=0, status=400, body=odd)

    lines = check_connection(good)

    assert passes(lines)
    assert found(lines, "permission:customer").text.endswith("“Ask again on Tuesday, rk_live_…”")


def test_too_many_requests_do_not_block(good, simulator):
    simulator.fault("/v1/customers/*", "429", count=0)

    lines = check_connection(good)

    assert passes(lines)
    assert "busy" in found(lines, "permission:customer").text


# --- The SetupIntent is always cancelled


@pytest.mark.parametrize(
    ("path", "method", "kind", "options"),
    [
        ("/v1/setup_intents", "POST", "drop", {"when": "after"}),  # made, and the answer is lost
        ("/v1/setup_intents/*", "GET", "drop", {}),
        ("/v1/setup_intents/*", "GET", "garbage", {}),
        ("/v1/setup_intents/*", "GET", "hang", {"seconds": 1.5}),  # longer than the check waits
        ("/v1/setup_intents/seti_1*/cancel", "POST", "500", {}),  # cancelling is tried twice
    ],
)
def test_the_setup_intent_is_cancelled_whatever_happens(good, simulator, path, method, kind, options):
    simulator.fault(path, kind, method=method, **options)

    check_connection(good, seconds=1)

    intents = _once_settled(simulator)
    assert [intent["status"] for intent in intents] == ["canceled"]


def _once_settled(simulator) -> list[dict]:
    for _attempt in range(50):
        intents = simulator.objects("setup_intent")
        if intents and all(intent["status"] == "canceled" for intent in intents):
            break
        time.sleep(0.1)
    return intents


# --- Keys stay secret


def test_no_line_holds_a_key(good, simulator):
    weak = simulator.mint_key(permissions=["rak_token_read"])
    for credentials in (good, replace(good, secret_key=weak), replace(good, account_id=STRANGER)):
        said = str([line.as_dict() for line in check_connection(credentials)])

        assert credentials.secret_key not in said
        assert not re.search(r"[rs]k_(test|live)_\w", said)


def test_credentials_do_not_show_their_secret_in_a_traceback(good):
    assert good.secret_key not in repr(good)


def test_stripe_account_is_never_sent(good, simulator):
    """Stripe refuses a restricted key that comes with it; the simulator does, too."""
    lines = check_connection(good)

    assert "Stripe-Account" not in str(lines)
    assert passes(lines)
