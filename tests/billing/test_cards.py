"""Saving a card, against the Stripe simulator over HTTP."""

import threading
from datetime import timedelta

import pytest
import requests
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from boxholder.billing import cards
from boxholder.billing.jobs import sweep
from boxholder.billing.models import CardSetup, PaymentMethod, StripeAccount, StripeCustomer
from boxholder.billing.stripe_gateway.errors import KeyRefused, NothingHappened, OutcomeUnknown
from boxholder.history.models import Event
from tests.support.browser_half import answer_the_bank, type_card

pytestmark = pytest.mark.django_db(transaction=True)

CUSTOMERS, SETUPS = "/v1/customers", "/v1/setup_intents"


@pytest.fixture
def open_form(rosa, connected):
    return lambda by=None: cards.open_form(rosa, connected, by=by or rosa.user)


def agree(form, **more) -> None:
    cards.agree(form.setup, agreement="19.00 USD a month", by=form.setup.opened_by, **more)


@pytest.fixture
def save_card(open_form, simulator):
    """`save_card("5555…")`: a card, entered and agreed to as the page does it."""

    def save(number: str = "4242424242424242", by=None) -> PaymentMethod:
        form = open_form(by)
        agree(form)
        type_card(form, simulator.url, number)
        return cards.finish(form.setup)

    return save


# -- A card is saved


def test_a_card_is_saved_and_becomes_the_default(simulator, rosa, connected, save_card):
    card = save_card()

    assert (card.brand, card.last4, card.exp_month, card.exp_year) == ("visa", "4242", 12, 2034)
    assert card.is_default
    assert card.added_by == rosa.user
    [method] = simulator.objects("payment_method")
    assert (method["id"], method["customer"]) == (card.stripe_id, card.customer.stripe_id)
    assert [event.kind for event in Event.objects.about(rosa)] == ["card.added", "card.made_default"]


def test_the_consent_is_kept_with_the_card(rosa, save_card):
    save_card()

    setup = CardSetup.objects.get()
    assert (setup.agreement, setup.agreed_by, setup.status) == ("19.00 USD a month", rosa.user, "succeeded")
    assert setup.agreed_at is not None


def test_the_setup_is_for_charging_with_nobody_there(simulator, save_card):
    save_card()

    [intent] = simulator.objects("setup_intent")
    assert (intent["usage"], intent["payment_method_types"]) == ("off_session", ["card"])
    assert intent["metadata"]["card_setup"] == str(CardSetup.objects.get().pk)


def test_nothing_stored_holds_the_client_secret(open_form):
    form = open_form()

    assert "_secret_" in form.client_secret
    assert form.client_secret not in repr(form)
    stored = [str(value) for value in CardSetup.objects.values_list()[0]]
    assert not any("_secret_" in value for value in stored)


def test_a_second_card_takes_the_firsts_place(save_card):
    first, second = save_card(), save_card("5555555555554444")

    first.refresh_from_db()
    assert (first.is_default, second.is_default, second.brand) == (False, True, "mastercard")


def test_one_form_is_used_again_until_a_card_came_of_it(simulator, open_form):
    forms = [open_form(), open_form()]

    assert forms[0].setup == forms[1].setup
    assert forms[0].client_secret == forms[1].client_secret
    assert len(simulator.objects("setup_intent")) == len(simulator.objects("customer")) == 1


def test_a_declined_card_leaves_the_form_for_another(simulator, open_form):
    form = open_form()
    agree(form)
    answer = type_card(form, simulator.url, "4000000000000002")
    assert answer["error"]["code"] == "card_declined"
    assert cards.finish(form.setup) is None

    agree(form)
    type_card(form, simulator.url)

    assert cards.finish(form.setup).last4 == "4242"
    assert PaymentMethod.objects.count() == 1


@pytest.mark.parametrize(("outcome", "saved"), [("authenticated", True), ("failed", False)])
def test_the_bank_may_ask_first(simulator, open_form, outcome, saved):
    form = open_form()
    agree(form)
    assert type_card(form, simulator.url, "4000002500003155")["status"] == "requires_action"
    assert cards.finish(form.setup) is None

    answer_the_bank(form, simulator.url, outcome)

    assert (cards.finish(form.setup) is not None) is saved


