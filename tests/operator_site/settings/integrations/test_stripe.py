"""Settings → Integrations → Stripe → Manage."""

import logging
import re
from datetime import date

import pytest
import time_machine

from boxholder.billing.models import BillingSettings, StripeIntegration
from boxholder.billing.stripe_gateway.connection_check import PERMISSIONS
from boxholder.history.models import Event
from tests.paths import desk

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["", "stripe/", "stripe/check/", "stripe/discard/", "stripe/switch-off/"]


def page(operator, rest="stripe/") -> str:
    return desk(operator, f"settings/integrations/{rest}")


@pytest.fixture
def values(simulator) -> dict[str, str]:
    return {
        "account_id": simulator.account,
        "publishable_key": simulator.keys["publishable"],
        "secret_key": simulator.keys["restricted"],
    }


@pytest.fixture
def browser(log_in, olivia):
    return log_in(olivia)


@pytest.fixture
def save(browser, harbor):
    """Press Save Changes, and, where the page then asks Stripe by itself, let it. Returns the page that is shown."""

    def press(**fields):
        answer = browser.post(page(harbor), fields, follow=True)
        if 'hx-trigger="load, submit"' in answer.content.decode():
            answer = browser.post(page(harbor, "stripe/check/"), follow=True)
        return answer

    return press


@pytest.fixture
def integration(harbor):
    def find() -> StripeIntegration:
        return StripeIntegration.objects.of(harbor)

    return find


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- It works


def test_pasted_ticked_saved_and_renters_are_billed(save, values, integration, rosa):
    shown = save(**values, bills_renters="on")

    assert "Connected to" in text(shown)
    assert "Billing renters" in text(shown)
    assert integration().bills_renters
    assert integration().account.account_id == values["account_id"]


def test_the_page_has_the_labels_of_the_instructions(browser, harbor):
    html = browser.get(page(harbor)).content.decode()

    for label in ("Account ID", "Public ID", "Secret Key", "Bill mailbox renters with Stripe?", "Ask for cards from"):
        assert re.search(rf"<label[^>]*>\s*{re.escape(label)}\s*</label>", html), label
    assert re.search(r"<button[^>]*>Save Changes</button>", html)


def test_the_page_says_where_to_find_everything(browser, harbor, settings):
    html = browser.get(page(harbor)).content.decode()

    assert f'{settings.STRIPE_DASHBOARD_URL}/settings/account"' in html
    address = f"{settings.STRIPE_DASHBOARD_URL}/apikeys/create?name=Boxholder"
    assert address + "".join(f"&amp;permissions[]={each}" for each in PERMISSIONS) in html
    for name in ("Charges", "Customers", "Payment Methods", "Payment Intents", "Setup Intents", "Sources", "Tokens"):
        assert f"<li>{name}</li>" in html


def test_saving_shows_the_check_before_it_runs(browser, harbor, values, simulator):
    shown = browser.post(page(harbor), values, follow=True)

    html = shown.content.decode()
    assert 'hx-trigger="load, submit"' in html
    assert "Run the check" in html  # the button for whoever has no script
    assert "<fieldset" in html
    assert " disabled>" in html
    assert simulator.exchanges() == []


def test_the_page_that_waits_for_another_tabs_check_asks_again_and_does_not_run_it(
    browser, harbor, values, integration
):
    browser.post(page(harbor), values)
    StripeIntegration.objects.update(checking_until="2999-01-01T00:00Z")

    html = browser.get(page(harbor)).content.decode()

    assert 'hx-trigger="load delay:2s"' in html
    assert 'hx-trigger="load, submit"' not in html


def test_only_the_date_changed_asks_stripe_nothing(save, values, integration, simulator):
    save(**values)
    asked = len(simulator.exchanges())

    save(**values | {"secret_key": ""}, ask_for_cards_from="2027-01-15")

    assert integration().ask_for_cards_from == date(2027, 1, 15)
    assert len(simulator.exchanges()) == asked


@time_machine.travel("2026-11-22 15:00:00+00:00")
def test_the_date_is_today_unless_told(save, values, integration):
    save(**values, ask_for_cards_from="")

    assert integration().ask_for_cards_from == date(2026, 11, 22)


@time_machine.travel("2026-11-22 15:00:00+00:00")
def test_what_ticking_means_is_said_before_it_is_saved(browser, harbor, rosa, ben, bill):
    bill()

    said = text(browser.get(page(harbor)))

    assert "2 renters without a card are asked for one at log-in" in said
    assert re.search(r"2 open invoices can be paid by card again; .* are offered to pay: 48.00\sUSD", said)
    assert "Bill from: December 1, 2026" in said


