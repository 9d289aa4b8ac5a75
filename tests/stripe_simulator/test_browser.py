"""The browser half, in a real browser: a shop's page of another origin, under the policy a shop should have."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from stripe_simulator.accounts import builtin_key

PAGES = Path(__file__).parent / "pages"
ELEMENT = "Secure payment input frame"
BANK = "3D Secure authentication frame"
YEAR = "Your card's expiration year"

pytestmark = pytest.mark.journey


# -- The card's fields ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("Card number", "4242424242424242", "4242 4242 4242 4242"),
        ("Card number", "378282246310005", "3782 822463 10005"),
        ("Card number", "42424242424242421", "4242 4242 4242 4242"),  # one digit too many
        ("Expiration date", "1234", "12 / 34"),
        ("Expiration date", "434", "04 / 34"),
        ("Expiration date", "1/34", "01 / 34"),
        ("Expiration date", "1334", "01 / 33"),  # there is no month 13
        ("Security code", "12x3", "123"),
    ],
)
def test_what_is_typed_is_grouped(shop, setup_intent, field, typed, shown):
    shop.open(setup_intent)

    shop.element.get_by_label(field).press_sequentially(typed)

    expect(shop.element.get_by_label(field)).to_have_value(shown)


def test_a_date_filled_in_by_the_browser_is_understood(shop, setup_intent):
    shop.open(setup_intent)

    shop.element.get_by_label("Expiration date").fill("12/2034")

    expect(shop.element.get_by_label("Expiration date")).to_have_value("12 / 34")


def test_the_slash_of_the_date_can_be_deleted(shop, setup_intent):
    shop.open(setup_intent)
    expiry = shop.element.get_by_label("Expiration date")
    expiry.press_sequentially("12")
    expect(expiry).to_have_value("12 / ")

    expiry.press("Backspace")

    expect(expiry).to_have_value("1")


def test_the_brand_is_recognised(shop, setup_intent):
    shop.open(setup_intent)

    shop.element.get_by_label("Card number").press_sequentially("5555")

    expect(shop.element.get_by_label("Card number")).to_have_accessible_description("Mastercard")
    expect(shop.element.locator(".brand:visible")).to_have_count(1)


@pytest.mark.parametrize(
    ("entry", "field", "code", "message"),
    [
        ({}, "Card number", "incomplete_number", "Your card number is incomplete."),
        ({"number": "4242"}, "Card number", "incomplete_number", "Your card number is incomplete."),
        ({"number": "4242424242424241"}, "Card number", "invalid_number", "Your card number is invalid."),
        ({"number": "9999"}, "Card number", "invalid_number", "Your card number is invalid."),
        ({"expiry": "12"}, "Expiration date", "incomplete_expiry", "Your card's expiration date is incomplete."),
        ({"expiry": "1220"}, "Expiration date", "invalid_expiry_year_past", f"{YEAR} is in the past."),
        ({"expiry": "1299"}, "Expiration date", "invalid_expiry_year", f"{YEAR} is invalid."),
        ({"cvc": "12"}, "Security code", "incomplete_cvc", "Your card's security code is incomplete."),
        ({"number": "378282246310005"}, "Security code", "incomplete_cvc", "Your card's security code is incomplete."),
        ({"zip": "972"}, "ZIP code", "incomplete_zip", "Your ZIP is incomplete."),
    ],
)
def test_what_is_missing_is_said_at_its_field(shop, setup_intent, entry, field, code, message):
    shop.open(setup_intent)
    if entry:
        shop.fill(**entry)

    outcome = shop.save()

    assert outcome["error"] == {"type": "validation_error", "code": code, "message": message}
    culprit = shop.element.get_by_label(field)
    expect(culprit).to_have_attribute("aria-invalid", "true")
    expect(culprit).to_have_accessible_description(re.compile(re.escape(message)))
    expect(culprit).to_be_focused()


def test_submit_checks_the_fields_before_the_intent_is_touched(shop, setup_intent):
    shop.open(setup_intent)

    assert shop.attempt("shop.elements.submit()")["error"]["code"] == "incomplete_number"
    shop.fill()
    assert shop.attempt("shop.elements.submit()") == {}


def test_outside_the_united_states_no_zip_is_asked(shop, harbor, setup_intent):
    shop.open(setup_intent)
    shop.element.get_by_label("Country").select_option("Germany")
    expect(shop.element.get_by_label("ZIP code")).to_be_hidden()

    shop.fill(zip=None)
    shop.save()

    method = harbor.payment_methods.retrieve(shop.outcome["setupIntent"]["payment_method"])
    assert method.billing_details.address.country == "DE"
    assert method.billing_details.address.postal_code is None


# -- Saving a card ----------------------------------------------------------------------------------------------------


def test_a_typed_card_is_saved(shop, harbor, setup_intent):
    shop.open(setup_intent)
    shop.fill()

    outcome = shop.save()

    assert outcome["setupIntent"]["id"] == setup_intent.id
    assert outcome["setupIntent"]["status"] == "succeeded"
    method = harbor.payment_methods.retrieve(harbor.setup_intents.retrieve(setup_intent.id).payment_method)
    assert (method.card.last4, method.card.exp_month, method.card.exp_year) == ("4242", 12, 2034)
    assert method.billing_details.address.postal_code == "97201"


def test_the_card_number_leaves_its_frame_for_the_simulator_only(shop, setup_intent):
    requests = []
    shop.page.on("request", lambda request: requests.append(request))
    shop.open(setup_intent)
    shop.fill(number="4242424242424242")

    shop.save()

    [bearer] = [request for request in requests if "4242424242424242" in (request.post_data or "")]
    assert bearer.frame.url == f"{shop.simulator}/elements/payment.html"
    assert bearer.url == f"{shop.simulator}/v1/setup_intents/{setup_intent.id}/confirm"
    assert "4242424242424242" not in json.dumps(shop.page.evaluate("[shop.outcome, shop.events]"))


def test_enter_in_a_field_sends_the_form_around_it(shop, setup_intent):
    shop.open(setup_intent)
    shop.fill()

    shop.element.get_by_label("Security code").press("Enter")

    assert shop.wait()["setupIntent"]["status"] == "succeeded"


def test_a_declined_card_is_an_error_and_another_may_follow(shop, setup_intent):
    shop.open(setup_intent)
    shop.fill(number="4000000000000002")

    error = shop.save()["error"]

    assert (error["type"], error["code"], error["decline_code"]) == ("card_error", "card_declined", "generic_decline")
    assert error["message"] == "Your card was declined."
    assert error["setup_intent"]["status"] == "requires_payment_method"

    shop.fill()
    assert shop.save()["setupIntent"]["status"] == "succeeded"


def test_without_if_required_a_success_ends_on_the_return_url(shop, setup_intent):
    shop.open(setup_intent, return_url=f"{shop.origin}/thanks.html?box=7")
    shop.fill()

    shop.page.get_by_role("button", name="Save card").click()

    shop.page.wait_for_url("**/thanks.html?*")
    assert parse_qs(urlsplit(shop.page.url).query) == {
        "box": ["7"],
        "setup_intent": [setup_intent.id],
        "setup_intent_client_secret": [setup_intent.client_secret],
        "redirect_status": ["succeeded"],
    }


def test_a_second_confirm_meanwhile_is_refused(shop, setup_intent):
    shop.open(setup_intent)
    shop.fill()

    first, second = shop.page.evaluate(
        """() => {
            const confirm = () => shop.stripe.confirmSetup({elements: shop.elements, redirect: 'if_required'});
            return Promise.all([confirm(), confirm().catch((error) => `${error.name}: ${error.message}`)]);
        }"""
    )

    assert first["setupIntent"]["status"] == "succeeded"
    assert second.startswith("IntegrationError: You have an in-flight confirmSetup!")


# -- 3-D Secure -------------------------------------------------------------------------------------------------------


def test_the_bank_asks_and_the_renter_completes(shop, setup_intent):
    shop.open(setup_intent)
    shop.fill(number="4000002500003155")
    shop.press_save()
    expect(shop.bank.get_by_role("button", name="Complete authentication")).to_be_focused()

    shop.bank.get_by_role("button", name="Complete authentication").click()

    assert shop.wait()["setupIntent"]["status"] == "succeeded"
    expect(shop.page.get_by_title(BANK)).to_have_count(0)
    expect(shop.page.get_by_role("button", name="Save card")).to_be_focused()


@pytest.mark.parametrize("way_out", ["Fail authentication", "Cancel authentication", "Escape"])
def test_failing_or_closing_is_an_authentication_failure(shop, setup_intent, way_out):
    shop.open(setup_intent)
    shop.fill(number="4000002500003155")
    shop.press_save()
    expect(shop.bank.get_by_role("button", name="Complete authentication")).to_be_focused()

    if way_out == "Escape":
        shop.page.keyboard.press("Escape")
    else:
        shop.bank.get_by_role("button", name=way_out).click()

    error = shop.wait()["error"]
    assert error["code"] == "setup_intent_authentication_failure"
    assert error["setup_intent"]["status"] == "requires_payment_method"


def test_a_saved_card_pays_once_the_bank_agrees(shop, harbor, payment, card):
    shop.open(payment)
    shop.start(
        f"shop.stripe.confirmPayment({{clientSecret: shop.clientSecret, redirect: 'if_required',"
        f" confirmParams: {{payment_method: '{card.id}', return_url: location.href}}}})"
    )
    expect(shop.bank.get_by_text("a payment of $25.00")).to_be_visible()

    shop.bank.get_by_role("button", name="Complete authentication").click()

    assert shop.wait()["paymentIntent"]["status"] == "succeeded"
    assert harbor.payment_intents.retrieve(payment.id).amount_received == 2500


def test_the_bank_may_agree_and_still_decline(shop, payment):
    shop.open(payment)
    shop.fill(number="4000008260003178")
    shop.press_save()

    shop.bank.get_by_role("button", name="Complete authentication").click()

    error = shop.wait()["error"]
    assert (error["type"], error["decline_code"]) == ("card_error", "insufficient_funds")
    assert error["payment_intent"]["status"] == "requires_payment_method"


def test_a_next_action_started_by_the_server_is_handled(shop, harbor, payment, card):
    harbor.payment_intents.confirm(payment.id, {"payment_method": card.id, "use_stripe_sdk": True})
    shop.open(payment)
    shop.start("shop.stripe.handleNextAction({clientSecret: shop.clientSecret})")

    shop.bank.get_by_role("button", name="Complete authentication").click()

    assert shop.wait()["paymentIntent"]["status"] == "succeeded"


# -- Reading back -----------------------------------------------------------------------------------------------------


def test_an_intent_is_read_by_its_secret_only(shop, setup_intent, payment):
    shop.open(setup_intent)

    assert shop.attempt("shop.stripe.retrieveSetupIntent(shop.clientSecret)")["setupIntent"]["id"] == setup_intent.id
    read = shop.attempt(f"shop.stripe.retrievePaymentIntent('{payment.client_secret}')")["paymentIntent"]
    assert (read["id"], read["amount"]) == (payment.id, 2500)
    wrong = shop.attempt("shop.stripe.retrieveSetupIntent(shop.clientSecret + 'x')")
    assert wrong["error"]["type"] == "invalid_request_error"


def test_a_spent_intent_does_not_make_an_element(shop, harbor, setup_intent):
    harbor.setup_intents.cancel(setup_intent.id)

    shop.open(setup_intent, ready=False)

    shop.page.wait_for_timeout(100)
    event = next(event for event in shop.page.evaluate("shop.events") if event["event"] == "loaderror")
    assert event["error"]["code"] == "setup_intent_unexpected_state"
    assert shop.save()["thrown"] == "IntegrationError"


# -- Mistakes of the page's author ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        ("Stripe('')", "apiKey should be a string"),
        ("Stripe('sk_test_1')", "You should not use your secret key with Stripe.js"),
        ("stripe.elements({clientSecret: 'seti_1'})", "should be a client secret of the form"),
        ("elements.create('payment')", "Can only create one Element of type payment"),
        ("payment.mount('#nowhere')", "The selector you specified (#nowhere) applies to no DOM elements"),
        ("(payment.destroy(), payment.mount('#payment-element'))", "has already been destroyed"),
        ("(payment.unmount(), elements.submit())", "make sure the Element you are attempting to use is still mounted"),
        ("(payment.destroy(), stripe.confirmSetup({elements, clientSecret, redirect}))", "should have a mounted"),
        ("stripe.confirmSetup({elements})", "`confirmParams.return_url` argument is required"),
        ("stripe.confirmSetup({clientSecret, redirect})", "pass elements"),
        ("stripe.confirmPayment({elements, redirect})", "should be a client secret of the form"),
        ("stripe.handleNextAction({clientSecret})", "not in the requires_action state"),
    ],
)
def test_a_mistake_is_an_integration_error(shop, setup_intent, mistake, message):
    shop.open(setup_intent)

    outcome = shop.attempt(
        f"{{ const {{stripe, elements, payment, clientSecret}} = shop, redirect = 'if_required'; return {mistake} }}"
    )

    assert outcome["thrown"] == "IntegrationError"
    assert message in outcome["message"]


def test_a_destroyed_element_makes_room_for_a_new_one(shop, setup_intent):
    shop.open(setup_intent)

    shop.page.evaluate("() => { shop.payment.destroy(); shop.elements.create('payment').mount('#payment-element') }")
    shop.fill()

    assert shop.save()["setupIntent"]["status"] == "succeeded"


# -- Looks, access, policy --------------------------------------------------------------------------------------------


def test_the_events_tell_a_page_what_it_may_show(shop, setup_intent):
    shop.open(setup_intent)

    shop.fill()

    events = shop.page.evaluate("shop.events")
    assert [event["event"] for event in events if event["event"] != "blur"] == ["ready", "focus", "change", "change"]
    assert [event["complete"] for event in events if event["event"] == "change"] == [False, True]
    assert events[0] == {"event": "ready", "elementType": "payment"}


def test_the_page_sets_the_look(shop, setup_intent):
    shop.open(setup_intent)
    look = "() => { const {color} = getComputedStyle(document.querySelector('label')); return color }"
    assert shop.frame(ELEMENT).evaluate(look) == "rgb(31, 36, 48)"

    shop.page.evaluate("shop.elements.update({appearance: {theme: 'night', variables: {colorText: '#ff0000'}}})")

    expect(shop.element.locator("label").first).to_have_css("color", "rgb(255, 0, 0)")


def test_wallets_left_on_are_told(shop, setup_intent):
    shop.open(setup_intent)
    note = shop.element.get_by_text("Stripe may also offer Link here.")
    expect(note).to_be_hidden()

    shop.page.evaluate("shop.payment.update({wallets: {applePay: 'never', googlePay: 'never'}})")

    expect(note).to_be_visible()


def test_on_a_phone_nothing_is_cut_off(shop, setup_intent):
    shop.page.set_viewport_size({"width": 320, "height": 640})
    shop.open(setup_intent)
    shop.page.get_by_role("button", name="Save card").click()  # with every message on display

    expect(shop.element.get_by_text("Your card number is incomplete.")).to_be_visible()
    fits = "() => document.documentElement.scrollWidth <= innerWidth"
    assert shop.page.evaluate(fits)
    assert shop.frame(ELEMENT).evaluate(fits)
    expect(shop.element.get_by_role("link", name="Show test cards")).to_be_in_viewport()
    shop.frame(ELEMENT).wait_for_function("() => document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize("night", [False, True])
def test_the_frames_are_accessible(shop, setup_intent, night):
    shop.open(setup_intent, night=night)
    if night:  # The frame is transparent: give the checker the page's colour.
        shop.frame(ELEMENT).evaluate("() => { document.body.style.background = '#1c1f26' }")
    assert violations(shop.frame(ELEMENT)) == []
    shop.save()
    assert violations(shop.frame(ELEMENT)) == []

    shop.fill(number="4000002500003155")
    shop.press_save()
    expect(shop.bank.get_by_role("heading")).to_be_visible()
    assert violations(shop.frame(BANK)) == []
    shop.bank.get_by_role("button", name="Cancel").click()


def test_a_breach_of_the_policy_would_be_noticed(shop, setup_intent):
    shop.open(setup_intent)

    shop.page.evaluate("() => document.body.setAttribute('style', 'color: red')")

    assert any("Content Security Policy" in complaint for complaint in shop.complaints)
    shop.complaints.clear()


# -- The cast ---------------------------------------------------------------------------------------------------------


class Shop:
    """A shop's page in a browser, and what a renter does on it."""

    def __init__(self, page, origin, simulator):
        self.page, self.origin, self.simulator = page, origin, simulator
        self.complaints = []
        page.on("console", lambda message: self._hear(message) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, intent, *, night=False, ready=True, return_url=None):
        query = {"key": builtin_key("publishable"), "client_secret": intent.client_secret}
        query |= {"night": "yes"} if night else {}
        query |= {"return_url": return_url} if return_url else {}
        self.page.goto(f"{self.origin}/card.html?{urlencode(query)}")
        if ready:
            expect(self.page.locator("body[data-ready]")).to_be_visible()

    @property
    def element(self):
        return self.page.frame_locator(f'iframe[title="{ELEMENT}"]')

    @property
    def bank(self):
        return self.page.frame_locator(f'iframe[title="{BANK}"]')

    def frame(self, title):
        return self.page.query_selector(f'iframe[title="{title}"]').content_frame()

    def fill(self, number="4242424242424242", expiry="1234", cvc="123", zip="97201"):
        self.element.get_by_label("Card number").fill(number)
        self.element.get_by_label("Expiration date").fill(expiry)
        self.element.get_by_label("Security code").fill(cvc)
        if zip is not None:
            self.element.get_by_label("ZIP code").fill(zip)

    def press_save(self):
        self.page.evaluate("() => { document.getElementById('result').textContent = '' }")
        self.page.get_by_role("button", name="Save card").click()

    def save(self):
        self.press_save()
        return self.wait()

    def start(self, code):
        self.page.evaluate(f"() => {{ shop.attempt(() => {code}) }}")

    def attempt(self, code):
        return self.page.evaluate(f"() => shop.attempt(() => {code})")

    def wait(self):
        expect(self.page.locator("#result")).not_to_be_empty()
        return self.outcome

    @property
    def outcome(self):
        return self.page.evaluate("shop.outcome")

    def _hear(self, message):
        # The browser reports every 4xx answer; a declined card is one, here as at Stripe.
        if not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)


