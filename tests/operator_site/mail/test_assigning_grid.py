"""Assigning many at once: each for itself, and what fails stays ticked."""

import pytest
from django.utils import timezone

from boxholder.billing.models import RequestRule
from boxholder.mail import proposing
from boxholder.mail.models import ActionRequest, MailItem, Reading
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.mailbox_field import key_of
from tests.mail.recognition.labels import letter as label
from tests.paths import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(log_in, carl):
    return log_in(carl)


@pytest.fixture
def pile(dock, carl, box_101, box_102) -> list[MailItem]:
    """For Rosa, for Ben, and for nobody known."""
    items = []
    for name in ("Reyes Ceramics LLC", "Ben Brooks", "Zelda Zimmer"):
        item = MailItem.receive(dock, by=carl)
        Reading.objects.put(item)
        proposing.store(item.reading, label(name, "12 Dock Street", "Brooklyn, NY 11201"), timezone.now())
        items.append(item)
    return items


@pytest.fixture
def grid(harbor):
    return desk(harbor, "mail/assigning/grid/")


def ticked(pile, *mailboxes) -> dict:
    proposals = {f"proposed-{item.pk}": key_of(mailbox) for item, mailbox in zip(pile, mailboxes, strict=False)}
    return {"pk": [item.pk for item in pile], **proposals}


def whose(pile) -> list:
    return [MailItem.objects.get(pk=item.pk).mailbox for item in pile]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_each_piece_shows_what_is_proposed(browser, grid, pile, box_101):
    page = words(browser.get(grid))

    assert f'name="proposed-{pile[0].pk}" value="{key_of(box_101)}"' in page
    assert f'name="proposed-{pile[2].pk}"' not in page
    assert "No mailbox is called “Zelda Zimmer”." in page


def test_the_ticked_go_where_they_are_proposed(browser, grid, pile, box_101, box_102):
    answer = browser.post(f"{grid}assignments/", ticked(pile[:2], box_101, box_102), follow=True)

    assert whose(pile) == [box_101, box_102, None]
    assert "2 pieces are assigned." in words(answer)


def test_what_fails_is_told_and_stays_ticked(browser, grid, pile, box_101, box_102, olivia):
    pile[1].assign(box_101, by=olivia)

    answer = browser.post(f"{grid}assignments/", ticked(pile, box_101, box_102))

    assert answer.status_code == 409
    assert whose(pile) == [box_101, box_101, None]
    page = words(answer)
    assert "2 pieces were not assigned" in page
    assert f"<b>M-{pile[1].pk}</b>: Olivia Owens gave it to PMB 101" in page
    assert f"<b>M-{pile[2].pk}</b>: No mailbox is proposed for it." in page
    assert f'value="{pile[2].pk}" data-bulk-item checked' in page
    assert "1 piece is assigned." in page


def test_a_mailbox_closed_meanwhile_is_told(browser, grid, pile, box_101):
    sent = ticked(pile[:1], box_101)
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=timezone.now().date())

    answer = browser.post(f"{grid}assignments/", sent)

    assert "PMB 101 has changed since you saw it" in words(answer)
    assert whose(pile) == [None, None, None]


def test_all_ticked_go_to_one_mailbox(browser, grid, pile, box_102):
    browser.post(f"{grid}assignments/one-mailbox/", {"pk": [item.pk for item in pile], "mailbox": "102"})

    assert whose(pile) == [box_102] * 3


def test_a_mailbox_nobody_knows_changes_nothing(browser, grid, pile):
    answer = browser.post(f"{grid}assignments/one-mailbox/", {"pk": [pile[0].pk], "mailbox": "999"})

    assert answer.status_code == 422
    assert "No mailbox here is called “999”." in words(answer)
    assert f'value="{pile[0].pk}" data-bulk-item checked' in words(answer)


def test_the_undo_takes_back_what_was_not_changed_since(browser, grid, harbor, pile, box_101, box_102, olivia):
    answer = browser.post(f"{grid}assignments/", ticked(pile[:2], box_101, box_102), follow=True)
    undo = answer.content.decode().split('action="')
    undo = next(part.split('"')[0] for part in undo if "withdrawals" in part.split('"')[0]).replace("&amp;", "&")
    MailItem.objects.get(pk=pile[1].pk).reassign(box_101, by=olivia)

    answer = browser.post(undo, follow=True)

    assert whose(pile) == [None, box_101, None]
    assert "1 piece is unassigned again." in words(answer)
    assert "Olivia Owens was quicker" in words(answer)


@pytest.mark.parametrize(("who", "amount"), [("carl", ""), ("olivia", ", 3.00 USD")])
def test_an_undo_says_what_is_waived(request, log_in, grid, letter, box_101, rosa, carl, basic, who, amount):
    RequestRule.objects.create(offering=basic, kind="open_and_scan", price_minor=300)
    letter.assign(box_101, by=carl)
    asked = ActionRequest.ask(letter, "open_and_scan", by=rosa.user, now=timezone.now())
    asked.complete(by=carl, now=timezone.now())
    letter.refresh_from_db()
    undo = f"{grid}withdrawals/?pieces={letter.pk}:{letter.standing}"

    answer = log_in(request.getfixturevalue(who)).post(undo, follow=True)

    assert f"Waived with it, on record: Open &amp; scan, {letter.reference}{amount}." in words(answer)


def test_queries_do_not_grow_with_the_page(browser, grid, pile, dock, carl, django_assert_max_num_queries):
    for _ in range(10):
        MailItem.receive(dock, by=carl)

    with django_assert_max_num_queries(20):
        browser.get(grid)
