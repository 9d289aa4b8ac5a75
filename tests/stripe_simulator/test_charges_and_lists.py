"""Charges, refunds as seen, lists and expansions. [SDK list parameters]"""

import pytest
import stripe

from stripe_simulator.accounts import DEMO, builtin_key


@pytest.fixture
def five(harbor, rosa, intend, control):
    """Five unconfirmed payments of Rosa, ten seconds apart, oldest first."""
    intents = []
    for _ in range(5):
        intents.append(intend())
        control("clock", {"advance": 10})
    return intents


def ids(answer):
    return [item.id for item in answer.data]


def test_lists_are_newest_first_and_of_one_customer(harbor, rosa, five):
    listed = harbor.payment_intents.list({"customer": rosa.id})

    assert ids(listed) == [intent.id for intent in reversed(five)]
    assert (listed.has_more, listed.url) == (False, "/v1/payment_intents")


def test_cursors_walk_both_ways(harbor, rosa, five):
    newest_first = [intent.id for intent in reversed(five)]

    page = harbor.payment_intents.list({"customer": rosa.id, "limit": 2})
    assert (ids(page), page.has_more) == (newest_first[:2], True)
    page = harbor.payment_intents.list({"customer": rosa.id, "limit": 2, "starting_after": newest_first[1]})
    assert (ids(page), page.has_more) == (newest_first[2:4], True)
    page = harbor.payment_intents.list({"customer": rosa.id, "limit": 2, "starting_after": newest_first[3]})
    assert (ids(page), page.has_more) == (newest_first[4:], False)
    page = harbor.payment_intents.list({"customer": rosa.id, "limit": 2, "ending_before": newest_first[3]})
    assert (ids(page), page.has_more) == (newest_first[1:3], True)

    assert [
        intent.id for intent in harbor.payment_intents.list({"customer": rosa.id, "limit": 2}).auto_paging_iter()
    ] == (newest_first)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (lambda at: {"gte": at}, slice(2, 5)),
        (lambda at: {"gt": at}, slice(3, 5)),
        (lambda at: {"lte": at}, slice(0, 3)),
        (lambda at: {"lt": at}, slice(0, 2)),
        (lambda at: {"gte": at, "lt": at + 15}, slice(2, 4)),
        (lambda at: at, slice(2, 3)),
    ],
    ids=["gte", "gt", "lte", "lt", "between", "at"],
)
def test_created_filters(harbor, rosa, five, bounds, expected):
    listed = harbor.payment_intents.list({"customer": rosa.id, "created": bounds(five[2].created)})

    assert ids(listed) == [intent.id for intent in reversed(five[expected])]


@pytest.mark.parametrize("limit", [0, 101])
def test_a_limit_is_1_to_100(harbor, limit):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        harbor.charges.list({"limit": limit})

    assert (refused.value.code, refused.value.param) == ("parameter_invalid_integer", "limit")


def test_a_cursor_must_exist(harbor):
    with pytest.raises(stripe.InvalidRequestError, match="No such charge: 'ch_x'") as refused:
        harbor.charges.list({"starting_after": "ch_x"})

    assert refused.value.param == "starting_after"


def test_there_is_no_status_filter(harbor):
    with pytest.raises(stripe.InvalidRequestError, match="Received unknown parameter: status"):
        harbor.payment_intents.list({"status": "succeeded"})


def test_charges_are_listed_by_customer_and_intent(harbor, rosa, intend, save_card):
    first, second = (intend(save_card(), confirm=True) for _ in range(2))

    assert ids(harbor.charges.list({"customer": rosa.id})) == [second.latest_charge, first.latest_charge]
    assert ids(harbor.charges.list({"payment_intent": first.id})) == [first.latest_charge]


def test_a_charge_takes_metadata_and_is_not_made_directly(harbor, intend, save_card):
    intent = intend(save_card(), confirm=True)

    assert harbor.charges.update(intent.latest_charge, {"metadata": {"seen": "1"}}).metadata["seen"] == "1"
    with pytest.raises(stripe.InvalidRequestError, match="does not simulate creating charges"):
        harbor.charges.create({"amount": 1500, "currency": "usd", "source": "tok_visa"})


def test_a_refund_of_the_dashboard_shows_on_the_charge(harbor, intend, save_card, control):
    charge = intend(save_card(), confirm=True).latest_charge

    control("refunds", {"charge": charge, "amount": 500})
    partly = harbor.charges.retrieve(charge)
    control("refunds", {"charge": charge})
    fully = harbor.charges.retrieve(charge)

    assert (partly.amount_refunded, partly.refunded) == (500, False)
    assert (fully.amount_refunded, fully.refunded) == (1500, True)
    assert [refund.amount for refund in harbor.refunds.list({"charge": charge}).data] == [1000, 500]


def test_refunds_are_not_made_over_the_api(harbor, intend, save_card):
    with pytest.raises(stripe.InvalidRequestError, match="does not simulate making refunds"):
        harbor.refunds.create({"charge": intend(save_card(), confirm=True).latest_charge})


def test_expansions(harbor, rosa, intend, save_card):
    intent = intend(save_card(), confirm=True, expand=["customer", "payment_method", "latest_charge.customer"])

    assert intent.customer.email == intent.latest_charge.customer.email == "rosa@example.com"
    assert intent.payment_method.card.last4 == "4242"
    (listed,) = harbor.payment_intents.list({"customer": rosa.id, "expand": ["data.latest_charge"]}).data
    assert listed.latest_charge.paid is True


@pytest.mark.parametrize(
    ("expand", "error"),
    [
        ("latest_charge.balance_transaction", stripe.PermissionError),
        ("review", stripe.PermissionError),
        ("amount", stripe.InvalidRequestError),
        ("data.customer", stripe.InvalidRequestError),
    ],
)
def test_other_expansions_are_refused(harbor, intend, save_card, expand, error):
    intent = intend(save_card(), confirm=True)

    with pytest.raises(error):
        harbor.payment_intents.retrieve(intent.id, {"expand": [expand]})


def test_an_expansion_needs_its_own_permission(connect, control, intend, save_card):
    intent = intend(save_card(), confirm=True)
    key = control("keys", {"account": DEMO, "mode": "test", "permissions": ["rak_payment_intent_write"]})["secret"]
    assert connect(key).v1.payment_intents.retrieve(intent.id).latest_charge == intent.latest_charge

    with pytest.raises(stripe.PermissionError, match="rak_charge_read"):
        connect(key).v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})


def test_lists_stay_within_the_mode(connect, five):
    live = connect(builtin_key("restricted", mode="live")).v1

    assert not {intent.id for intent in five} & set(ids(live.payment_intents.list({"limit": 100})))