def test_finishing_again_changes_nothing(rosa, save_card):
    card = save_card()

    assert cards.finish(CardSetup.objects.get()) == card
    assert PaymentMethod.objects.count() == 1
    assert Event.objects.about(rosa).filter(kind="card.added").count() == 1


# -- Who agreed to what


def test_a_card_nobody_agreed_to_is_not_kept(simulator, open_form):
    form = open_form()
    type_card(form, simulator.url)
    assert simulator.objects("payment_method")[0]["customer"]

    assert cards.finish(form.setup) is None

    assert not PaymentMethod.objects.exists()
    assert simulator.objects("payment_method")[0]["customer"] is None
    assert open_form().setup != form.setup


def test_staff_have_a_form_of_their_own(rosa, olivia, open_form):
    theirs, ours = open_form(rosa.user), open_form(olivia)

    assert theirs.setup != ours.setup
    assert theirs.setup.customer == ours.setup.customer
    agree(ours, note="By phone")
    theirs.setup.refresh_from_db()
    assert theirs.setup.agreed_at is None


def test_a_card_entered_by_staff_says_how_the_renter_agreed(simulator, rosa, olivia, open_form):
    form = open_form(olivia)
    agree(form, note="By phone, 3 December")
    type_card(form, simulator.url)

    card = cards.finish(form.setup)

    assert card.added_by == olivia
    event = Event.objects.about(rosa).get(kind="card.added_for_renter")
    assert event.sentence == "Visa •••• 4242 added for the renter, who agreed: By phone, 3 December"
    assert event.by == olivia


# -- Tabs and closed pages


def test_a_page_closed_after_the_confirm_is_found_by_the_next(simulator, open_form):
    form = open_form()
    agree(form)
    type_card(form, simulator.url)

    with pytest.raises(cards.FormIsOver) as over:
        open_form()

    assert over.value.card.last4 == "4242"
    assert over.value.card.is_default
    assert open_form().setup != form.setup


def test_a_page_closed_after_the_confirm_is_found_by_the_sweep(simulator, open_form, run_tasks):
    form = open_form()
    agree(form)
    type_card(form, simulator.url)
    now = timezone.now()
    sweep(now)
    assert run_tasks() == 0

    sweep(now + timedelta(minutes=3))
    run_tasks()

    assert PaymentMethod.objects.get().is_default
    assert CardSetup.objects.get().next_check_at is None


def test_the_sweep_asks_nothing_of_a_form_nobody_agreed_on(open_form, run_tasks):
    open_form()

    sweep(timezone.now() + timedelta(days=3))

    assert run_tasks() == 0


def test_the_second_tab_is_told_that_the_first_has_saved_a_card(simulator, open_form):
    first, second = open_form(), open_form()
    agree(first)
    type_card(first, simulator.url)
    card = cards.finish(first.setup)

    with pytest.raises(cards.FormIsOver) as over:
        agree(second)

    assert over.value.card == card


def test_tabs_that_confirm_the_same_form_save_one_card(simulator, open_form):
    first, second = open_form(), open_form()
    agree(first)
    agree(second)
    type_card(first, simulator.url)
    answer = type_card(second, simulator.url, "5555555555554444")
    assert answer["error"]["code"] == "setup_intent_unexpected_state"

    assert cards.finish(second.setup) == cards.finish(first.setup)
    assert PaymentMethod.objects.get().last4 == "4242"


def in_threads(*acts) -> list:
    results: list = []

    def run(act):
        try:
            results.append(act())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_tabs_opened_at_once_share_one_form(simulator, open_form):
    simulator.fault(SETUPS, "latency", seconds=0.5)

    forms = in_threads(open_form, open_form)

    assert forms[0].setup == forms[1].setup
    assert len(simulator.objects("setup_intent")) == len(simulator.objects("customer")) == 1


def test_the_page_and_the_sweep_take_in_one_card(simulator, rosa, open_form):
    form = open_form()
    agree(form)
    type_card(form, simulator.url)
    simulator.fault("/v1/payment_methods/*", "latency", method="GET", seconds=0.3, count=2)

    in_threads(lambda: cards.finish(CardSetup.objects.get(pk=form.setup.pk)), lambda: cards.check(str(form.setup.pk)))

    assert PaymentMethod.objects.get().is_default
    assert Event.objects.about(rosa).filter(kind="card.added").count() == 1


