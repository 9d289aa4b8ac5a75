"""Assigning piece by piece: what one POST does, and what a clerk is told where it cannot be done."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from boxholder.billing.models import RequestRule
from boxholder.mail import proposing
from boxholder.mail.models import ActionRequest, Alias, MailItem, Reading
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.mailbox_field import key_of
from tests.mail.recognition.labels import letter as label
from tests.paths import desk

pytestmark = pytest.mark.django_db
OURS = ("12 Dock Street", "Brooklyn, NY 11201")
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def browser(log_in, carl):
    return log_in(carl)


@pytest.fixture
def read():
    """The piece as the machine has read it, with these lines on it."""

    def read(item: MailItem, *lines: str) -> MailItem:
        Reading.objects.put(item)
        proposing.store(item.reading, label(*lines, *OURS), timezone.now())
        return item

    return read


@pytest.fixture
def assign(browser, harbor):
    """What the form of a card sends, in the background like the page or as a browser without a script."""

    def assign(item: MailItem, chosen: Mailbox | None = None, *, in_place: bool = True, **more: str):
        data = {"chosen": key_of(chosen) if chosen else "", "type": item.type, "sender": item.sender} | more
        headers = IN_PLACE if in_place else {}
        return browser.post(desk(harbor, f"mail/assigning/{item.pk}/"), data, headers=headers)

    return assign


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_deals_the_oldest_and_what_follows(browser, harbor, dock, carl, letter, read, box_101):
    read(letter, "Reyes Ceramics LLC", "PMB 101")
    later = [MailItem.receive(dock, by=carl) for _ in range(5)]

    page = words(browser.get(desk(harbor, "mail/assigning/")))

    assert [f'data-card="{item.pk}"' in page for item in [letter, *later]] == [True] * 4 + [False] * 2
    assert "Certain:</b> PMB 101 and ‘Reyes Ceramics LLC’ both match" in page
    assert f'value="{key_of(box_101)}" checked' in page
    assert "6 pieces are left" in page


def test_where_it_was_taken_out_it_is_not_put_back_with_one_key(browser, harbor, carl, letter, read, box_101):
    """What the machine is certain of turned out to be wrong: the next clerk is told. A slip says nothing."""
    read(letter, "Reyes Ceramics LLC", "PMB 101")
    page = desk(harbor, "mail/assigning/")
    letter.assign(box_101, by=carl)
    letter.unassign(by=carl)
    assert f'value="{key_of(box_101)}" checked' in words(browser.get(page))

    letter.assign(box_101, by=carl)
    MailItem.objects.update(assigned_at=timezone.now() - timedelta(minutes=10))
    letter.unassign(by=carl)

    again = words(browser.get(page))
    assert f'value="{key_of(box_101)}">' in again
    assert "It was in this mailbox already, and was taken out." in again
    assert "Not sure:" in words(browser.get(f"{page}grid/"))


def test_queries_do_not_grow_with_the_pile(
    browser, harbor, dock, carl, letter, read, box_101, django_assert_max_num_queries
):
    for _ in range(8):
        read(MailItem.receive(dock, by=carl), "Reyes Ceramics LLC", "PMB 101")

    with django_assert_max_num_queries(20):
        browser.get(desk(harbor, "mail/assigning/"))


def test_a_piece_is_assigned_with_what_is_seen_on_it(assign, letter, box_101):
    answer = assign(letter, box_101, type="parcel", carrier="ups", shelf="B 4")

    letter.refresh_from_db()
    assert (letter.mailbox, letter.type, letter.carrier, letter.shelf) == (box_101, "parcel", "ups", "B 4")
    assert f"M-{letter.pk} is in PMB 101, Reyes Ceramics LLC." in words(answer)


def test_what_was_learnt_is_said_and_undone_with_it(browser, assign, letter, read, box_101):
    read(letter, "ACME LLC")

    answer = assign(letter, box_101)

    assert "Remembered: mail for “ACME LLC” goes to PMB 101." in words(answer)
    undo = answer.content.decode().split('action="')[1].split('"')[0]
    again = browser.post(undo, headers=IN_PLACE)
    assert f'data-card="{letter.pk}"' in words(again)
    assert not Alias.objects.exists()
    assert MailItem.objects.unassigned().contains(letter)


def test_without_a_script_the_next_piece_follows(assign, browser, letter, box_101, harbor):
    answer = assign(letter, box_101, in_place=False)

    assert answer.status_code == 302
    page = words(browser.get(answer["Location"]))
    assert f"M-{letter.pk} is in PMB 101" in page
    assert "Nothing left to assign" in page


def test_a_scanned_sheet_names_its_mailbox_and_no_pmb_of_that_number(assign, letter, box_101, box_102):
    Mailbox.objects.filter(pk=box_101.pk).update(pmb=str(box_102.pk))

    assign(letter, other=f"BX-{box_102.pk}")

    letter.refresh_from_db()
    assert letter.mailbox == box_102


@pytest.mark.parametrize("typed", ["101", "#101", "reyes"])
def test_another_mailbox_is_named_by_number_or_name(assign, letter, box_101, box_102, typed):
    assert assign(letter, box_102, other=typed).status_code == 200

    letter.refresh_from_db()
    assert letter.mailbox == box_101


@pytest.mark.parametrize(("other", "says"), [("", "Choose a mailbox"), ("Nobody", "No mailbox here is called")])
def test_without_a_mailbox_the_card_comes_back(assign, letter, other, says):
    answer = assign(letter, other=other, sender="Water Works")

    assert answer.status_code == 422
    assert says in words(answer)
    assert 'value="Water Works"' in words(answer)


def test_a_mailbox_of_another_space_is_named_with_the_way_there(assign, letter, pier, box_102):
    Mailbox.objects.filter(pk=box_102.pk).update(space=pier)

    answer = assign(letter, other="Ben Brooks")

    assert answer.status_code == 422
    assert "PMB 102, Ben Brooks, is at Pier 7; this piece is at Dock Street." in words(answer)
    assert f"/mail/pieces/{letter.pk}/space/" in words(answer)


# --- Bad days


def test_the_second_clerk_sees_who_was_quicker_and_may_correct(assign, letter, box_101, box_102, olivia):
    letter.assign(box_102, by=olivia)

    answer = assign(letter, box_101, sender="Water Works")

    assert answer.status_code == 409
    assert "Olivia Owens gave it to PMB 102, Ben Brooks" in words(answer)
    assert f'value="{key_of(box_101)}" checked' in words(answer)
    assert 'value="Water Works"' in words(answer)
    assert assign(letter, box_101, over=str(box_102.pk)).status_code == 200
    letter.refresh_from_db()
    assert letter.mailbox == box_101


@pytest.fixture
def scanned(box_101, letter, rosa, carl, basic) -> MailItem:
    """Rosa's by mistake, opened and scanned for 3.00 USD."""
    RequestRule.objects.create(offering=basic, kind="open_and_scan", price_minor=300)
    letter.assign(box_101, by=carl)
    asked = ActionRequest.ask(letter, "open_and_scan", by=rosa.user, now=timezone.now())
    asked.complete(by=carl, now=timezone.now())
    return letter