def test_the_box_alone_switches_on_what_is_connected(save, values, integration):
    save(**values)
    assert not integration().bills_renters

    save(**values | {"secret_key": ""}, bills_renters="on")

    assert integration().bills_renters


def test_from_test_to_live_says_that_renters_are_asked_again(save, values, browser, harbor, simulator, integration):
    save(**values, bills_renters="on")
    live = {"publishable_key": simulator.live_keys["publishable"], "secret_key": simulator.live_keys["restricted"]}
    assert "every renter is asked for a card again" in text(browser.get(page(harbor)))

    shown = save(**values | live, bills_renters="on")

    assert "Connected, live" in text(shown)
    assert "renters are asked for a card again" in text(shown)
    assert integration().account.livemode is True


def test_unticking_is_confirmed_first(save, values, browser, harbor, integration):
    save(**values, bills_renters="on")

    shown = save(**values | {"secret_key": ""})
    assert "Stop billing renters with Stripe?" in text(shown)
    assert integration().bills_renters

    browser.post(page(harbor, "stripe/switch-off/"))
    assert not integration().bills_renters
    assert integration().is_connected


# --- It does not fit


def test_a_missing_permission_is_named_and_check_again_passes_once_it_is_granted(
    save, values, browser, harbor, simulator
):
    weak = simulator.mint_key(permissions=[each for each in PERMISSIONS if each != "rak_setup_intent_write"])
    shown = save(**values | {"secret_key": weak}, bills_renters="on")
    assert "Not connected yet: 1 thing does not fit" in text(shown)
    assert "set Setup Intents to Write" in text(shown)
    assert f"{weak[-4:]} is kept, encrypted" in text(shown)

    simulator.rules(permissions=False)  # edited in Stripe
    shown = browser.post(page(harbor, "stripe/check/"), follow=True)

    assert "Billing renters" in text(shown)


def test_swapped_values_are_named_put_right_and_pass_at_the_next_check(save, values, browser, harbor, simulator):
    swapped = {**values, "publishable_key": values["secret_key"], "secret_key": values["publishable_key"]}

    shown = save(**swapped)
    html = shown.content.decode()
    assert "The Secret Key (rk_…) was in the field Public ID." in html
    assert f'value="{values["publishable_key"]}"' in html
    assert values["secret_key"] not in html
    assert simulator.exchanges() == []

    shown = browser.post(page(harbor, "stripe/check/"), follow=True)
    assert "Connected to" in text(shown)


@pytest.mark.parametrize("field", ["account_id", "publishable_key"])
def test_a_secret_in_a_plain_field_never_comes_back(save, values, field, integration):
    shown = save(**{field: f" {values['secret_key']}\n"})

    assert values["secret_key"] not in shown.content.decode()
    assert integration().pending_secret_hint.endswith(values["secret_key"][-4:])
    assert values["secret_key"] not in str(StripeIntegration.objects.values())


def test_line_breaks_and_blanks_from_copying_are_taken_off(save, values, integration):
    key = values["secret_key"]
    save(
        account_id=f" “{values['account_id']}”\n",
        publishable_key=f"\u200b{values['publishable_key']}\r\n",
        secret_key=f"{key[:20]}\n{key[20:]} ",
    )

    assert integration().account.secret == key


def test_nothing_typed_is_said_at_each_field(save, integration):
    shown = save(bills_renters="on")

    for field in ("Account ID", "Public ID", "Secret Key"):
        assert f"Enter the {field}." in text(shown)
    assert not integration().has_pending


def test_a_key_without_the_rest_is_kept(save, values, integration):
    shown = save(secret_key=values["secret_key"])

    assert "The Account ID is missing." in text(shown)
    assert integration().pending_secret_hint


def test_a_bad_date_loses_nothing(save, values, integration):
    shown = save(**values, ask_for_cards_from="31/31/2026")

    html = shown.content.decode()
    assert "Enter a valid date." in html
    assert f'value="{values["account_id"]}"' in html
    assert f"{values['secret_key'][-4:]} is kept, encrypted" in html


def test_a_connection_that_no_longer_fits_cannot_be_switched_on(save, values, browser, harbor, simulator, integration):
    save(**values)
    simulator.revoke(values["secret_key"])
    browser.post(page(harbor, "stripe/check/"))

    shown = save(**values | {"secret_key": ""}, bills_renters="on")

    assert "mend it first" in text(shown)
    assert not integration().bills_renters