def test_after_the_last_look_the_form_is_cancelled_at_stripe_too(simulator, open_form):
    form = open_form()
    agree(form)
    for _look in cards.WAITS:
        cards.check(str(form.setup.pk))

    form.setup.refresh_from_db()
    assert form.setup.status == "cancelled"
    assert simulator.objects("setup_intent")[0]["status"] == "canceled"
    with pytest.raises(cards.FormIsOver) as over:
        agree(form)
    assert over.value.card is None


def test_a_card_saved_at_the_last_moment_is_kept(simulator, open_form):
    form = open_form()
    agree(form)
    type_card(form, simulator.url)
    form.setup.refresh_from_db()

    cards._give_up(form.setup)

    assert PaymentMethod.objects.get().is_default


# -- Stripe does not answer, or says no


@pytest.mark.parametrize("path", [CUSTOMERS, SETUPS])
@pytest.mark.parametrize(
    ("kind", "options", "error"),
    [
        ("drop", {"when": "before"}, OutcomeUnknown),
        ("drop", {"when": "after"}, OutcomeUnknown),
        ("drop", {"when": "during"}, OutcomeUnknown),
        ("500", {"when": "before"}, OutcomeUnknown),
        ("garbage", {"when": "after"}, OutcomeUnknown),
        ("429", {}, NothingHappened),
    ],
)
def test_asked_again_after_a_lost_answer_there_is_one_form(simulator, open_form, path, kind, options, error):
    simulator.fault(path, kind, **options)
    with pytest.raises(error):
        open_form()

    form = open_form()

    assert form.client_secret
    assert len(simulator.objects("customer")) == 1
    assert [intent["id"] for intent in simulator.objects("setup_intent")] == [form.setup.intent_id]


@pytest.mark.parametrize("path", [CUSTOMERS, SETUPS])
def test_an_error_stripe_has_stored_does_not_close_the_door_for_a_day(simulator, open_form, path):
    simulator.fault(path, "500", when="after")
    with pytest.raises(OutcomeUnknown):
        open_form()

    for _click in range(3):
        try:
            form = open_form()
        except OutcomeUnknown:
            continue
        break

    assert form.client_secret


def test_a_refused_key_is_said_and_heals(simulator, connected, open_form):
    simulator.revoke(simulator.keys["restricted"])
    with pytest.raises(KeyRefused):
        open_form()

    connected.keep_secret(simulator.mint_key())
    connected.save()

    assert open_form().client_secret


def test_the_answer_lost_while_the_card_is_read_costs_nothing(simulator, open_form):
    form = open_form()
    agree(form)
    type_card(form, simulator.url)
    simulator.fault("/v1/payment_methods/*", "500", method="GET", count=0)
    with pytest.raises(OutcomeUnknown):
        cards.finish(form.setup)
    simulator.no_faults()

    assert cards.finish(form.setup).last4 == "4242"


def test_the_sweep_bears_that_stripe_is_down(simulator, open_form):
    form = open_form()
    agree(form)
    simulator.fault("/v1/setup_intents/*", "500", method="GET", count=0)

    cards.check(str(form.setup.pk))

    form.setup.refresh_from_db()
    assert form.setup.status == "open"
    assert form.setup.next_check_at > timezone.now() + timedelta(minutes=5)


def test_a_customer_deleted_in_stripe_is_made_anew(simulator, rosa, save_card, open_form):
    card = save_card()
    secret = {"Authorization": f"Bearer {simulator.keys['secret']}"}
    gone = requests.delete(f"{simulator.url}/v1/customers/{card.customer.stripe_id}", headers=secret, timeout=10)
    assert gone.ok

    another = save_card("5555555555554444")

    card.refresh_from_db()
    assert card.removed_at is not None
    assert another.is_default
    assert another.customer.stripe_id != gone.json()["id"]
    assert Event.objects.about(rosa).filter(kind="card.gone_at_stripe").exists()


