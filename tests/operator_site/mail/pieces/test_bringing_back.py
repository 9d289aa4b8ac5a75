"""A piece left by mistake: staff read what bringing it back does to the charge before they do it."""

import pytest
from django.db import transaction
from django.utils import timezone

from boxholder.billing import charges
from boxholder.billing.models import Charge, RequestRule
from boxholder.billing.money import Money
from boxholder.mail import fulfilment
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.notifications.models import OutboxEmail
from boxholder.operator_site.forms.mailbox_field import key_of
from tests.paths import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def shredded(parcel, rosa, carl, basic):
    RequestRule.objects.create(offering=basic, kind="shred", price_minor=150)
    ActionRequest.ask(parcel, "shred", by=rosa.user, now=timezone.now())
    parcel.shred(by=carl)
    return parcel


def page(browser, harbor, item) -> str:
    return browser.get(desk(harbor, f"mail/pieces/{item.pk}/")).text


def test_the_waiver_is_said_before_and_after(harbor, olivia, log_in, shredded):
    browser = log_in(olivia)
    before = page(browser, harbor, shredded)
    assert "Waived with it, on record:" in before
    assert "1.50" in before.split("Waived with it, on record:")[1]

    browser.post(desk(harbor, f"mail/pieces/{shredded.pk}/bringing-back/"))

    assert Charge.objects.get().waived_reason
    words = f"is to do again, and what was charged for it is waived: Shred, {shredded.reference}, 1.50 USD."
    assert words in page(browser, harbor, shredded)


def test_a_clerk_reads_what_and_not_how_much(harbor, carl, log_in, shredded):
    browser = log_in(carl)
    told = page(browser, harbor, shredded).split("Waived with it, on record:")[1]
    assert told.startswith(f'</p><ul class="waivers"><li>Shred, {shredded.reference}</li></ul>')

    browser.post(desk(harbor, f"mail/pieces/{shredded.pk}/bringing-back/"))

    assert f"is waived: Shred, {shredded.reference}." in page(browser, harbor, shredded)


def test_what_was_free_is_not_said_to_be_waived(harbor, olivia, log_in, parcel, rosa, carl):
    ActionRequest.ask(parcel, "recycle", by=rosa.user, now=timezone.now())
    parcel.recycle(by=carl)
    browser = log_in(olivia)
    assert "Nothing is waived by that." in page(browser, harbor, parcel)

    browser.post(desk(harbor, f"mail/pieces/{parcel.pk}/bringing-back/"))

    assert "Recycle is to do again." in page(browser, harbor, parcel)


@pytest.fixture
def sent(box_101, rosa, carl, basic):
    """Two pieces in one parcel; the postage is on the first."""
    RequestRule.objects.create(offering=basic, kind="forward", price_minor=500)
    requests = []
    for _piece in range(2):
        item = MailItem.receive(box_101.space, by=carl, type="letter")
        item.assign(box_101, by=carl)
        requests.append(ActionRequest.ask(item, "forward", by=rosa.user, now=timezone.now(), address="4 Elm Road"))
    sending = Sending(carrier="ups", postage=Money(920, "USD"))
    fulfilment.send(requests, by=carl, now=timezone.now(), sending=sending)
    return [request.item for request in requests]


def test_the_postage_of_what_else_went_in_the_parcel_stays(harbor, olivia, log_in, sent):
    browser, first = log_in(olivia), sent[0]
    before = page(browser, harbor, first)
    assert f"Postage, {first.reference}: this stays charged" in before
    assert "9.20" not in before.split("Waived with it, on record:")[1].split("</ul>")[0]

    browser.post(desk(harbor, f"mail/pieces/{first.pk}/bringing-back/"))

    assert f"is waived: Forward, {first.reference}, 5.00 USD." in page(browser, harbor, first)
    assert Charge.objects.waiting().filter(kind="postage").get().amount_minor == 920


def test_alone_in_the_parcel_its_postage_is_waived_too(harbor, olivia, log_in, sent, carl):
    first, second = sent
    first.bring_back(by=carl)
    browser = log_in(olivia)

    browser.post(desk(harbor, f"mail/pieces/{second.pk}/bringing-back/"))

    after = page(browser, harbor, second)
    assert f"Forward, {second.reference}, 5.00 USD; Postage, {second.reference}, 9.20 USD." in after
    assert not Charge.objects.waiting().exists()


@pytest.fixture
def scanned(parcel, rosa, carl, basic):
    """It is still here, opened and scanned: 3.00 USD, and a week of storage: 7 × 1.00."""
    RequestRule.objects.create(offering=basic, kind="open_and_scan", price_minor=300)
    asked = ActionRequest.ask(parcel, "open_and_scan", by=rosa.user, now=timezone.now())
    asked.complete(by=carl, now=timezone.now())
    with transaction.atomic():
        charges.post(
            parcel.mailbox,
            kind="storage_days",
            description=f"Storage, {parcel.reference}",
            amount=Money(700, "USD"),
            happened_on=timezone.localdate(),
            cause=parcel,
        )
    return parcel