def test_discarding_leaves_the_working_connection(save, values, browser, harbor, simulator, integration):
    save(**values)
    save(**values | {"secret_key": simulator.mint_key(permissions=["rak_token_read"])})
    assert integration().has_pending

    shown = browser.post(page(harbor, "stripe/discard/"), follow=True)

    assert not integration().has_pending
    assert "Connected, in test mode" in text(shown)


def test_far_too_long_values_are_refused_and_do_no_harm(save, values, integration):
    shown = save(**values | {"account_id": "acct_" + "1" * 5000})

    assert "at most 255 characters" in text(shown)
    assert not integration().is_connected


# --- Secrets


def test_the_secret_is_in_no_page_no_log_and_no_history(save, values, browser, harbor, simulator, caplog):
    weak = simulator.mint_key(permissions=["rak_customer_write"])
    with caplog.at_level(logging.DEBUG):
        pages = [
            save(**values | {"secret_key": weak}).content.decode(),
            save(**values, bills_renters="on").content.decode(),
            browser.get(page(harbor)).content.decode(),
            browser.get(page(harbor, "")).content.decode(),
        ]

    told = "".join(pages) + caplog.text + str(list(Event.objects.values()))
    for secret in (weak, values["secret_key"]):
        assert secret not in told
        assert secret[12:40] not in told.replace(values["publishable_key"], "")


# --- Others find nothing


@pytest.mark.parametrize("rest", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_clerk_and_another_operators_owner_find_nothing(log_in, carl, sam, rosa, harbor, rest, method):
    for person in (carl, sam, rosa):
        assert getattr(log_in(person), method)(page(harbor, rest)).status_code == 404


@pytest.mark.parametrize(
    ("rest", "method"),
    [
        ("", "post"),
        ("stripe/", "delete"),
        ("stripe/check/", "get"),
        ("stripe/discard/", "get"),
        ("stripe/switch-off/", "put"),
    ],
)
def test_the_wrong_method_is_refused(browser, harbor, rest, method):
    assert getattr(browser, method)(page(harbor, rest)).status_code == 405


def test_what_is_already_done_leads_back_to_the_page(browser, harbor):
    for rest, method in (("stripe/check/", "post"), ("stripe/discard/", "post"), ("stripe/switch-off/", "get")):
        answer = getattr(browser, method)(page(harbor, rest))
        assert (answer.status_code, answer["Location"]) == (302, page(harbor))


# --- The card and the Billing tab


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        ({}, "Not connected"),
        ({"secret_key": "rk_test_wrong"}, "Needs attention"),
        ({"bills_renters": "on"}, "Billing renters"),
        ({"account_id": None}, "Connected, billing off"),
    ],
)
def test_the_card_says_how_it_stands(save, values, browser, harbor, prepare, says):
    if prepare:
        save(**values | {name: value for name, value in prepare.items() if value})

    shown = browser.get(page(harbor, ""))

    assert says in text(shown)
    assert 'aria-label="Manage"' in shown.content.decode()


def test_the_page_asks_the_database_the_same_whatever_there_is(
    save, values, browser, harbor, rosa, ben, bill, django_assert_max_num_queries
):
    save(**values, bills_renters="on")
    bill()

    with django_assert_max_num_queries(16):
        browser.get(page(harbor))


@time_machine.travel("2026-11-22 15:00:00+00:00")
def test_how_to_bill_is_saved_and_remembered(browser, harbor):
    html = browser.get(desk(harbor, "settings/billing/")).content.decode()
    assert 'value="2026-12-01"' in html

    browser.post(desk(harbor, "settings/billing/"), {"bill_from": "2027-01-01", "prorates": "on"})

    settings = BillingSettings.objects.of(harbor)
    assert (settings.bill_from, settings.card_may_be_put_off, settings.prorates) == (date(2027, 1, 1), False, True)
    assert Event.objects.about(settings).get().kind == "billing.settings_changed"


def test_the_billing_tab_is_the_owners(log_in, browser, carl, sam, harbor):
    address = desk(harbor, "settings/billing/")

    assert browser.delete(address).status_code == 405
    assert "Enter a valid date." in text(browser.post(address, {"bill_from": "soon"}))
    for person in (carl, sam):
        assert log_in(person).get(address).status_code == 404
        assert log_in(person).post(address, {"bill_from": "2027-01-01"}).status_code == 404
