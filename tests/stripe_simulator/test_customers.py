"""Customers and the cards on them. [SDK]"""

import pytest
import stripe

from stripe_simulator.accounts import builtin_key


def test_a_customer_is_created_read_and_updated(harbor, rosa):
    harbor.customers.update(rosa.id, {"name": "Rosa R.", "email": "r@example.com"})

    read = harbor.customers.retrieve(rosa.id)
    assert (read.name, read.email, read.livemode) == ("Rosa R.", "r@example.com", False)


def test_email_is_matched_exactly_and_by_case(harbor):
    twins = [harbor.customers.create({"email": "Twin@example.com"}).id for _ in range(2)]

    def found(email):
        return [customer.id for customer in harbor.customers.list({"email": email}).data]

    assert found("Twin@example.com")[:2] == twins[::-1]
    assert found("twin@example.com") == []


def test_a_changed_email_is_found_under_its_new_name_only(harbor):
    customer = harbor.customers.create({"email": "old-name@example.com"})

    harbor.customers.update(customer.id, {"email": "new-name@example.com"})

    assert harbor.customers.list({"email": "old-name@example.com"}).data == []
    assert harbor.customers.list({"email": "new-name@example.com"}).data[0].id == customer.id


def test_an_email_must_look_like_one(harbor):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        harbor.customers.create({"email": "nobody"})

    assert (refused.value.code, refused.value.user_message) == ("email_invalid", "Invalid email address: nobody")


def test_a_deleted_customer_is_gone_but_remembered(harbor, rosa, save_card):
    card = save_card()

    assert harbor.customers.delete(rosa.id).deleted is True

    assert harbor.customers.retrieve(rosa.id).deleted is True
    assert rosa.id not in [customer.id for customer in harbor.customers.list({"limit": 100}).data]
    assert harbor.payment_methods.retrieve(card.id).customer is None
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        harbor.customers.update(rosa.id, {"name": "Again"})
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        harbor.setup_intents.create({"customer": rosa.id})


def test_the_default_card_must_be_the_customers(harbor, rosa, save_card):
    mine = save_card()
    other = harbor.customers.create({})
    theirs = save_card(customer=other)

    updated = harbor.customers.update(rosa.id, {"invoice_settings": {"default_payment_method": mine.id}})
    assert updated.invoice_settings.default_payment_method == mine.id
    with pytest.raises(stripe.InvalidRequestError, match="does not have a payment method with the ID") as refused:
        harbor.customers.update(rosa.id, {"invoice_settings": {"default_payment_method": theirs.id}})
    assert refused.value.code == "resource_missing"


def test_legacy_sources_are_read_as_none_and_not_made(harbor, rosa):
    assert harbor.customers.retrieve(rosa.id, {"expand": ["sources"]}).sources.data == []
    assert harbor.customers.payment_sources.list(rosa.id).data == []
    with pytest.raises(stripe.InvalidRequestError, match="does not simulate"):
        harbor.customers.payment_sources.create(rosa.id, {"source": "tok_visa"})


def test_saved_cards_are_listed_newest_first(harbor, rosa, save_card):
    first, second = save_card(), save_card("pm_card_mastercard")

    for cards in (
        harbor.customers.payment_methods.list(rosa.id),
        harbor.payment_methods.list({"customer": rosa.id, "type": "card"}),
    ):
        assert [card.id for card in cards.data] == [second.id, first.id]
    assert harbor.payment_methods.list({"customer": rosa.id, "type": "sepa_debit"}).data == []


def test_a_card_belongs_to_one_customer(harbor, save_card):
    card = save_card()
    other = harbor.customers.create({})

    with pytest.raises(stripe.InvalidRequestError, match="has already been attached to a customer"):
        harbor.payment_methods.attach(card.id, {"customer": other.id})


def test_detaching_is_for_good(harbor, rosa, save_card, intend):
    card = save_card()
    harbor.customers.update(rosa.id, {"invoice_settings": {"default_payment_method": card.id}})

    assert harbor.payment_methods.detach(card.id).customer is None

    assert harbor.customers.retrieve(rosa.id).invoice_settings.default_payment_method is None
    with pytest.raises(stripe.InvalidRequestError, match="It may not be used again"):
        harbor.payment_methods.attach(card.id, {"customer": rosa.id})
    with pytest.raises(stripe.InvalidRequestError, match="It may not be used again"):
        intend(card)
    with pytest.raises(stripe.InvalidRequestError, match="detachment is impossible"):
        harbor.payment_methods.detach(card.id)


def test_a_saved_card_can_be_updated(harbor, save_card):
    card = save_card()

    updated = harbor.payment_methods.update(
        card.id, {"card": {"exp_month": 1, "exp_year": 2045}, "billing_details": {"name": "Rosa R."}}
    )

    assert (updated.card.exp_month, updated.card.exp_year, updated.billing_details.name) == (1, 2045, "Rosa R.")


def test_card_numbers_do_not_come_from_a_server(harbor):
    card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"}

    with pytest.raises(stripe.CardError, match="Sending credit card numbers directly to the Stripe API is generally"):
        harbor.payment_methods.create({"type": "card", "card": card})


def test_test_ids_exist_in_test_mode_only(harbor, connect):
    live = connect(builtin_key("restricted", mode="live")).v1
    customer = live.customers.create({})

    assert harbor.payment_methods.retrieve("pm_card_visa").card.last4 == "4242"
    with pytest.raises(stripe.InvalidRequestError, match="No such PaymentMethod: 'pm_card_visa'"):
        live.payment_methods.attach("pm_card_visa", {"customer": customer.id})
