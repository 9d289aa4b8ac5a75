"""Staff enter a card for a renter who agreed elsewhere."""

import pytest
from django.utils import timezone

from boxholder.billing import cards
from boxholder.billing.agreement import agreement
from boxholder.billing.models import PaymentMethod, StripeIntegration
from boxholder.history.models import Event
from tests.paths import desk
from tests.support.browser_half import type_card

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def olivias(connected, log_in, olivia):
    return log_in(olivia)


@pytest.fixture
def form(rosa, olivia, connected):
    return cards.open_form(rosa, connected, by=olivia)


@pytest.fixture
def path(harbor, box_101):
    return lambda rest="": desk(harbor, f"mailboxes/{box_101.pk}/cards/{rest}")


def consent(rosa, **more) -> dict:
    return {"agreement": agreement(rosa, timezone.now()).mark, "how": "phone", "note": "Monday, 3 pm", **more}


def test_the_page_shows_what_to_read_to_the_renter(path, olivias, rosa):
    page = olivias.get(path("new/"))

    assert "Read this to the renter" in page.text
    for paragraph in agreement(rosa, timezone.now()).text.split("\n\n"):
        assert paragraph in page.text
    assert "no-store" in page["Cache-Control"]


def test_a_card_is_saved_with_how_the_renter_agreed(path, harbor, olivias, olivia, rosa, box_101, simulator, form):
    opened = olivias.post(path("forms/")).json()
    assert olivias.post(opened["consent_url"], consent(rosa)).status_code == 204
    type_card(form, simulator.url)

    answer = olivias.post(opened["card_url"])

    assert answer.json() == {"next": desk(harbor, f"mailboxes/{box_101.pk}/")}
    card = PaymentMethod.objects.get()
    assert (card.added_by, card.is_default, card.customer.renter) == (olivia, True, rosa)
    form.setup.refresh_from_db()
    assert (form.setup.agreed_by, form.setup.consent_note) == (olivia, "By phone: Monday, 3 pm")
    assert Event.objects.about(rosa).filter(kind="card.added_for_renter", by=olivia).exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [({"how": ""}, "how"), ({"how": "by owl"}, "how"), ({"note": "x" * 201}, "note")],
)
def test_how_the_renter_agreed_must_be_said(path, olivias, rosa, form, given, field):
    answer = olivias.post(path(f"forms/{form.setup.pk}/consent/"), consent(rosa, **given))

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    form.setup.refresh_from_db()
    assert form.setup.agreed_at is None


def test_the_profile_shows_the_cards_and_can_make_one_default(path, harbor, olivias, rosa, box_101, give_card):
    first, _second = give_card(rosa), give_card(rosa, "pm_card_mastercard")

    olivias.post(path(f"{first.pk}/default/"))

    first.refresh_from_db()
    assert first.is_default
    page = olivias.get(desk(harbor, f"mailboxes/{box_101.pk}/")).text
    assert "Mastercard" in page
    assert "Make default" in page


def test_a_renter_who_is_only_invited_can_be_given_a_card(harbor, olivias, ina, box_103):
    assert olivias.get(desk(harbor, f"mailboxes/{box_103.pk}/cards/new/")).status_code == 200
    assert olivias.post(desk(harbor, f"mailboxes/{box_103.pk}/cards/forms/")).json()["client_secret"]


def test_a_clerk_sees_no_money(path, harbor, connected, log_in, carl, rosa, box_101, give_card):
    give_card(rosa)

    page = log_in(carl).get(desk(harbor, f"mailboxes/{box_101.pk}/")).text

    assert "101" in page
    assert "•••• 4242" not in page
    assert "Payment method" not in page
    assert log_in(carl).get(path("new/")).status_code == 404


def test_where_stripe_is_off_the_page_says_where_to_switch_it_on(path, harbor, olivias, box_101):
    StripeIntegration.objects.update(bills_renters=False)

    assert olivias.get(path("new/")).url == desk(harbor, f"mailboxes/{box_101.pk}/")
    assert olivias.post(path("forms/")).status_code == 409


def test_a_refused_key_is_said_to_staff_with_the_setting(path, olivias, simulator):
    simulator.revoke(simulator.keys["restricted"])

    assert "Settings → Integrations → Stripe" in olivias.post(path("forms/")).json()["problem"]


# -- Doors


@pytest.fixture
def doors(path, rosa, give_card, form):
    give_card(rosa)
    card = give_card(rosa, "pm_card_mastercard")
    return [
        ("GET", path("new/")),
        ("POST", path("forms/")),
        ("POST", path(f"{card.pk}/default/")),
        ("GET", path(f"forms/{form.setup.pk}/")),
        ("POST", path(f"forms/{form.setup.pk}/consent/")),
        ("POST", path(f"forms/{form.setup.pk}/card/")),
    ]


def test_nobody_but_the_owner_finds_them(doors, log_in, sam, rita, rosa, carl):
    for person in (sam, rita, rosa, carl):
        for method, url in doors:
            assert log_in(person).generic(method, url).status_code == 404, (person, url)


def test_the_owner_of_another_operator_finds_nothing_at_home_either(summit, log_in, sam, rosa, form, give_card):
    card = give_card(rosa)
    theirs = summit.mailboxes
    for pk in [*theirs.values_list("pk", flat=True), rosa.mailboxes.get().pk]:
        assert log_in(sam).post(desk(summit, f"mailboxes/{pk}/cards/{card.pk}/default/")).status_code == 404
        assert log_in(sam).post(desk(summit, f"mailboxes/{pk}/cards/forms/{form.setup.pk}/card/")).status_code == 404


def test_a_form_of_the_renters_own_is_not_for_staff(path, olivias, rosa, connected):
    own = cards.open_form(rosa, connected, by=rosa.user)

    assert olivias.post(path(f"forms/{own.setup.pk}/consent/"), consent(rosa)).status_code == 404
    assert olivias.post(path(f"forms/{own.setup.pk}/card/")).status_code == 404


def test_the_card_of_another_renter_is_not_found_here(path, olivias, ben, give_card):
    assert olivias.post(path(f"{give_card(ben).pk}/default/")).status_code == 404


def test_the_wrong_method_is_refused(doors, olivias):
    for method, url in doors:
        wrong = "GET" if method == "POST" else "POST"
        assert olivias.generic(wrong, url).status_code == 405, url