def violations(frame):
    """What axe finds against WCAG 2.2 AA; its other advice is for whole pages, not for a frame in one."""
    result = Axe().run(frame, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    return [(found["id"], [node["html"] for node in found["nodes"]]) for found in result.response["violations"]]


@pytest.fixture
def shop(browser, origin, simulator_url):
    context = browser.new_context(viewport={"width": 500, "height": 720})
    context.set_default_timeout(10_000)
    shop = Shop(context.new_page(), origin, simulator_url)
    yield shop
    context.close()
    assert shop.complaints == []


@pytest.fixture(scope="module")
def origin(simulator_url):
    """Serves the shop's pages, each with the strict policy; the simulator's address is written into them."""
    policy = (
        f"default-src 'none'; script-src 'self' {simulator_url}; frame-src {simulator_url}; "
        f"connect-src 'self' {simulator_url}; style-src 'self'"
    )

    class Pages(BaseHTTPRequestHandler):
        types = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}

        def do_GET(self):
            file = PAGES / Path(urlsplit(self.path).path).name
            body = file.read_text().replace("{{ simulator }}", simulator_url).encode() if file.is_file() else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", self.types.get(file.suffix, "text/plain") + "; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def card(save_card):
    """A saved card whose bank asks at every payment."""
    return save_card("pm_card_authenticationRequired")


@pytest.fixture
def payment(intend):
    return intend(amount=2500)
