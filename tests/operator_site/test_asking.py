"""A renter calls, and staff ask for them: same verbs, same price, said before."""

import re

import pytest
from django.utils import timezone

from boxholder.billing.models import BillingSettings, RequestRule
from boxholder.history.models import Event
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Address, Mailbox
from tests.paths import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def scans(basic):
    return RequestRule.objects.create(offering=basic, kind="open_and_scan", free_per_month=1, price_minor=300)


@pytest.fixture
def another(box_101, carl):
    item = MailItem.receive(box_101.space, by=carl, type="letter")
    item.assign(box_101, by=carl)
    return item


@pytest.fixture
def page(harbor):
    def address(*items, kind=""):
        query = "&".join(f"item={item.pk}" for item in items)
        return desk(harbor, f"requests/new/?{query}&kind={kind}")

    return address


def ask(browser, url, /, **typed):
    """As the form does: with the prices it shows."""
    prices = dict(re.findall(r'name="(price-\d+)" value="(\d+)"', browser.get(url).text))
    return browser.post(url, prices | typed)


def test_the_piece_leads_there_and_each_kind_bears_its_price(harbor, carl, log_in, parcel, scans, page):
    browser = log_in(carl)
    assert f"requests/new/?item={parcel.pk}" in browser.get(desk(harbor, f"mail/pieces/{parcel.pk}/")).text

    assert "free, 1 of 1 left until" in browser.get(page(parcel)).text


def test_what_staff_asked_says_so_in_its_trail(carl, log_in, parcel, scans, page):
    answer = ask(log_in(carl), page(parcel, kind="open_and_scan"), note="Page 2 only")

    asked = ActionRequest.objects.get()
    assert answer.status_code == 302
    assert (asked.asked_by, asked.is_for_renter, asked.note) == (carl, True, "Page 2 only")
    told = [event.sentence for event in Event.objects.about(parcel)]
    assert any("asked for the renter by the mailroom (by phone)" in sentence for sentence in told)


def test_several_are_ticked_in_the_list(harbor, carl, log_in, parcel, another, scans, page):
    browser = log_in(carl)
    answer = browser.post(desk(harbor, "mail/selection/request/"), {"item": [parcel.pk, another.pk]})
    assert browser.get(answer["Location"]).status_code == 200

    ask(browser, page(parcel, another, kind="open_and_scan"))

    assert sorted(asked.price.minor for asked in ActionRequest.objects.all()) == [0, 300]


@pytest.mark.parametrize("typed", [{"other_address": "Rosa Reyes\n5 Elm Road"}, {}])
def test_an_address_of_the_book_or_one_that_is_typed(carl, rosa, box_101, log_in, parcel, page, typed):
    home = Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)

    ask(log_in(carl), page(parcel, kind="forward"), address=home.pk, **typed)

    assert ("5 Elm Road" if typed else "4 Elm Road") in ActionRequest.objects.get().address


def test_without_any_address_it_is_asked_for(carl, log_in, parcel, page):
    answer = ask(log_in(carl), page(parcel, kind="forward"), note="Quickly")

    assert "Say where it goes." in answer.text
    assert "Quickly" in answer.text
    assert not ActionRequest.objects.exists()


def test_where_the_address_book_is_empty_the_address_is_no_option(carl, rosa, box_101, log_in, parcel, page):
    browser, address = log_in(carl), page(parcel, kind="forward")

    assert re.search(r'<textarea name="other_address"[^>]* required', browser.get(address).text)
    assert not re.search(r'for="id_other_address">[^<]*<span class="field__optional', browser.get(address).text)

    Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)
    assert re.search(r'for="id_other_address">[^<]*<span class="field__optional', browser.get(address).text)


def test_a_price_that_rose_meanwhile_is_told_first(carl, log_in, parcel, another, scans, page):
    browser, address = log_in(carl), page(parcel, kind="open_and_scan")
    ask(browser, page(another, kind="open_and_scan"))

    answer = browser.post(address, {f"price-{parcel.pk}": "0"})

    assert "it is now 3.00 USD" in answer.text
    assert f'name="price-{parcel.pk}" value="300"' in answer.text
    assert not parcel.requests.exists()


def test_one_open_request_a_piece(carl, log_in, parcel, page):
    browser, address = log_in(carl), page(parcel, kind="open_and_scan")
    ask(browser, address)

    assert "previous action request is still pending" in ask(browser, address).text
    assert ActionRequest.objects.count() == 1


