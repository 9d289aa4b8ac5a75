"""The renter's doors to their cards: asked at log-in, entered, made default, deleted."""

import pytest
from django.urls import reverse
from django.utils import timezone

from boxholder.billing import cards
from boxholder.billing.agreement import agreement
from boxholder.billing.models import BillingSettings, CardSetup, PaymentMethod, StripeIntegration
from tests.paths import site
from tests.support.browser_half import answer_the_bank, type_card

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rosas(connected, log_in, rosa):
    """Rosa's browser; Harbor bills with Stripe."""
    return log_in(rosa)


@pytest.fixture
def form(rosa, connected):
    """Rosa's open card form, as her page has it."""
    return cards.open_form(rosa, connected, by=rosa.user)


def mark(rosa) -> str:
    return agreement(rosa, timezone.now()).mark


def path(harbor, setup, rest: str = "") -> str:
    return site(harbor, f"cards/forms/{setup.pk}/{rest}")


# -- Asked at log-in


def test_once_a_log_in_home_leads_to_the_card_page(harbor, rosas):
    assert rosas.get(site(harbor)).url == site(harbor, "cards/new/")

    assert rosas.get(site(harbor)).url == site(harbor, "mail/")


def test_the_next_log_in_asks_again(harbor, rosas, rosa):
    rosas.get(site(harbor))

    rosas.logout()
    rosas.force_login(rosa.user)

    assert rosas.get(site(harbor)).url == site(harbor, "cards/new/")


def asks(browser, harbor) -> bool:
    return browser.get(site(harbor)).url == site(harbor, "cards/new/")


def test_who_has_a_card_is_not_asked(harbor, rosas, rosa, give_card):
    give_card(rosa)

    assert not asks(rosas, harbor)


@pytest.mark.parametrize("trouble", [{"exp_year": 2024}, {"refused_for_good": True}])
def test_a_card_that_cannot_be_charged_is_no_card(harbor, rosas, rosa, give_card, trouble):
    PaymentMethod.objects.filter(pk=give_card(rosa).pk).update(**trouble)

    assert asks(rosas, harbor)
    assert "can no longer be charged" in rosas.get(site(harbor, "mail/")).text


@pytest.mark.parametrize("change", [{"bills_renters": False}, {"ask_for_cards_from": "2999-01-01"}])
def test_before_cards_are_asked_for_nobody_is(harbor, rosas, change):
    StripeIntegration.objects.update(**change)

    assert not asks(rosas, harbor)


def test_who_rents_nothing_any_more_is_not_asked(harbor, rosas, box_101):
    box_101.closed_on = timezone.now().date()
    box_101.save()

    assert not asks(rosas, harbor)


# -- The page


def test_the_page_says_how_much_when_and_what_is_agreed_to(harbor, rosas, rosa):
    page = rosas.get(site(harbor, "cards/new/"))

    assert "no-store" in page["Cache-Control"]
    assert "19.00\N{NO-BREAK SPACE}USD" in page.text
    for paragraph in agreement(rosa, timezone.now()).text.split("\n\n"):
        assert paragraph in page.text
    assert "hello@harbor.example" in page.text


def test_later_is_there_only_where_it_may_be_put_off(harbor, rosas):
    assert ">Later</a>" in rosas.get(site(harbor, "cards/new/")).text

    settings = BillingSettings.objects.of(harbor)
    settings.card_may_be_put_off = False
    settings.save()

    assert ">Later</a>" not in rosas.get(site(harbor, "cards/new/")).text
    assert "A card is needed" in rosas.get(site(harbor, "mail/")).text


def test_the_page_asks_nothing_of_stripe(harbor, rosas, simulator):
    simulator.fault("/v1/*", "500", method="*", count=0)

    assert rosas.get(site(harbor, "cards/new/")).status_code == 200
    assert CardSetup.objects.count() == 0


