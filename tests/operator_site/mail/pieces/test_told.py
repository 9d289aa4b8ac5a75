"""Staff see whether the renter knows, and who else was told by mistake."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boxholder.mail.models import NewMailNotice, NoticePreference
from boxholder.notifications.models import OutboxEmail
from tests.mail.telling import works
from tests.paths import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(at_the_desk, parcel):
    return lambda: at_the_desk("get", parcel).text


def tell(status: str = "sent") -> None:
    works(timezone.now() + timedelta(minutes=3))
    OutboxEmail.objects.update(status=status, sent_at=timezone.now() if status == "sent" else None)


def test_before_anything_went_out(page):
    assert "The e-mail goes out in a few minutes" in page()
    assert "Not opened yet by anybody who reads the mailbox" in page()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("waiting", "The e-mail is on its way"),
        ("sent", "(rosa@example.com)"),
        ("doubtful", "Perhaps told"),
        ("failed", "could not be delivered"),
    ],
)
def test_as_the_e_mail_stands(page, status, words):
    tell(status)

    assert words in page()


def test_who_wants_no_e_mail_is_not_told(page, rosa):
    NoticePreference.objects.choose(rosa.user, rosa.operator, NoticePreference.Kind.NEW_MAIL, NoticePreference.How.OFF)
    tell()

    assert "Not told: They want no e-mail about new mail" in page()


def test_opened_it_says_when(page, parcel, rosa):
    parcel.see(by=rosa.user)

    assert "Opened by the renter" in page()


def test_opened_first_by_somebody_with_whom_it_is_shared_it_says_by_whom(page, parcel, rosa, mia):
    parcel.see(by=mia)
    parcel.see(by=rosa.user)

    told = page()
    assert "Opened by Mia Moreno" in told
    assert "First opened by Mia Moreno, with whom PMB 101 is shared" in told
    assert "Opened by the renter" not in told


def test_who_was_told_by_mistake_stays_on_record(page, parcel, box_102, carl):
    assert "was told of it" not in page()
    tell()

    parcel.reassign(box_102, by=carl)

    assert "PMB 101, Reyes Ceramics LLC, was told of it" in page()


def test_a_withdrawn_e_mail_is_told_anew(parcel, box_102, box_101, carl):
    tell("waiting")
    parcel.reassign(box_102, by=carl)
    parcel.reassign(box_101, by=carl)

    assert NewMailNotice.objects.get(item=parcel, mailbox=box_101).state == NewMailNotice.State.GATHERING


def test_the_mailbox_says_how_its_renter_is_told(log_in, carl, harbor, box_101):
    assert "E-mail about new mail: at once" in log_in(carl).get(desk(harbor, f"mailboxes/{box_101.pk}/")).text
