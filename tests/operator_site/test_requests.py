"""The mailroom works off what renters ask for."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from boxholder.billing.models import Charge, RequestRule
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Mailbox
from boxholder.notifications.models import OutboxEmail
from tests.paths import desk, site
from tests.support import photographs

pytestmark = pytest.mark.django_db

PRICES = {"open_and_scan": 300, "shred": 150, "forward": 500}


@pytest.fixture
def prices(basic):
    for kind, price in PRICES.items():
        RequestRule.objects.create(offering=basic, kind=kind, price_minor=price)


@pytest.fixture
def ask(rosa, box_101, carl, prices):
    def for_a_new_piece(kind: str, **wishes) -> ActionRequest:
        item = MailItem.receive(box_101.space, by=carl, type="letter", sender="Brooklyn Water Board")
        item.assign(box_101, by=carl)
        return ActionRequest.ask(item, kind, by=rosa.user, now=timezone.now(), **wishes)

    return for_a_new_piece


@pytest.fixture
def browser(carl, log_in):
    return log_in(carl)


def charged() -> dict[str, int]:
    return dict(Charge.objects.values_list("kind", "amount_minor"))


def test_the_list_begins_with_who_waits_longest(harbor, browser, ask):
    new, old = ask("shred"), ask("hold", hold_until=timezone.now().date() + timedelta(days=3))
    ActionRequest.objects.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(days=3))

    page = browser.get(desk(harbor, "requests/")).content.decode()

    assert page.index(old.item.reference) < page.index(new.item.reference)
    assert "Late" in page


def test_kinds_are_counted_and_chosen(harbor, browser, ask):
    ask("shred"), ask("shred"), ask("open_and_scan")

    page = browser.get(desk(harbor, "requests/?kind=open_and_scan")).content.decode()

    assert page.count("Brooklyn Water Board") == 1


def test_many_are_shredded_with_one_click(harbor, browser, ask):
    first, second, scan = ask("shred"), ask("shred"), ask("open_and_scan")

    answer = browser.post(
        desk(harbor, "requests/completions/"), {"request": [first.pk, second.pk, scan.pk]}, follow=True
    )

    assert "2 requests done." in answer.content.decode()
    assert "1 needs more than a click" in answer.content.decode()
    assert set(MailItem.objects.filter(state="shredded")) == {first.item, second.item}
    assert [charge.amount_minor for charge in Charge.objects.all()] == [150, 150]


def test_a_scan_is_added_and_the_renter_sees_it(harbor, browser, ask, rosa, log_in):
    asked = ask("open_and_scan")
    path = desk(harbor, f"requests/{asked.pk}/")
    browser.post(f"{path}scans/", {"files": SimpleUploadedFile("letter.pdf", photographs.pdf(2), "application/pdf")})
    browser.post(f"{path}completion/", {"answer": ""})

    asked.refresh_from_db()
    assert asked.status == "completed"
    assert charged() == {"open_and_scan": 300}
    page = log_in(rosa).get(site(harbor, f"mail/{asked.item_id}/")).content.decode()
    assert "What was inside" in page
    picture = asked.item.pictures.filter(kind="scan").first()
    assert log_in(rosa).get(site(harbor, f"mail/pictures/{picture.pk}/large/")).status_code == 200
    assert OutboxEmail.objects.get(kind="request_done").to == rosa.email


def test_a_wrong_scan_that_is_removed_is_gone_for_the_renter(harbor, browser, ask, rosa, log_in):
    asked = ask("open_and_scan")
    browser.post(
        desk(harbor, f"requests/{asked.pk}/scans/"),
        {"files": SimpleUploadedFile("letter.jpg", photographs.jpeg(), "image/jpeg")},
    )
    picture = asked.item.pictures.get(kind="scan")
    seen = site(harbor, f"mail/pictures/{picture.pk}/large/")
    assert log_in(rosa).get(seen).status_code == 200

    browser.post(desk(harbor, f"mail/pieces/{asked.item_id}/pictures/{picture.pk}/removal/"), {"only": "yes"})

    assert log_in(rosa).get(seen).status_code == 404


def test_without_a_scan_it_is_not_done(harbor, browser, ask):
    asked = ask("open_and_scan")

    answer = browser.post(desk(harbor, f"requests/{asked.pk}/completion/"), {"answer": ""})

    assert "Add the scan first" in answer.content.decode()
    assert not Charge.objects.exists()


def test_a_broken_file_is_refused_by_name_and_the_rest_goes_in(harbor, browser, ask):
    asked = ask("open_and_scan")
    files = [
        SimpleUploadedFile("broken.pdf", b"%PDF-1.7 torn", "application/pdf"),
        SimpleUploadedFile("page.jpg", photographs.jpeg(), "image/jpeg"),
    ]

    page = browser.post(desk(harbor, f"requests/{asked.pk}/scans/"), {"files": files}, follow=True).content.decode()

    assert "broken.pdf" in page
    assert "1 page added." in page


def test_two_pieces_go_in_one_parcel_and_postage_is_charged_once(harbor, browser, ask):
    first, second = ask("forward", address="Rosa Reyes\n4 Elm Road"), ask("forward", address="Rosa Reyes\n4 Elm Road")
    elsewhere = ask("forward", address="Somebody\n9 Oak Street")

    browser.post(
        desk(harbor, f"requests/{first.pk}/completion/"),
        {"carrier": "ups", "tracking_number": "1Z999AA10123456784", "postage": "9.20", "together": [second.pk]},
    )

    second.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (second.status, second.parcel.tracking_number) == ("completed", "1Z999AA10123456784")
    assert elsewhere.is_pending
    assert [charge.amount_minor for charge in Charge.objects.filter(kind="postage")] == [920]
    assert Charge.objects.filter(kind="forward").count() == 2


def test_a_deposit_says_where(harbor, browser, ask, basic):
    RequestRule.objects.create(offering=basic, kind="deposit_cheque")
    asked = ask("deposit_cheque")
    path = desk(harbor, f"requests/{asked.pk}/completion/")

    assert "This field is required" in browser.post(path, {"answer": ""}).content.decode()
    browser.post(path, {"answer": "First Harbor Bank, slip 12"})

    asked.refresh_from_db()
    assert (asked.status, asked.answer) == ("completed", "First Harbor Bank, slip 12")


def test_refused_with_a_reason_nothing_is_charged_and_the_renter_is_told(harbor, browser, ask):
    asked = ask("open_and_scan")

    browser.post(desk(harbor, f"requests/{asked.pk}/refusal/"), {"reason": "The envelope is empty"})

    asked.refresh_from_db()
    assert asked.status == "cancelled"
    assert not Charge.objects.exists()
    assert "The envelope is empty" in OutboxEmail.objects.get(kind="request_declined").text


def test_a_reason_of_blanks_is_refused_where_it_is_seen(harbor, browser, ask):
    """The dialog in which it was typed is closed by then."""
    asked = ask("open_and_scan")

    page = browser.post(desk(harbor, f"requests/{asked.pk}/refusal/"), {"reason": "  "}).content.decode()

    assert "Why it is not done: This field is required." in page
    asked.refresh_from_db()
    assert asked.is_pending


def test_who_was_quicker_is_said(harbor, browser, ask, olivia):
    asked = ask("shred")
    asked.item.shred(by=olivia)

    page = browser.post(desk(harbor, f"requests/{asked.pk}/completion/"), follow=True).content.decode()

    assert "It is over already: Completed by Olivia Owens" in page
    assert Charge.objects.count() == 1


def test_the_badge_says_how_many_wait(harbor, browser, ask):
    ask("shred"), ask("shred")

    assert 'class="badge"' in browser.get(desk(harbor, "requests/")).content.decode()


def test_strangers_find_nothing(harbor, sam, log_in, ask):
    asked = ask("shred")

    assert log_in(sam).get(desk(harbor, f"requests/{asked.pk}/")).status_code == 404
    assert log_in(sam).post(desk(harbor, f"requests/{asked.pk}/completion/")).status_code == 404
    asked.refresh_from_db()
    assert asked.is_pending


def test_what_is_to_be_collected_is_not_done_before_it_is(harbor, browser, ask):
    asked = ask("onsite_pickup")

    answer = browser.post(desk(harbor, f"requests/{asked.pk}/completion/"), {"answer": ""})

    assert answer.url == desk(harbor, f"mail/pieces/pickups/?item={asked.item_id}")
    asked.refresh_from_db()
    assert asked.is_pending
    assert not Charge.objects.exists()


@pytest.mark.parametrize("kind", ["open_and_scan", "forward", "shred", "hold", "deposit_cheque"])
def test_completing_what_was_cancelled_says_so_and_charges_nothing(harbor, browser, ask, rosa, basic, kind):
    RequestRule.objects.get_or_create(offering=basic, kind="deposit_cheque", defaults={"is_allowed": True})
    asked = ask(kind)
    asked.cancel(by=rosa.user, now=timezone.now())

    answer = browser.post(desk(harbor, f"requests/{asked.pk}/completion/"), {"answer": ""}, follow=True)

    assert "It is over already: Cancelled by Rosa Reyes" in answer.content.decode()
    assert MailItem.objects.get(pk=asked.item_id).is_here
    assert not Charge.objects.exists()


def test_a_closed_mailbox_says_so_while_its_request_waits(harbor, browser, ask, box_101, carl):
    asked = ask("shred")
    address = desk(harbor, f"requests/{asked.pk}/")
    assert "is closed since" not in browser.get(address).text
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=date(2026, 5, 3))

    page = browser.get(address).text
    assert "PMB 101 is closed since May 3, 2026; what is done is still charged on its last invoice." in page

    asked.complete(by=carl, now=timezone.now())
    assert "is closed since" not in browser.get(address).text


def test_a_hold_that_is_over_stands_in_a_list_of_its_own_until_it_is_put_among_the_rest(harbor, browser, ask, carl):
    asked = ask("hold", hold_until=timezone.localdate())
    asked.complete(by=carl, now=timezone.now())
    assert "Hold is over" not in browser.get(desk(harbor, "requests/")).text
    ActionRequest.objects.update(hold_until=timezone.localdate() - timedelta(days=2))

    assert "?state=over" in browser.get(desk(harbor, "requests/")).text
    page = browser.get(desk(harbor, "requests/?state=over")).text
    assert asked.item.reference in page
    assert "Was held until" in page
    assert "Was held until" in browser.get(desk(harbor, f"mail/pieces/{asked.item_id}/")).text

    after = browser.post(desk(harbor, "requests/holds/ends/"), {"request": asked.pk}, follow=True).text

    assert "1 piece is held no longer." in after
    assert "No piece is set aside longer than its renter asked for." in after
    assert "?state=over" not in browser.get(desk(harbor, "requests/")).text


def test_a_hold_that_lasts_is_not_ended(harbor, browser, ask, carl):
    asked = ask("hold", hold_until=timezone.localdate() + timedelta(days=3))
    asked.complete(by=carl, now=timezone.now())

    browser.post(desk(harbor, "requests/holds/ends/"), {"request": asked.pk})

    asked.refresh_from_db()
    assert asked.hold_over_at is None


def test_nothing_ticked_no_hold_is_ended(harbor, browser):
    assert "Tick the pieces first." in browser.post(desk(harbor, "requests/holds/ends/"), follow=True).text


def test_another_operators_staff_end_no_hold(harbor, ask, carl, sam, log_in):
    asked = ask("hold", hold_until=timezone.localdate())
    asked.complete(by=carl, now=timezone.now())
    ActionRequest.objects.update(hold_until=timezone.localdate() - timedelta(days=2))

    assert log_in(sam).post(desk(harbor, "requests/holds/ends/"), {"request": asked.pk}).status_code == 404
    asked.refresh_from_db()
    assert asked.hold_over_at is None


def test_ending_holds_is_posted(harbor, browser):
    assert browser.get(desk(harbor, "requests/holds/ends/")).status_code == 405