def test_a_closed_mailbox_takes_none(carl, log_in, parcel, page, box_101):
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=timezone.now().date())

    assert "takes no requests" in ask(log_in(carl), page(parcel, kind="open_and_scan")).text


def test_a_card_that_is_needed_is_needed_by_phone_too(carl, log_in, parcel, page, connected, harbor):
    BillingSettings.objects.of(harbor)
    BillingSettings.objects.update(card_may_be_put_off=False)

    assert "A card is needed first" in ask(log_in(carl), page(parcel, kind="open_and_scan")).text


def test_what_the_plan_does_not_have_is_said_before(carl, log_in, parcel, basic, page):
    RequestRule.objects.create(offering=basic, kind="open_and_scan", is_allowed=False)

    assert "not part of Basic" in log_in(carl).get(page(parcel, kind="open_and_scan")).text


def test_nobodys_piece_is_assigned_first(harbor, carl, log_in, letter, page):
    assert log_in(carl).get(page(letter))["Location"] == desk(harbor, "mail/")


LEFT = pytest.mark.parametrize(
    ("leave", "how"),
    [
        ("return_to_sender", "Returned to sender"),
        ("mark_not_ours", "Not ours"),
        ("shred", "Shredded"),
        ("recycle", "Recycled"),
    ],
)


@LEFT
def test_for_what_has_left_nothing_is_asked(harbor, carl, log_in, parcel, page, leave, how):
    browser = log_in(carl)
    assert "What shall we do with it?" in browser.get(page(parcel)).text
    getattr(parcel, leave)(by=carl)

    for url in (page(parcel), page(parcel, kind="open_and_scan")):
        answer = browser.get(url, follow=True)
        assert answer.redirect_chain[0][0] == desk(harbor, f"mail/pieces/{parcel.pk}/")
        assert f"for what has left: {parcel.reference} ({how})." in answer.text


@pytest.mark.parametrize("leave", ["forward", "deliver"])
def test_nor_for_what_was_sent(carl, log_in, parcel, page, leave):
    getattr(parcel, leave)(by=carl, to="4 Elm Road")

    assert f"for what has left: {parcel.reference}" in log_in(carl).get(page(parcel), follow=True).text


def test_nor_for_what_was_picked_up(carl, log_in, parcel, page):
    MailItem.objects.pick_up([parcel], who="Rosa Reyes", by=carl)

    assert f"{parcel.reference} (Picked up)" in log_in(carl).get(page(parcel), follow=True).text


def test_it_left_while_the_form_was_filled_in(harbor, carl, log_in, parcel, page):
    parcel.shred(by=carl)

    answer = log_in(carl).post(page(parcel, kind="forward"), {"other_address": "4 Elm Road"}, follow=True)

    assert answer.redirect_chain[0][0] == desk(harbor, f"mail/pieces/{parcel.pk}/")
    assert f"{parcel.reference} (Shredded)" in answer.text


def test_of_several_what_has_left_is_said_and_the_rest_is_asked_about(carl, log_in, parcel, another, page):
    another.shred(by=carl)

    answer = log_in(carl).get(page(parcel, another))

    assert answer.context["items"] == [parcel]
    assert f"for what has left: {another.reference} (Shredded)." in answer.text


def test_where_one_of_several_left_meanwhile_nothing_is_asked_and_what_was_typed_stays(
    carl, log_in, parcel, another, page
):
    browser, url = log_in(carl), page(parcel, another, kind="open_and_scan")
    prices = dict(re.findall(r'name="(price-\d+)" value="(\d+)"', browser.get(url).text))
    another.shred(by=carl)

    answer = browser.post(url, prices | {"note": "Page 2 only"})

    assert "A piece is not there any more" in answer.text
    assert "Page 2 only" in answer.text
    assert not ActionRequest.objects.exists()


def test_of_two_mailboxes_the_first_is_asked_for(carl, log_in, parcel, box_102, page):
    other = MailItem.receive(box_102.space, by=carl)
    other.assign(box_102, by=carl)

    assert log_in(carl).get(page(parcel, other)).context["items"] == [parcel]


def test_other_operators_staff_find_nothing(sam, log_in, parcel, page):
    assert log_in(sam).get(page(parcel)).status_code == 404
    assert log_in(sam).post(page(parcel, kind="shred")).status_code == 404
