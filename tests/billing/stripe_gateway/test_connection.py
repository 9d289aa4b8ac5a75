"""What was typed is kept, checked, and put to use; what works stays until then."""

import threading
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import connection as database

from boxholder.billing.models import BillingSettings, Invoice, Payment, StripeAccount, StripeIntegration
from boxholder.billing.stripe_gateway import connection, switch
from boxholder.billing.stripe_gateway.connection_check import PERMISSIONS, Credentials
from boxholder.encryption import seal
from boxholder.history.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def integration(harbor) -> StripeIntegration:
    return StripeIntegration.objects.of(harbor)


@pytest.fixture
def good(simulator) -> Credentials:
    return Credentials(simulator.account, simulator.keys["publishable"], simulator.keys["restricted"])


@pytest.fixture
def weak(good, simulator) -> Credentials:
    """May not touch payment intents."""
    permissions = [each for each in PERMISSIONS if each != "rak_payment_intent_write"]
    return replace(good, secret_key=simulator.mint_key(permissions=permissions))


def enter(integration, credentials, *, bills_renters=False, misplaced=None, by=None) -> None:
    connection.keep(integration, credentials, misplaced=misplaced or {}, bills_renters=bills_renters, by=by)


def connect(integration, credentials, **more) -> None:
    enter(integration, credentials, **more)
    connection.check(integration, by=None)


def kinds(integration) -> list[str]:
    return list(Event.objects.about(integration).values_list("kind", flat=True))


# --- Connecting


def test_values_that_pass_become_the_connection(integration, good, olivia):
    enter(integration, good, by=olivia)
    assert integration.is_unchecked
    assert not integration.is_connected

    connection.check(integration, by=olivia)

    assert integration.status == "connected"
    assert integration.account.account_id == good.account_id
    assert integration.account.livemode is False
    assert integration.account.secret == good.secret_key
    assert not integration.has_pending
    assert len(integration.report) == 13
    assert kinds(integration) == ["stripe.values_entered", "stripe.connected"]


def test_values_that_do_not_pass_are_kept_and_pass_once_the_permission_is_granted(integration, weak, simulator):
    connect(integration, weak)
    assert integration.status == "needs_attention"
    assert not integration.is_connected
    assert weak.secret_key not in integration.pending_sealed_secret

    simulator.rules(permissions=False)  # the operator edits the key in Stripe; it stays the same
    connection.check(integration, by=None)

    assert integration.account.secret == weak.secret_key
    assert integration.status == "connected"


def test_a_bad_new_key_leaves_the_working_connection_alone(integration, good, weak):
    connect(integration, good, bills_renters=True)

    connect(integration, weak, bills_renters=True)

    assert integration.account.secret == good.secret_key
    assert integration.bills_renters
    assert integration.has_pending
    assert [line["about"] for line in integration.pending_report if line["blocks"]] == ["permission:payment_intent"]


def test_a_new_key_of_the_same_account_goes_into_the_same_row(integration, good, simulator):
    connect(integration, good)
    new = replace(good, secret_key=simulator.mint_key(permissions=PERMISSIONS))

    connect(integration, new)

    account = StripeAccount.objects.get()
    assert account.secret == new.secret_key
    assert account.secret_hint.endswith(new.secret_key[-4:])


def test_live_after_test_is_another_row(integration, good, simulator):
    connect(integration, good)
    live = simulator.live_keys

    connect(integration, Credentials(good.account_id, live["publishable"], live["restricted"]))

    assert integration.account.livemode is True
    assert StripeAccount.objects.count() == 2


def test_without_a_new_secret_key_the_held_one_stays(integration, good, simulator):
    connect(integration, good)

    connect(integration, replace(good, secret_key=""))
    assert integration.account.secret == good.secret_key
    assert not integration.has_pending

    enter(integration, replace(good, account_id="acct_wrong"))
    enter(integration, replace(good, secret_key=""))
    connection.check(integration, by=None)
    assert integration.account.secret == good.secret_key


def test_something_else_in_place_of_the_key_does_not_bring_the_old_one_back(integration, good):
    connect(integration, good)

    enter(integration, replace(good, secret_key=""), misplaced={"secret_key": "publishable_key"})

    assert integration.pending_sealed_secret == ""
    assert [line["about"] for line in integration.pending_report if line["blocks"]] == ["secret_key"]


def test_what_can_be_seen_without_stripe_is_said_at_once(integration, good, simulator):
    enter(integration, replace(good, account_id="Harbor Mail"))

    assert integration.pending_report
    assert simulator.exchanges() == []


def test_when_stripe_is_away_the_values_wait(integration, good, settings):
    address, settings.STRIPE_API_BASE = settings.STRIPE_API_BASE, "http://127.0.0.1:9"
    connect(integration, good, bills_renters=True)
    assert integration.has_pending
    assert not integration.is_connected

    settings.STRIPE_API_BASE = address
    connection.check(integration, by=None)

    assert integration.status == "billing"


def test_a_connection_that_no_longer_fits_says_so_and_stays(integration, good, simulator):
    connect(integration, good, bills_renters=True)
    simulator.revoke(good.secret_key)

    connection.check(integration, by=None)

    assert integration.status == "needs_attention"
    assert integration.account is not None
    assert integration.bills_renters


def test_a_secret_this_server_can_no_longer_read_is_a_line_of_the_check(integration, good, settings):
    connect(integration, good)
    settings.SECRETS_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]

    connection.check(integration, by=None)

    assert [line["about"] for line in integration.report] == ["secret_key"]
    assert "BOXHOLDER_SECRETS_KEYS" in integration.report[0]["remedy"]