def test_where_stripe_is_off_there_is_nothing_to_add(harbor, rosas):
    StripeIntegration.objects.update(bills_renters=False)

    assert rosas.get(site(harbor, "cards/new/")).url == site(harbor, "billing/")
    assert rosas.post(site(harbor, "cards/forms/")).status_code == 409


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "evil"])
def test_the_way_back_leads_nowhere_else(harbor, rosas, elsewhere):
    page = rosas.get(site(harbor, "cards/new/"), {"next": elsewhere})

    assert "evil" not in page.text
    assert "javascript:alert" not in page.text


# -- The three questions of the form


def test_a_card_is_opened_agreed_to_and_saved(harbor, rosas, rosa, simulator):
    opened = rosas.post(site(harbor, "cards/forms/"))
    assert opened.json()["publishable_key"] == simulator.keys["publishable"]
    assert "no-store" in opened["Cache-Control"]
    setup = CardSetup.objects.get()
    assert rosas.post(opened.json()["consent_url"], {"agreement": mark(rosa)}).status_code == 204
    type_card(cards.open_form(rosa, setup.customer.account, by=rosa.user), simulator.url)

    answer = rosas.post(opened.json()["card_url"])

    assert answer.json() == {"next": site(harbor)}
    assert "Visa •••• 4242 is now the card we charge." in rosas.get(site(harbor), follow=True).text
    setup.refresh_from_db()
    assert setup.agreement == agreement(rosa, timezone.now()).text


def test_nobody_agrees_to_words_they_did_not_see(harbor, rosas, rosa, form, basic):
    seen = mark(rosa)
    basic.price_minor = 9900
    basic.save()

    answer = rosas.post(path(harbor, form.setup, "consent/"), {"agreement": seen})

    assert (answer.status_code, answer.json()["stale"]) == (409, True)
    form.setup.refresh_from_db()
    assert form.setup.agreed_at is None


def test_without_a_card_there_is_nothing_to_finish(harbor, rosas, form):
    answer = rosas.post(path(harbor, form.setup, "card/"))

    assert (answer.status_code, answer.json()) == (202, {})
    assert PaymentMethod.objects.count() == 0


def test_too_many_tries_are_said_in_plain_words(harbor, rosas, rosa, form):
    for _try in range(cards.TRIES_PER_HOUR):
        rosas.post(path(harbor, form.setup, "consent/"), {"agreement": mark(rosa)})

    answer = rosas.post(path(harbor, form.setup, "consent/"), {"agreement": mark(rosa)})

    assert answer.status_code == 429
    assert "wait an hour" in answer.json()["problem"]


def test_a_form_finished_in_another_tab_leads_on(harbor, rosas, rosa, simulator, form):
    rosas.post(path(harbor, form.setup, "consent/"), {"agreement": mark(rosa)})
    type_card(form, simulator.url)
    rosas.post(path(harbor, form.setup, "card/"))

    again = rosas.post(path(harbor, form.setup, "consent/"), {"agreement": mark(rosa)})

    assert again.json() == {"next": site(harbor)}


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda simulator: simulator.fault("/v1/*", "500", count=0), "does not answer"),
        (lambda simulator: simulator.fault("/v1/*", "drop", count=0), "does not answer"),
        (lambda simulator: simulator.fault("/v1/*", "429", count=0), "does not answer"),
        (lambda simulator: simulator.revoke(simulator.keys["restricted"]), "has to look at its connection to Stripe"),
    ],
    ids=["500", "drop", "429", "key"],
)
def test_what_fails_at_stripe_is_said_without_its_words(harbor, rosas, simulator, break_it, words):
    break_it(simulator)

    answer = rosas.post(site(harbor, "cards/forms/"))

    assert answer.status_code == 503
    assert words in answer.json()["problem"]
    assert "rk_" not in answer.text


def test_the_client_secret_is_never_logged(harbor, rosas, rosa, simulator, caplog):
    caplog.set_level("DEBUG")
    opened = rosas.post(site(harbor, "cards/forms/")).json()
    simulator.fault("/v1/setup_intents/*", "500", method="GET", count=0)
    rosas.post(opened["card_url"])

    assert caplog.text
    assert "_secret_" not in caplog.text.replace("client_secret=", "")