@pytest.mark.parametrize(("who", "amount"), [("carl", ""), ("olivia", ", 3.00 USD")])
@pytest.mark.parametrize("in_place", [True, False])
def test_a_correction_says_what_is_waived(request, log_in, harbor, scanned, box_101, box_102, who, amount, in_place):
    browser = log_in(request.getfixturevalue(who))
    data = {"chosen": key_of(box_102), "type": scanned.type, "sender": scanned.sender, "over": str(box_101.pk)}
    headers = IN_PLACE if in_place else {}

    answer = browser.post(desk(harbor, f"mail/assigning/{scanned.pk}/"), data, headers=headers, follow=True)

    assert f"Waived with it, on record: Open &amp; scan, {scanned.reference}{amount}." in words(answer)


@pytest.mark.parametrize(("who", "amount"), [("carl", ""), ("olivia", ", 3.00 USD")])
@pytest.mark.parametrize("in_place", [True, False])
def test_an_undo_says_what_is_waived(request, log_in, harbor, scanned, who, amount, in_place):
    browser = log_in(request.getfixturevalue(who))
    undo, headers = desk(harbor, f"mail/assigning/{scanned.pk}/withdrawal/"), IN_PLACE if in_place else {}

    answer = browser.post(undo, headers=headers, follow=True)

    assert f"Waived with it, on record: Open &amp; scan, {scanned.reference}{amount}." in words(answer)


def test_the_same_sent_twice_is_once(assign, letter, box_101):
    assert assign(letter, box_101).status_code == 200
    assert assign(letter, box_101).status_code == 200


def test_a_mailbox_closed_meanwhile_is_asked_about_again(assign, letter, box_101):
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=date.today())

    answer = assign(letter, box_101, shelf="B 4")

    assert answer.status_code == 409
    assert "PMB 101 has changed since you saw it. Now: Closed less than six months ago." in words(answer)
    assert f'value="{box_101.pk}.closed" checked' in words(answer)
    assert 'value="B 4"' in words(answer)
    box_101.refresh_from_db()
    assert assign(letter, box_101).status_code == 200


@pytest.mark.parametrize("change", [{"closed_on": date(2026, 5, 1)}, {"instructions": "Call before you open."}])
def test_what_was_only_typed_is_shown_first_where_there_is_something_to_heed(assign, letter, box_101, change):
    Mailbox.objects.filter(pk=box_101.pk).update(**change)

    answer = assign(letter, other="101")

    assert answer.status_code == 409
    assert "Look at PMB 101 first" in words(answer)
    box_101.refresh_from_db()
    assert f'value="{key_of(box_101)}" checked' in words(answer)
    assert change.get("instructions", "Closed") in words(answer)