def test_discarded_values_are_gone_and_the_connection_stays(integration, good, weak):
    connect(integration, good)
    connect(integration, weak)

    connection.discard(integration, by=None)
    connection.discard(integration, by=None)

    assert integration.status == "connected"
    assert (integration.pending_sealed_secret, integration.pending_secret_hint) == ("", "")
    assert kinds(integration).count("stripe.values_discarded") == 1


def test_there_is_nothing_to_check_before_anything_is_entered(integration, simulator):
    connection.check(integration, by=None)

    assert simulator.exchanges() == []


# --- Twice at once


def test_two_checks_at_once_are_one(integration, good, simulator):
    enter(integration, good)
    simulator.fault("/v1/account", "latency", method="GET", seconds=0.7)

    def check() -> None:
        try:
            connection.check(StripeIntegration.objects.get(pk=integration.pk), by=None)
        finally:
            database.close()

    tabs = [threading.Thread(target=check) for _tab in range(3)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    integration.refresh_from_db()
    assert integration.status == "connected"
    assert [each["path"] for each in simulator.exchanges()].count("/v1/account") == 1
    assert kinds(integration).count("stripe.connected") == 1


def test_a_check_whose_worker_died_does_not_keep_the_next_from_running(integration, good):
    enter(integration, good)
    with time_machine.travel("2020-01-01"):
        assert connection._claim(integration, until=connection.timezone.now() + connection.LEASE)

    connection.check(integration, by=None)

    assert integration.status == "connected"
    assert integration.checking_until is None


def test_what_was_found_about_older_values_is_dropped(integration, good, weak):
    """Another tab saves other values while Stripe is being asked about these."""
    enter(integration, good)
    asked = StripeIntegration.objects.get(pk=integration.pk)
    enter(integration, weak)

    connection._keep_findings(asked, connection._lines(asked, seconds=20), asked_about=asked.pending_since, by=None)

    integration.refresh_from_db()
    assert not integration.is_connected
    assert integration.is_unchecked


# --- The switch


@time_machine.travel("2026-11-22 15:00:00+00:00")
def test_ticked_and_passed_bills_from_the_next_cycle_start(integration, good, olivia):
    connect(integration, good, bills_renters=True, by=olivia)

    assert integration.status == "billing"
    assert BillingSettings.objects.of(integration.operator).bill_from == date(2026, 12, 1)
    assert kinds(integration)[-1] == "stripe.switched_on"


@pytest.mark.parametrize(
    ("chosen", "billed_from"),
    [
        (None, date(2026, 12, 1)),
        (date(2026, 9, 1), date(2026, 12, 1)),  # months while it was off are not billed back
        (date(2026, 11, 22), date(2026, 11, 22)),
        (date(2027, 2, 1), date(2027, 2, 1)),
    ],
)
@time_machine.travel("2026-11-22 15:00:00+00:00")
def test_switching_on_keeps_a_later_day_and_moves_a_past_one(integration, good, chosen, billed_from):
    BillingSettings.objects.create(operator=integration.operator, bill_from=chosen)
    connect(integration, good)

    switch.on(integration, by=None)
    switch.on(integration, by=None)

    assert BillingSettings.objects.of(integration.operator).bill_from == billed_from
    assert kinds(integration).count("stripe.switched_on") == 1


def test_it_cannot_be_switched_on_without_a_connection_that_passed(integration, good, simulator):
    with pytest.raises(switch.NotConnected):
        switch.on(integration, by=None)

    connect(integration, good)
    simulator.revoke(good.secret_key)
    connection.check(integration, by=None)
    with pytest.raises(switch.NotConnected):
        switch.on(integration, by=None)


def test_off_keeps_keys_and_invoices(integration, good, rosa, basic):
    connect(integration, good, bills_renters=True)

    switch.off(integration, by=None)
    switch.off(integration, by=None)

    integration.refresh_from_db()
    assert integration.status == "connected"
    assert integration.account.secret == good.secret_key
    assert kinds(integration).count("stripe.switched_off") == 1


@time_machine.travel("2026-11-22 15:00:00+00:00")
def test_the_forecast_counts_who_is_asked_and_what_is_charged(integration, connected, bill, rosa, ben, ina, give_card):
    give_card(ben)
    bill()

    forecast = switch.forecast(integration, connected, today=date(2026, 11, 22))

    assert forecast.renters == 1  # Rosa: Ben has a card, Ina has not activated her mailbox
    assert forecast.invoices == 2
    assert [str(total) for total in forecast.totals] == ["48.00 USD"]
    assert switch.forecast(integration, None, today=date(2026, 11, 22)).renters == 2


def test_payments_held_by_the_switch_go_on_when_it_is_on_again(integration, connected, bill, rosa, give_card):
    card = give_card(rosa)
    bill()
    integration.refresh_from_db()
    switch.off(integration, by=None)
    held, _ = Payment.objects.update_or_create(
        invoice=Invoice.objects.get(),
        defaults={
            "customer": card.customer,
            "amount_minor": 1900,
            "currency": "USD",
            "status": "new",
            "next_check_at": None,
        },
    )

    switch.on(integration, by=None)

    held.refresh_from_db()
    assert held.next_check_at is not None


# --- Secrets


def test_no_secret_is_in_history_or_in_a_report(integration, good, weak):
    connect(integration, weak)
    connect(integration, good, bills_renters=True)
    switch.off(integration, by=None)

    told = str(list(Event.objects.values())) + str(integration.report) + str(integration.pending_report)
    assert good.secret_key not in told
    assert weak.secret_key not in told


def test_the_sealed_secret_is_not_the_secret(good):
    assert good.secret_key not in seal(good.secret_key)