def test_a_form_stripe_has_forgotten_is_opened_anew(simulator, open_form):
    form = open_form()
    CardSetup.objects.filter(pk=form.setup.pk).update(intent_id="seti_cleared")

    again = open_form()

    assert again.setup != form.setup
    assert again.client_secret


def test_a_renter_renamed_in_between_gets_their_customer(simulator, rosa, open_form):
    simulator.fault(CUSTOMERS, "drop", when="after")
    with pytest.raises(OutcomeUnknown):
        open_form()
    rosa.name = "Rosa Reyes-Lund"
    rosa.save()

    assert open_form().client_secret


# -- Accounts


def test_a_card_on_another_account_or_mode_does_not_count(simulator, harbor, rosa, connected, save_card):
    save_card()
    live = StripeAccount(
        operator=harbor,
        account_id=simulator.account,
        livemode=True,
        publishable_key=simulator.live_keys["publishable"],
    )
    live.keep_secret(simulator.live_keys["restricted"])
    live.save()

    form = cards.open_form(rosa, live, by=rosa.user)

    assert form.setup.customer.account == live
    assert not PaymentMethod.objects.filter(customer=form.setup.customer).exists()
    assert StripeCustomer.objects.filter(renter=rosa).count() == 2


# -- Card testing


def test_after_ten_tries_in_an_hour_the_form_waits(open_form):
    form = open_form()
    for _try in range(cards.TRIES_PER_HOUR):
        agree(form)

    with pytest.raises(cards.TooManyTries):
        agree(form)

    key = f"card-tries:{form.setup.customer_id}"
    cache.set(key, [moment - 3601 for moment in cache.get(key)], timeout=3600)
    agree(form)


def test_forms_are_not_opened_without_end(simulator, save_card):
    for _card in range(cards.TRIES_PER_HOUR):
        save_card()

    with pytest.raises(cards.TooManyTries):
        save_card()


# -- Cards on file


def test_the_default_card_stays_until_another_is_default(rosa, save_card):
    first, second = save_card(), save_card("5555555555554444")
    with pytest.raises(cards.DefaultCardStays):
        cards.remove(second, by=rosa.user)

    cards.make_default(first, by=rosa.user)
    second.refresh_from_db()
    cards.remove(second, by=rosa.user)

    assert list(PaymentMethod.objects.usable()) == [first]


def test_a_deleted_card_is_detached_at_stripe(simulator, rosa, save_card):
    first, _second = save_card(), save_card("5555555555554444")
    first.refresh_from_db()

    cards.remove(first, by=rosa.user)
    cards.remove(first, by=rosa.user)

    owners = {method["id"]: method["customer"] for method in simulator.objects("payment_method")}
    assert owners[first.stripe_id] is None
    assert Event.objects.about(rosa).filter(kind="card.removed").count() == 1


def test_where_stripe_fails_the_sweep_detaches_the_card_later(simulator, rosa, save_card, run_tasks):
    first, _second = save_card(), save_card("5555555555554444")
    first.refresh_from_db()
    simulator.fault("/v1/payment_methods/*/detach", "drop", when="before")
    cards.remove(first, by=rosa.user)
    first.refresh_from_db()
    assert first.removed_at
    assert first.detach_at > timezone.now()

    sweep(first.detach_at)
    run_tasks()

    first.refresh_from_db()
    assert first.detach_at is None
    owners = {method["id"]: method["customer"] for method in simulator.objects("payment_method")}
    assert owners[first.stripe_id] is None


def test_two_cards_made_default_at_once_leave_one(rosa, save_card):
    first, second = save_card(), save_card("5555555555554444")
    third = save_card("378282246310005")

    in_threads(lambda: cards.make_default(first, by=None), lambda: cards.make_default(second, by=None))

    third.refresh_from_db()
    assert not third.is_default
    assert PaymentMethod.objects.default().count() == 1


def test_a_card_at_the_till_is_not_deleted(rosa, save_card, bill, invoice_of):
    from boxholder.billing import charging

    first, second = save_card(), save_card("5555555555554444")
    bill()
    charging.begin_on_session(invoice_of(rosa), by=rosa.user)
    cards.make_default(first, by=rosa.user)
    second.refresh_from_db()

    with pytest.raises(cards.CardInUse):
        cards.remove(second, by=rosa.user)
