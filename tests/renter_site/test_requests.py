"""A renter asks for something to be done with their mail, and sees the price before."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import urlencode

from boxholder.billing.models import BillingSettings, Charge, RequestRule
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Address
from tests.paths import desk, site

pytestmark = pytest.mark.django_db


@pytest.fixture
def scans(basic):
    """Basic has one free scan a month, then 3.00 USD."""
    return RequestRule.objects.create(offering=basic, kind="open_and_scan", free_per_month=1, price_minor=300)


@pytest.fixture
def another(rosa, box_101, carl):
    item = MailItem.receive(box_101.space, by=carl, type="letter")
    item.assign(box_101, by=carl)
    return item


@pytest.fixture
def page(harbor):
    def address(*items, kind=""):
        query = "&".join(f"item={item.pk}" for item in items)
        return site(harbor, f"requests/new/?{query}&kind={kind}")

    return address


def ask(browser, url, /, **typed):
    """As the form does: with the prices it shows."""
    shown = browser.get(url).content.decode()
    prices = dict(re.findall(r'name="(price-\d+)" value="(\d+)"', shown))
    return browser.post(url, prices | typed)


def test_the_price_stands_there_before_the_tap(harbor, rosa, log_in, parcel, scans):
    shown = log_in(rosa).get(site(harbor, f"mail/{parcel.pk}/")).content.decode()

    assert "free, 1 of 1 left until" in shown


def test_asked_for_it_is_pending_and_can_be_cancelled(harbor, rosa, log_in, parcel, scans, page):
    browser = log_in(rosa)
    ask(browser, page(parcel, kind="open_and_scan"), note="Page 2 only")

    asked = ActionRequest.objects.get()
    assert (asked.note, asked.price.minor, asked.asked_by) == ("Page 2 only", 0, rosa.user)
    assert "Page 2 only" in browser.get(site(harbor, f"mail/{parcel.pk}/")).content.decode()

    browser.post(site(harbor, f"requests/{asked.pk}/cancellation/"))

    asked.refresh_from_db()
    assert asked.status == "cancelled"
    assert not Charge.objects.exists()


def test_several_at_once_cost_what_the_page_says(rosa, log_in, parcel, another, scans, page):
    browser = log_in(rosa)
    address = page(parcel, another, kind="open_and_scan")
    assert "3.00 USD" in browser.get(address).content.decode()

    ask(browser, address)

    assert sorted(asked.price.minor for asked in ActionRequest.objects.all()) == [0, 300]


def test_several_that_cost_nothing_are_free_as_one_is(rosa, log_in, parcel, another, page):
    shown = log_in(rosa).get(page(parcel, another)).content.decode()

    assert "free" in shown
    assert "0.00 USD" not in shown


def test_a_price_that_rose_meanwhile_is_shown_before_anything_is_asked(rosa, log_in, parcel, another, scans, page):
    browser, address = log_in(rosa), page(parcel, kind="open_and_scan")
    browser.get(address)
    ask(browser, page(another, kind="open_and_scan"))

    answer = browser.post(address, {f"price-{parcel.pk}": "0", "note": "Please"})

    words = answer.content.decode()
    assert "The price changed while you were looking: it is now 3.00 USD" in words
    assert "Please" in words
    assert f'name="price-{parcel.pk}" value="300"' in words
    assert ActionRequest.objects.count() == 1


def test_a_double_click_asks_once(rosa, log_in, parcel, page):
    browser, address = log_in(rosa), page(parcel, kind="open_and_scan")
    ask(browser, address)
    answer = ask(browser, address)

    assert "previous action request is still pending" in answer.content.decode()
    assert ActionRequest.objects.count() == 1


def test_forwarding_needs_an_address_and_keeps_it_as_it_stood(rosa, log_in, parcel, box_101, page):
    browser, address = log_in(rosa), page(parcel, kind="forward")
    assert "First put the address into your address book" in browser.get(address).content.decode()
    home = Address.objects.add(box_101, name="Rosa Reyes", street="4 Elm Road", city="Albany", by=rosa.user)

    ask(browser, address, address=home.pk)
    home.change(by=rosa.user, is_default=True, street="5 Elm Road")

    assert "4 Elm Road" in ActionRequest.objects.get().address


def test_who_adds_the_address_first_comes_back_to_the_request(rosa, log_in, parcel, box_101, page, harbor):
    browser, address = log_in(rosa), page(parcel, kind="forward")
    empty = browser.get(address).content.decode()
    assert "Ask for: Forward" not in empty
    [add] = re.findall(r'href="([^"]+/addresses/new/[^"]+)"', empty)

    typed = {"name": "Rosa", "country": "US", "street": "4 Elm Road", "city": "Albany"}
    saved = browser.post(html.unescape(add), typed | {"region": "NY", "postal_code": "12207"})

    assert saved.url == address
    assert "Ask for: Forward" in browser.get(address).content.decode()


def test_nobody_is_led_away_from_the_address_book(rosa, log_in, harbor):
    typed = {"name": "Rosa", "country": "DE", "street": "4 Elm Road", "city": "Albany"}
    saved = log_in(rosa).post(site(harbor, "settings/addresses/new/?next=https://evil.example/"), typed)

    assert saved.url == site(harbor, "settings/addresses/")


def test_a_recipient_is_told_who_keeps_the_address_book(mia, log_in, parcel, page):
    mia.mailbox_roles.update(role="recipient")

    told = log_in(mia).get(page(parcel, kind="forward")).content.decode()

    assert "Rosa Reyes, or a manager, has to add an address first" in told
    assert "addresses/new" not in told


def test_hold_until_a_day_to_come(rosa, log_in, parcel, box_101, page):
    today = box_101.space.today(timezone.now())
    answer = ask(log_in(rosa), page(parcel, kind="hold"), hold_until=today.isoformat())

    assert "Choose a day from tomorrow on" in answer.content.decode()


def test_what_is_set_aside_says_until_when_on_both_sites(harbor, rosa, log_in, parcel, carl, box_101):
    today = box_101.space.today(timezone.now())
    until = today + timedelta(days=40)
    hold = ActionRequest.ask(parcel, "hold", by=rosa.user, now=timezone.now(), hold_until=until)
    pages = [
        (rosa, site(harbor, f"mail/{parcel.pk}/")),
        (rosa, site(harbor, "mail/")),
        (carl, desk(harbor, f"mail/pieces/{parcel.pk}/")),
    ]

    def said() -> list[bool]:
        return ["Held until" in log_in(who).get(page).content.decode() for who, page in pages]

    assert said() == [False] * 3
    hold.complete(by=carl, now=timezone.now())
    assert said() == [True] * 3
    ActionRequest.objects.update(hold_until=today - timedelta(days=1))
    assert said() == [False] * 3


def test_without_the_card_the_operator_asks_for_nothing_is_asked(rosa, log_in, parcel, page, connected, harbor):
    BillingSettings.objects.of(harbor)
    BillingSettings.objects.update(card_may_be_put_off=False)

    address = page(parcel, kind="open_and_scan")
    answer = ask(log_in(rosa), address)

    assert answer.url == f"{site(harbor, 'cards/new/')}?{urlencode({'next': address})}"
    assert not ActionRequest.objects.exists()


def test_who_does_not_pay_is_told_who_has_to_add_the_card(mia, log_in, parcel, page, connected, harbor):
    BillingSettings.objects.of(harbor)
    BillingSettings.objects.update(card_may_be_put_off=False)
    browser = log_in(mia)

    answer = ask(browser, page(parcel, kind="open_and_scan"))

    assert answer.url == site(harbor, "mail/")
    assert "Rosa Reyes has to add one first" in browser.get(answer.url).content.decode()


def test_work_that_has_begun_is_not_cancelled_here(harbor, rosa, log_in, parcel, carl, page):
    browser = log_in(rosa)
    ask(browser, page(parcel, kind="open_and_scan"))
    asked = ActionRequest.objects.get()
    asked.begin(by=carl, now=timezone.now())

    browser.post(site(harbor, f"requests/{asked.pk}/cancellation/"))

    asked.refresh_from_db()
    assert asked.is_pending


def test_strangers_find_nothing(harbor, ben, log_in, parcel, rosa, page):
    assert log_in(ben).get(page(parcel, kind="open_and_scan")).status_code == 404
    ask(log_in(rosa), page(parcel, kind="open_and_scan"))
    pk = ActionRequest.objects.get().pk

    assert log_in(ben).post(site(harbor, f"requests/{pk}/cancellation/")).status_code == 404


def test_a_recipient_may_ask_and_the_renter_pays(harbor, mia, log_in, parcel, page, scans, box_101):
    ask(log_in(mia), page(parcel, kind="open_and_scan"))

    asked = ActionRequest.objects.get()
    assert (asked.asked_by, asked.mailbox) == (mia, box_101)


@pytest.mark.parametrize("kind", ["shred", "deposit_cheque", "burn"])
def test_what_does_not_fit_the_piece_is_not_asked_for_by_its_address_either(
    harbor, rosa, log_in, parcel, basic, page, kind
):
    RequestRule.objects.create(offering=basic, kind="deposit_cheque", is_allowed=True)

    answer = log_in(rosa).post(page(parcel, kind=kind), {f"price-{parcel.pk}": "0"})

    assert "What shall we do with it?" in answer.content.decode()
    assert not ActionRequest.objects.exists()
