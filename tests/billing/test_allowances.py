"""The month's free requests: asking takes one or freezes the price, cancelling gives it back."""

from datetime import date

import pytest

from boxholder.billing import allowances, charges
from boxholder.billing.allowances import NotOffered, Quote
from boxholder.billing.causes import Cause
from boxholder.billing.models import Charge, RequestRule, Subscription
from boxholder.billing.money import Money

pytestmark = pytest.mark.django_db

MAY_3 = date(2026, 5, 3)
NOTHING = Money(0, "USD")


@pytest.fixture
def two_free(basic):
    """Two free scans a month, 3.00 USD after."""
    return RequestRule.objects.create(offering=basic, kind="open_and_scan", free_per_month=2, price_minor=300)


def ask(mailbox, n: int, on: date = MAY_3) -> Quote:
    return allowances.reserve(mailbox, "open_and_scan", on, Cause("mail.actionrequest", str(n)))


def words(mailbox, kind="open_and_scan", on: date = MAY_3) -> str:
    return allowances.quote(mailbox, kind, on).words


def test_the_free_ones_first_then_the_price(box_101, two_free):
    assert words(box_101) == "free, 2 of 2 left until May 31"

    asked = [ask(box_101, n) for n in range(3)]

    assert [(quote.is_free, quote.price.minor, quote.used) for quote in asked] == [
        (True, 0, 0),
        (True, 0, 1),
        (False, 300, 2),
    ]
    assert words(box_101) == "3.00 USD"


def test_what_was_quoted_is_what_is_reserved(box_101, two_free):
    for n in range(4):
        quoted = allowances.quote(box_101, "open_and_scan", MAY_3)

        assert ask(box_101, n) == quoted


def test_the_month_begins_anew_and_every_mailbox_and_kind_has_its_own(box_101, box_103, two_free):
    ask(box_101, 1), ask(box_101, 2)

    assert words(box_101, on=date(2026, 5, 31)) == "3.00 USD"
    assert words(box_101, on=date(2026, 6, 1)) == "free, 2 of 2 left until June 30"
    assert words(box_103) == "free, 2 of 2 left until May 31"


def test_cancelled_it_is_given_back(box_101, two_free):
    ask(box_101, 1), ask(box_101, 2)

    assert allowances.release(Cause("mail.actionrequest", "1"))

    assert words(box_101) == "free, 1 of 2 left until May 31"
    assert ask(box_101, 3).is_free
    assert not allowances.release(Cause("mail.actionrequest", "1"))


def test_the_price_is_frozen_when_asked_and_charged_when_done(box_101, two_free, olivia):
    ask(box_101, 1), ask(box_101, 2)
    frozen = ask(box_101, 3).facts
    RequestRule.objects.update(price_minor=900, free_per_month=9)

    cause = Cause("mail.actionrequest", "3")
    charges.post_request(
        box_101, frozen, description="Open & scan", happened_on=date(2026, 6, 2), cause=cause, by=olivia
    )

    charge = Charge.objects.get()
    assert (charge.amount_minor, charge.kind, charge.happened_on) == (300, "open_and_scan", date(2026, 6, 2))
    assert (charge.facts["offering"], charge.facts["used_before"], charge.facts["used_after"]) == ("Basic", 2, 2)
    with pytest.raises(charges.AlreadyCharged):
        allowances.release(cause)


def test_the_same_cause_asking_again_is_told_the_same(box_101, two_free):
    first = ask(box_101, 1)

    assert ask(box_101, 1) == first
    assert ask(box_101, 1, on=date(2026, 6, 1)) == first


def test_fewer_free_ones_hold_from_now_on(box_101, two_free):
    ask(box_101, 1), ask(box_101, 2)
    RequestRule.objects.update(free_per_month=1)
    allowances.release(Cause("mail.actionrequest", "1"))

    # One is still taken, in the second place.
    assert not allowances.quote(box_101, "open_and_scan", MAY_3).is_free
    assert not ask(box_101, 3).is_free


def test_where_nothing_is_said_all_but_cheques_is_allowed_and_free(box_101):
    assert words(box_101, "shred") == "free"
    assert ask(box_101, 1).price == NOTHING
    assert words(box_101, "deposit_cheque") == "not part of Basic"
    with pytest.raises(NotOffered):
        allowances.reserve(box_101, "deposit_cheque", MAY_3, Cause("mail.actionrequest", "2"))


def test_without_a_plan_nothing_can_be_asked(box_101):
    Subscription.objects.update(ends_on=MAY_3)

    assert allowances.quote(box_101, "shred", date(2026, 5, 2)).is_allowed
    assert words(box_101, "shred") == "not possible without a plan"
    with pytest.raises(NotOffered):
        ask(box_101, 1)


def test_quotes_for_all_kinds_take_three_queries(box_101, two_free, django_assert_num_queries):
    from boxholder.billing.models import RequestKind

    with django_assert_num_queries(3):
        quotes = allowances.quotes(box_101, RequestKind, MAY_3)

    assert list(quotes) == list(RequestKind)