def _take_away(browser, harbor, item, how: str, mailbox, space):
    """Where it is said before it is done, and doing it."""
    path = desk(harbor, f"mail/pieces/{item.pk}/")
    if how == "not ours":
        return browser.get(path), lambda: browser.post(f"{path}misdelivery/")
    if how == "nobody":
        return browser.get(path), lambda: browser.post(desk(harbor, f"mail/assigning/{item.pk}/withdrawal/"))
    if how == "another space":
        return browser.get(f"{path}space/"), lambda: browser.post(f"{path}space/", {"space": space.pk})
    said = {"mailbox": mailbox.pmb, "mailbox_key": key_of(mailbox)}
    return browser.get(f"{path}mailbox/", said), lambda: browser.post(f"{path}mailbox/", said)


WAYS = pytest.mark.parametrize("how", ["not ours", "nobody", "another space", "another mailbox"])


@WAYS
def test_taken_away_what_is_waived_is_said_before_and_after(harbor, olivia, log_in, scanned, box_102, pier, how):
    browser = log_in(olivia)
    before, act = _take_away(browser, harbor, scanned, how, box_102, pier)
    told = before.text.split("Waived with it, on record:")[1].split("</ul>")[0]
    for words in (f"Open &amp; scan, {scanned.reference}", "3.00", f"Storage, {scanned.reference}", "7.00"):
        assert words in told

    act()

    words = f"Open &amp; scan, {scanned.reference}, 3.00 USD; Storage, {scanned.reference}, 7.00 USD."
    assert f"Waived with it, on record: {words}" in page(browser, harbor, scanned)
    assert not Charge.objects.waiting().exists()


@WAYS
def test_taken_away_a_clerk_reads_what_and_not_how_much(harbor, carl, log_in, scanned, box_102, pier, how):
    browser = log_in(carl)
    before, act = _take_away(browser, harbor, scanned, how, box_102, pier)
    told = before.text.split("Waived with it, on record:")[1].split("</ul>")[0]
    assert f"<li>Open &amp; scan, {scanned.reference}</li><li>Storage, {scanned.reference}</li>" in told

    act()

    words = f"Open &amp; scan, {scanned.reference}; Storage, {scanned.reference}."
    assert f"Waived with it, on record: {words}" in page(browser, harbor, scanned)


def test_the_question_whether_to_take_it_out_says_what_is_waived(harbor, carl, log_in, scanned):
    question = page(log_in(carl), harbor, scanned).split("while nobody knows yet whose it is.")[1].split("</form>")[0]

    assert f"Storage, {scanned.reference}" in question


@WAYS
def test_taken_away_what_is_asked_for_is_said_to_be_dropped(
    harbor, carl, log_in, rosa, basic, scanned, box_102, pier, how
):
    RequestRule.objects.create(offering=basic, kind="shred")
    ActionRequest.ask(scanned, "shred", by=rosa.user, now=timezone.now())
    browser = log_in(carl)
    before, act = _take_away(browser, harbor, scanned, how, box_102, pier)
    assert "What is asked for is not done any more, and costs nothing: Shred." in before.text

    act()

    assert f"Not to do any more: Shred, {scanned.reference}. Waived with it" in page(browser, harbor, scanned)


def test_one_that_was_not_ours_comes_back_to_nobody(harbor, carl, log_in, scanned):
    browser = log_in(carl)
    for act in ("misdelivery", "bringing-back"):
        browser.post(desk(harbor, f"mail/pieces/{scanned.pk}/{act}/"))

    told = page(browser, harbor, scanned)
    assert f"{scanned.reference} is here again, and nobody’s yet." in told
    stays = f"Open &amp; scan, {scanned.reference}; Storage, {scanned.reference}."
    assert f"Still waived, as long as it is not put back into its mailbox: {stays}" in told


def test_without_a_request_nothing_is_said(harbor, olivia, log_in, parcel, carl):
    parcel.return_to_sender(by=carl)

    assert "Bring it back, and" not in page(log_in(olivia), harbor, parcel)


def test_that_it_is_done_is_not_told_any_more_and_done_again_is(shredded, carl):
    shredded.bring_back(by=carl)
    assert not OutboxEmail.objects.filter(kind="request_done", withdrawn_at=None).exists()

    shredded.shred(by=carl)

    assert OutboxEmail.objects.filter(kind="request_done", withdrawn_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_invoiced_is_answered_on_its_invoice(harbor, olivia, log_in, shredded, bill, invoice_of, rosa):
    bill()
    invoice = invoice_of(rosa)

    words = page(log_in(olivia), harbor, shredded)

    assert "it is on an invoice already" in words
    assert str(invoice.pk) in words


@pytest.mark.django_db(transaction=True)
def test_what_was_free_stays_done_too_once_it_is_on_an_invoice(
    harbor, olivia, log_in, parcel, rosa, carl, bill, invoice_of
):
    asked = ActionRequest.ask(parcel, "recycle", by=rosa.user, now=timezone.now())
    parcel.recycle(by=carl)
    bill()
    browser = log_in(olivia)

    words = page(browser, harbor, parcel)

    assert "the request stays done" in words
    assert str(invoice_of(rosa).pk) in words
    assert "is to do again" not in words

    browser.post(desk(harbor, f"mail/pieces/{parcel.pk}/bringing-back/"))

    asked.refresh_from_db()
    assert asked.status == "completed"
