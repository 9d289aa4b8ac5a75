"""It was somebody else's after all."""

from datetime import date

import pytest
from django.utils import timezone

from boxholder.billing.models import Charge, RequestRule
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Mailbox
from tests.paths import desk

pytestmark = pytest.mark.django_db


def test_what_will_happen_is_said_before_it_does(at_the_desk, parcel, box_102, said):
    page = at_the_desk("get", parcel, "mailbox/", mailbox="102").content.decode()
    assert "Rosa loses it at once, Ben is told." in page

    key = f"{box_102.pk}.active"
    answer = at_the_desk("post", parcel, "mailbox/", mailbox="102", mailbox_key=key, standing=parcel.standing)
    parcel.refresh_from_db()
    assert parcel.mailbox == box_102
    assert "is in PMB 102, Ben Brooks" in said(answer)


def undo_address(browser, address: str, part: str) -> str:
    page = browser.get(address).content.decode()
    forms = (each.split('"')[0] for each in page.split('method="post" action="')[1:])
    return next(each for each in forms if part in each and "standing=" in each).replace("&amp;", "&")


def test_the_toast_gives_it_back(log_in, carl, harbor, parcel, box_101, box_102):
    browser, page = log_in(carl), desk(harbor, f"mail/pieces/{parcel.pk}/")
    browser.post(f"{page}mailbox/", {"mailbox": "102"})
    browser.post(undo_address(browser, page, "/mailbox/?mailbox=101"))

    parcel.refresh_from_db()
    assert parcel.mailbox == box_101


def test_the_toast_takes_back_who_had_none_before(log_in, carl, harbor, letter, box_102):
    browser, page = log_in(carl), desk(harbor, f"mail/pieces/{letter.pk}/")
    browser.post(f"{page}mailbox/", {"mailbox": "102"})
    browser.post(undo_address(browser, page, "/withdrawal/"))

    letter.refresh_from_db()
    assert letter.mailbox is None


@pytest.fixture
def scanned(parcel, rosa, carl, basic):
    RequestRule.objects.create(offering=basic, kind="open_and_scan", price_minor=300)
    asked = ActionRequest.ask(parcel, "open_and_scan", by=rosa.user, now=timezone.now())
    asked.complete(by=carl, now=timezone.now())
    ActionRequest.ask(parcel, "shred", by=rosa.user, now=timezone.now())
    return parcel


@pytest.mark.parametrize(("who", "amount"), [("carl", ""), ("olivia", ", 3.00 USD")])
@pytest.mark.parametrize("how", ["given to another", "taken out"])
def test_the_toast_brings_back_what_was_waived_and_says_so(request, log_in, harbor, scanned, box_102, how, who, amount):
    browser, page = log_in(request.getfixturevalue(who)), desk(harbor, f"mail/pieces/{scanned.pk}/")
    if how == "taken out":
        browser.post(desk(harbor, f"mail/assigning/{scanned.pk}/withdrawal/"), {"can_be_put_back": "1"})
    else:
        browser.post(f"{page}mailbox/", {"mailbox": "102"})
    undo = undo_address(browser, page, "/mailbox/?mailbox=101")
    assert not Charge.objects.waiting().exists()

    said = browser.post(undo, follow=True).text

    assert f"Owed again, as it is back: Open &amp; scan, {scanned.reference}{amount}." in said
    assert f"To do again, as it is back: Shred, {scanned.reference}." in said
    assert Charge.objects.waiting().get().amount_minor == 300
    browser.post(undo)
    assert Charge.objects.waiting().count() == 1


@pytest.mark.parametrize(("who", "amount"), [("carl", False), ("olivia", True)])
def test_what_is_owed_again_is_said_before_it_is(request, log_in, harbor, scanned, carl, who, amount):
    scanned.unassign(by=carl)

    page = log_in(request.getfixturevalue(who)).get(desk(harbor, f"mail/pieces/{scanned.pk}/mailbox/?mailbox=101")).text

    told = page.split("Owed again, as it is back:")[1].split("</ul>")[0]
    assert f"Open &amp; scan, {scanned.reference}" in told
    assert ("3.00" in told) is amount
    assert "Shred, which was asked for before it was taken out, is to do again." in page


def test_nobodys_piece_is_assigned_the_same_way(at_the_desk, letter, box_102):
    assert "Ben is told." in at_the_desk("get", letter, "mailbox/", mailbox="Brooks").content.decode()
    at_the_desk("post", letter, "mailbox/", mailbox="102")

    letter.refresh_from_db()
    assert letter.mailbox == box_102


def test_a_mailbox_closed_since_it_was_shown_is_shown_anew(at_the_desk, parcel, box_102, said):
    Mailbox.objects.filter(pk=box_102.pk).update(closed_on=date.today())
    key = f"{box_102.pk}.active"
    answer = at_the_desk("post", parcel, "mailbox/", mailbox="102", mailbox_key=key, standing=parcel.standing)
    page = answer.content.decode()

    parcel.refresh_from_db()
    assert parcel.mailbox != box_102
    assert "it has changed meanwhile" in page
    assert f'value="{box_102.pk}.closed"' in page
    assert "Its mail is still sent on" in page


def test_a_page_that_is_out_of_date_changes_nothing(at_the_desk, parcel, box_102, box_103, olivia, said):
    standing = parcel.standing
    parcel.reassign(box_102, by=olivia)
    answer = at_the_desk("post", parcel, "mailbox/", mailbox="103", standing=standing)

    assert "Olivia Owens was quicker" in said(answer)
    parcel.refresh_from_db()
    assert parcel.mailbox == box_102


@pytest.mark.parametrize(
    ("typed", "told"), [("999", "No mailbox here is called"), ("101", "It is in PMB 101 already."), ("", "required")]
)
def test_what_names_no_other_mailbox_is_said(at_the_desk, parcel, typed, told):
    assert told in at_the_desk("post", parcel, "mailbox/", mailbox=typed).content.decode()


def test_a_mailbox_of_another_space_is_not_found(at_the_desk, parcel, pier, box_102):
    Mailbox.objects.filter(pk=box_102.pk).update(space=pier)

    page = at_the_desk("post", parcel, "mailbox/", mailbox="x", mailbox_key=f"{box_102.pk}.active").content.decode()
    assert "No mailbox here is called" in page


def test_while_nobody_knows_whose_it_is_it_is_taken_out(log_in, carl, harbor, parcel, box_101):
    browser, page = log_in(carl), desk(harbor, f"mail/pieces/{parcel.pk}/")
    answer = browser.post(undo_address(browser, page, "/withdrawal/"), headers={"Referer": f"http://testserver{page}"})

    parcel.refresh_from_db()
    assert parcel.mailbox is None
    assert not MailItem.objects.of_mailboxes([box_101]).exists()
    assert answer["Location"].endswith(page)
    assert "/withdrawal/" not in browser.get(page).text


def test_what_went_to_somebody_else_meanwhile_is_not_taken_out_there(log_in, carl, harbor, parcel, box_102, olivia):
    browser, page = log_in(carl), desk(harbor, f"mail/pieces/{parcel.pk}/")
    take_out = undo_address(browser, page, "/withdrawal/")
    parcel.reassign(box_102, by=olivia)
    browser.post(take_out)

    parcel.refresh_from_db()
    assert parcel.mailbox == box_102
