"""Returned, not ours, brought back, moved: from the page of the piece, also from one that is out of date."""

import pytest

from boxholder.mail.models import ActionRequest, MailItem
from tests.paths import desk

pytestmark = pytest.mark.django_db


def seen_by_another(item: MailItem) -> MailItem:
    return MailItem.objects.get(pk=item.pk)


@pytest.mark.parametrize(("path", "state"), [("return/", "returned"), ("misdelivery/", "not_ours")])
def test_it_leaves_and_can_be_brought_back_from_the_toast(at_the_desk, harbor, parcel, path, state, log_in, carl):
    answer = at_the_desk("post", parcel, path, standing=parcel.standing)
    parcel.refresh_from_db()
    assert parcel.state == state

    browser = log_in(carl)
    browser.cookies = answer.client.cookies
    page = browser.get(desk(harbor, f"mail/pieces/{parcel.pk}/")).content.decode()
    undo = page.split('method="post" action="')
    undo_url = next(part.split('"')[0] for part in undo if "bringing-back/?standing=" in part.split('"')[0])
    browser.post(undo_url)
    parcel.refresh_from_db()
    assert parcel.is_here


@pytest.mark.parametrize("path", ["return/", "misdelivery/"])
def test_a_page_that_is_out_of_date_changes_nothing_and_says_who_was_quicker(
    at_the_desk, parcel, box_102, olivia, said, path
):
    standing = parcel.standing
    seen_by_another(parcel).reassign(box_102, by=olivia)
    answer = at_the_desk("post", parcel, path, standing=standing)

    assert "Olivia Owens was quicker" in said(answer)
    assert "Moved from PMB 101 to PMB 102, Ben Brooks" in said(answer)
    parcel.refresh_from_db()
    assert parcel.is_here


def test_the_second_click_is_told_that_the_first_one_did_it(at_the_desk, parcel, said):
    standing = parcel.standing
    at_the_desk("post", parcel, "return/", standing=standing)
    answer = at_the_desk("post", parcel, "return/", standing=standing)

    assert "you have done this already" in said(answer)


def test_an_old_undo_does_not_undo_what_came_after(at_the_desk, parcel, olivia, said):
    at_the_desk("post", parcel, "return/")
    parcel.refresh_from_db()
    old = parcel.standing
    parcel.bring_back(by=olivia)
    MailItem.objects.pick_up([parcel], who="Rosa Reyes", by=olivia)
    answer = at_the_desk("post", parcel, f"bringing-back/?standing={old}")

    assert "Picked up by Rosa Reyes" in said(answer)
    parcel.refresh_from_db()
    assert parcel.state == "picked_up"


def test_what_is_asked_for_it_comes_first(at_the_desk, parcel, box_101, said):
    ActionRequest.objects.create(
        operator=parcel.operator, space=parcel.space, mailbox=box_101, item=parcel, kind="forward"
    )
    answer = at_the_desk("post", parcel, "return/")

    assert "something else was asked, Forward" in said(answer)
    parcel.refresh_from_db()
    assert parcel.is_here


def test_it_moves_to_another_space(at_the_desk, parcel, pier, said):
    page = at_the_desk("get", parcel, "space/").content.decode()
    assert "Reyes Ceramics LLC loses it at once" in page
    answer = at_the_desk("post", parcel, "space/", space=pier.pk, standing=parcel.standing)

    parcel.refresh_from_db()
    assert (parcel.space, parcel.mailbox) == (pier, None)
    assert "is at Pier 7 now" in said(answer)


def test_never_to_another_operators_space(at_the_desk, parcel, pier, summit):
    answer = at_the_desk("post", parcel, "space/", space=summit.spaces.get().pk)

    assert answer.status_code == 200
    parcel.refresh_from_db()
    assert parcel.mailbox is not None


@pytest.mark.parametrize("path", ["return/", "misdelivery/", "bringing-back/", "recovery/"])
def test_looking_at_it_does_nothing(at_the_desk, parcel, path):
    assert at_the_desk("get", parcel, path).status_code == 405