def test_a_piece_that_is_gone_is_told(assign, letter, box_101, olivia):
    letter.return_to_sender(by=olivia)

    answer = assign(letter, box_101)

    assert answer.status_code == 409
    assert "Olivia Owens was quicker" in words(answer)
    assert "Go on" in words(answer)


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(assign, letter, box_101, olivia):
    letter.change_details(sender="Sewage Works", by=olivia)

    answer = assign(letter, box_101, sender="Water Works", seen='{"sender": "Brooklyn Water Board"}')

    assert answer.status_code == 409
    assert "Somebody else changed this meanwhile: Sender" in words(answer)
    letter.refresh_from_db()
    assert (letter.sender, letter.mailbox) == ("Sewage Works", None)


def test_an_undo_does_not_undo_what_came_after(assign, browser, letter, box_101, box_102, olivia):
    undo = assign(letter, box_101).content.decode().split('action="')[1].split('"')[0]
    MailItem.objects.get(pk=letter.pk).reassign(box_102, by=olivia)

    answer = browser.post(undo, headers=IN_PLACE)

    assert answer.status_code == 409
    assert "Olivia Owens was quicker" in words(answer)
    letter.refresh_from_db()
    assert letter.mailbox == box_102


def test_not_ours_and_back(browser, harbor, letter):
    answer = browser.post(desk(harbor, f"mail/assigning/{letter.pk}/misdelivery/"), headers=IN_PLACE)

    letter.refresh_from_db()
    assert letter.state == "not_ours"
    browser.post(answer.content.decode().split('action="')[1].split('"')[0], headers=IN_PLACE)
    assert MailItem.objects.unassigned().contains(letter)


def test_not_ours_is_refused_where_somebody_has_it_by_now(browser, harbor, letter, box_101, olivia):
    letter.assign(box_101, by=olivia)

    answer = browser.post(desk(harbor, f"mail/assigning/{letter.pk}/misdelivery/"), headers=IN_PLACE)

    assert answer.status_code == 409
    assert "Olivia Owens gave it to PMB 101" in words(answer)


# --- The page asks what is new


def test_the_page_is_told_what_is_gone_what_is_read_and_what_follows(
    browser, harbor, dock, carl, olivia, read, box_101
):
    gone, unread, last, new = (MailItem.receive(dock, by=carl) for _ in range(4))
    gone.assign(box_101, by=olivia)
    read(unread, "Reyes Ceramics LLC", "PMB 101")
    asked = {"have": f"{gone.pk},{unread.pk}.waiting.,{last.pk}..", "after": str(last.pk)}

    answer = words(browser.get(desk(harbor, "mail/assigning/cards/"), asked))

    assert f'data-gone="{gone.pk}"' in answer
    assert "Certain:" in answer.split("data-following")[0]
    assert f'data-card="{last.pk}"' not in answer
    assert f'data-card="{new.pk}"' in answer.split("data-following")[1]
    assert "3 pieces are left" in answer


@pytest.mark.parametrize(
    ("has", "of", "is_all"), [(4, 4, False), (4, 6, False), (3, 6, False), (2, 3, True), (0, 0, True)]
)
def test_the_page_is_told_when_it_has_all_there_is(browser, harbor, dock, carl, has, of, is_all):
    """With as many as it wants at hand it is not told: there may be more."""
    pieces = [MailItem.receive(dock, by=carl) for _ in range(of)][:has]
    asked = {"have": ",".join(f"{piece.pk}.." for piece in pieces), "after": str(pieces[-1].pk) if pieces else "0"}

    answer = words(browser.get(desk(harbor, "mail/assigning/cards/"), asked))

    assert ("data-is-all" in answer) is is_all


def test_a_mailbox_that_was_named_is_shown_with_its_instructions(browser, harbor, letter, box_101):
    Mailbox.objects.filter(pk=box_101.pk).update(instructions="Call before you open.")

    answer = browser.get(desk(harbor, f"mail/assigning/{letter.pk}/choice/"), {"mailbox": box_101.pk})

    assert "Call before you open." in words(answer)


@pytest.mark.parametrize("nonsense", ["abc", "", "9" * 30])
def test_nonsense_in_the_address_is_as_good_as_nothing(browser, harbor, letter, nonsense):
    pages = {"": ["space", "after", "piece"], "cards/": ["have", "after"], "grid/": ["space", "after"]}
    for page, names in pages.items():
        answer = browser.get(desk(harbor, f"mail/assigning/{page}"), dict.fromkeys(names, nonsense))
        assert answer.status_code == 200
    assert browser.get(desk(harbor, f"mail/assigning/{letter.pk}/choice/"), {"mailbox": nonsense}).status_code == 404
