"""A piece without a picture: one line, Enter, and the next."""

from datetime import date

import pytest

from boxholder.mail.models import MailItem
from boxholder.mailboxes.models import Mailbox
from tests.paths import desk

pytestmark = pytest.mark.django_db

UPS = "1Z999AA10123456784"


@pytest.fixture
def clerk(log_in, carl, dock, box_101, box_102):
    return log_in(carl)


@pytest.fixture
def enter(clerk, harbor):
    """What stands in the line when Enter is pressed, and in the other fields; as the page has them."""

    def enter(line: str, **fields):
        return clerk.post(desk(harbor, "mail/intake/quick/"), {"entry": line, **fields})

    return enter


@pytest.mark.parametrize("line", ["102", "PMB 102", "#102", "Ben Brooks", "parcel 102", "ups 102 parcel"])
def test_a_line_is_a_piece(enter, box_102, carl, line):
    answer = enter(line)

    item = MailItem.objects.get()
    assert answer.status_code == 302
    assert (item.mailbox, item.assigned_by) == (box_102, carl)
    assert item.type == ("parcel" if "parcel" in line else "")
    assert item.carrier == ("ups" if "ups" in line else "")


def test_a_scanned_tracking_number_waits_for_its_mailbox(enter, clerk, harbor, box_101):
    page = enter(UPS)
    assert page.context["form"].initial == {"type": "", "carrier": "ups", "tracking_number": UPS}
    assert not MailItem.objects.exists()

    enter("101", tracking_number=UPS, carrier="ups", type="parcel")

    item = MailItem.objects.get()
    assert (item.mailbox, item.tracking_number, item.carrier, item.type) == (box_101, UPS, "ups", "parcel")


def test_number_and_mailbox_in_one_line(enter, box_101):
    enter(f"101 {UPS}")

    item = MailItem.objects.get()
    assert (item.mailbox, item.tracking_number) == (box_101, UPS)


def test_a_mailboxs_sheet_picks_it_and_the_tracking_number_completes_it(enter, box_101):
    asked = enter(f"BX-{box_101.pk}")
    assert asked.context["asks_about"] == box_101
    assert not MailItem.objects.exists()
    chosen = asked.context["form"].initial["entry"]

    enter(chosen.text, entry_key=chosen.key, tracking_number=UPS)

    assert MailItem.objects.get().mailbox == box_101


def test_behind_a_tracking_number_the_sheet_logs_at_once(enter, box_101):
    enter(f"bx-{box_101.pk}", tracking_number=UPS)

    assert MailItem.objects.get().mailbox == box_101


def test_a_sheet_of_another_space_is_refused(enter, box_101, pier):
    Mailbox.objects.filter(pk=box_101.pk).update(space=pier)

    assert "not in this space" in enter(f"BX-{box_101.pk}").text


def test_a_shelf_label_opens_its_piece(enter, letter, harbor):
    assert enter(letter.reference)["Location"] == desk(harbor, f"mail/pieces/{letter.pk}/")
    assert "There is no piece M-999999" in enter("M-999999").text


def test_a_closed_mailbox_is_shown_before_anything_is_logged(enter, box_102):
    Mailbox.objects.filter(pk=box_102.pk).update(closed_on=date(2026, 5, 1))
    asked = enter("102", type="parcel")
    assert "Closed" in asked.text
    assert not MailItem.objects.exists()
    chosen = asked.context["form"].initial["entry"]

    enter(chosen.text, entry_key=chosen.key, type="parcel")

    assert MailItem.objects.get().mailbox == box_102


def test_a_mailbox_closed_after_it_was_chosen_is_shown_again(enter, box_102):
    Mailbox.objects.filter(pk=box_102.pk).update(closed_on=date(2026, 5, 1))

    asked = enter("102 · Ben Brooks", entry_key=f"{box_102.pk}.active")

    assert asked.context["asks_about"] == box_102
    assert not MailItem.objects.exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [("777", "No mailbox here is called"), ("", "Whose is it?"), ("10", "may be PMB"), ("parcel", "")],
)
def test_what_is_not_understood_is_said_and_stays(enter, line, words):
    page = enter(line, tracking_number=UPS)

    assert words in page.text
    assert UPS in page.text
    assert not MailItem.objects.exists()


def test_the_type_stays_for_the_next_and_the_last_ones_are_shown(enter, clerk):
    page = clerk.get(enter("parcel 101")["Location"])

    assert page.context["form"].initial["type"] == "parcel"
    assert [item.mailbox.pmb for item in page.context["logged"]] == ["101"]


def test_suggestions_leave_the_session_alone(enter, clerk, harbor, dock):
    """They are asked while a line is being sent, and a session is saved whole."""
    clerk.get(desk(harbor, "mail/intake/quick/"))
    before = dict(clerk.session)

    clerk.get(desk(harbor, "mail/intake/quick/mailboxes/"), {"q": "101", "space": dock.pk})

    assert dict(clerk.session) == before


def test_suggestions_are_for_whose_it_is(clerk, harbor):
    def suggested(line: str) -> list[str]:
        page = clerk.get(desk(harbor, "mail/intake/quick/mailboxes/"), {"q": line})
        return [option["mailbox"].pmb for option in page.context["options"]] if page.content else []

    assert suggested("parcel 10") == ["101", "102"]
    assert suggested("parcel") == suggested(UPS) == suggested("BX-17") == []


def test_a_tracking_number_that_is_here_already_is_told(enter, box_101, box_102):
    enter("101", tracking_number=UPS)

    told = enter("102", tracking_number=UPS)
    assert told.context["twin"].mailbox == box_101
    assert MailItem.objects.count() == 1

    chosen = told.context["form"].initial["entry"]
    enter(chosen.text, entry_key=chosen.key, tracking_number=UPS, knows_of=UPS)
    assert MailItem.objects.count() == 2