@pytest.mark.parametrize(("outcome", "leads_to"), [("authenticated", ""), ("failed", "cards/new/")])
def test_back_from_the_banks_own_page(harbor, rosas, rosa, simulator, form, outcome, leads_to):
    rosas.post(path(harbor, form.setup, "consent/"), {"agreement": mark(rosa)})
    type_card(form, simulator.url, "4000002500003155")
    answer_the_bank(form, simulator.url, outcome)

    # What the address claims is not believed.
    answer = rosas.get(path(harbor, form.setup), {"redirect_status": "succeeded"})

    assert answer.url.split("?")[0] == site(harbor, leads_to)


def test_with_open_invoices_the_way_leads_past_them(harbor, rosas, rosa, simulator, bill, form):
    bill()
    rosas.post(path(harbor, form.setup, "consent/"), {"agreement": mark(rosa)})
    type_card(form, simulator.url)

    answer = rosas.post(path(harbor, form.setup, "card/"), {"next": site(harbor)})

    assert answer.json()["next"].startswith(site(harbor, "billing/"))
    page = rosas.get(answer.json()["next"].split("#")[0]).text
    assert "Pay the open invoice, 19.00 USD, now" in page
    assert ">Later</a>" in page


# -- Cards on file


def test_another_card_is_made_default(harbor, rosas, rosa, give_card):
    first, second = give_card(rosa), give_card(rosa, "pm_card_mastercard")

    assert rosas.post(site(harbor, f"cards/{first.pk}/default/")).url == site(harbor, "billing/")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_default, second.is_default) == (True, False)


def test_a_card_is_deleted_but_not_the_default_one(harbor, rosas, rosa, give_card):
    first, second = give_card(rosa), give_card(rosa, "pm_card_mastercard")

    rosas.post(site(harbor, f"cards/{first.pk}/deletion/"))
    rosas.post(site(harbor, f"cards/{second.pk}/deletion/"))

    assert list(PaymentMethod.objects.usable()) == [second]
    assert "Make another default first." in rosas.get(site(harbor, "billing/")).text


def test_a_deleted_card_is_gone(harbor, rosas, rosa, give_card):
    first, _second = give_card(rosa), give_card(rosa, "pm_card_mastercard")
    rosas.post(site(harbor, f"cards/{first.pk}/deletion/"))

    assert rosas.post(site(harbor, f"cards/{first.pk}/default/")).status_code == 404
    assert rosas.post(site(harbor, f"cards/{first.pk}/deletion/")).status_code == 404


# -- Doors


@pytest.fixture
def doors(harbor, rosa, give_card, form):
    """Every door, with objects of Rosa's: (methods that are open, address)."""
    give_card(rosa)
    card = give_card(rosa, "pm_card_mastercard")
    return [
        ("POST", site(harbor, f"cards/{card.pk}/default/")),
        ("POST", site(harbor, f"cards/{card.pk}/deletion/")),
        ("GET", path(harbor, form.setup)),
        ("POST", path(harbor, form.setup, "consent/")),
        ("POST", path(harbor, form.setup, "card/")),
    ]


def test_another_renter_finds_none_of_it(doors, log_in, ben):
    for method, url in doors:
        assert log_in(ben).generic(method, url).status_code == 404, url
    assert PaymentMethod.objects.usable().count() == 2


def test_strangers_find_no_door_at_all(harbor, doors, log_in, rita, sam, olivia):
    doors += [("GET", site(harbor, "cards/new/")), ("POST", site(harbor, "cards/forms/"))]
    doors += [("GET", site(harbor, "billing/")), ("GET", site(harbor, "billing/payments/"))]
    for person in (rita, sam, olivia):
        for method, url in doors:
            assert log_in(person).generic(method, url).status_code == 404, url


def test_who_is_not_logged_in_is_asked_to(harbor, doors, client):
    for method, url in doors:
        assert reverse("account_login", urlconf="config.operator_urls") in client.generic(method, url).url


def test_the_wrong_method_is_refused(harbor, doors, rosas):
    doors += [("GET", site(harbor, "cards/new/")), ("POST", site(harbor, "cards/forms/"))]
    for method, url in doors:
        wrong = "GET" if method == "POST" else "POST"
        assert rosas.generic(wrong, url).status_code == 405, url
