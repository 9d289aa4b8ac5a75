"""Who shares a mailbox: invited by the renter, sees and does what the role says, and nothing of the money."""

import pytest
from django.test import Client
from django.utils import timezone

from boxholder.billing.deactivation import deactivate
from boxholder.mailboxes.models import MailboxPerson
from boxholder.notifications.models import OutboxEmail
from tests.paths import site

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"


@pytest.fixture
def shared(rosa, log_in, harbor):
    """Rosa adds Mia as a recipient; this is the path of Mia's link."""
    answer = log_in(rosa).post(
        site(harbor, "settings/people/new/"), {"role": "recipient", "name": "Mia Moreno", "email": "Mia@example.com"}
    )
    assert answer.status_code == 302
    return invitation_link()


def invitation_link() -> str:
    text = OutboxEmail.objects.filter(kind="person_invitation").latest("created_at").text
    return "/" + next(line for line in text.splitlines() if "/join/" in line).split("/", 3)[3]


def test_a_recipient_joins_by_the_link_and_sees_the_mail(shared, harbor, parcel):
    browser = Client()
    answer = browser.post(shared, {"name": "Mia Moreno", "password": PASSWORD}, follow=True)

    assert "Clay Supply Co." in answer.content.decode()
    assert browser.get(site(harbor, f"mail/{parcel.pk}/")).status_code == 200
    assert browser.get(site(harbor, "")).url == site(harbor, "mail/")


def test_only_the_renter_sees_the_money(harbor, mia, log_in, rosa):
    for page in ("billing/", "billing/invoices/", "cards/new/", "settings/"):
        assert log_in(mia).get(site(harbor, page)).status_code == 404, page
        assert log_in(rosa).get(site(harbor, page)).status_code != 404, page


def test_a_manager_keeps_people_and_addresses_a_recipient_does_not(harbor, rosa, mia, log_in):
    browser = log_in(mia)
    assert browser.get(site(harbor, "settings/people/")).status_code == 200
    assert browser.get(site(harbor, "settings/addresses/")).status_code == 200

    MailboxPerson.objects.get(user=mia).change_role("recipient", by=rosa.user)

    assert browser.get(site(harbor, "settings/people/")).status_code == 404
    assert browser.get(site(harbor, "settings/addresses/")).status_code == 404
    assert browser.get(site(harbor, "mail/")).status_code == 200


@pytest.mark.parametrize(
    ("act", "left", "says"),
    [
        ("role", ["recipient"], "Mia Moreno: Recipient."),
        ("removal", [], "You no longer have a part in PMB 101."),
    ],
)
def test_a_manager_who_gives_up_the_right_is_led_to_a_page_they_have(harbor, mia, log_in, act, left, says):
    mine = mia.mailbox_roles.get()

    answer = log_in(mia).post(site(harbor, f"settings/people/{mine.pk}/{act}/"), {"role": "recipient"}, follow=True)

    assert answer.status_code == 200
    assert says in answer.text
    assert "/settings/people/" not in answer.redirect_chain[-1][0]
    assert [person.role for person in mia.mailbox_roles.filter(removed_at=None)] == left


def test_who_has_left_the_last_mailbox_reads_what_is_left_to_them(harbor, rosa, mia, log_in):
    browser, mine = log_in(mia), mia.mailbox_roles.get()
    asked = browser.get(site(harbor, "settings/people/")).text
    assert "Leave PMB 101?" in asked
    assert "Rosa Reyes can" in asked
    assert "Leave PMB 101?" not in log_in(rosa).get(site(harbor, "settings/people/")).text

    mine.remove(by=mia)

    told = browser.get(site(harbor, "home/"), follow=True).text
    for words in ("You have no mailbox here any more", "Your part in PMB 101 at Dock Street ended", "ask Rosa Reyes"):
        assert words in told
    assert site(harbor, "account/logout/") in told
    assert browser.get(site(harbor, "account/password/change/")).status_code == 200


def test_a_closed_mailbox_gives_nobody_a_part_again(harbor, mia, log_in, box_101, olivia):
    mine = mia.mailbox_roles.get()
    deactivate(box_101, by=olivia, now=timezone.now())
    browser = log_in(mia)
    asked = browser.get(site(harbor, "settings/people/")).text
    assert "Leave PMB 101?" in asked
    assert "nobody can add you again" in asked
    mine.remove(by=mia)

    told = browser.get(site(harbor, "home/"), follow=True).text

    assert "Your part in PMB 101 at Dock Street ended" in told
    assert "ask Rosa Reyes" not in told


def test_who_never_had_a_part_here_finds_nothing(harbor, sam, mia, log_in, box_101):
    assert log_in(sam).get(site(harbor, "")).status_code == 404

    mia.mailbox_roles.get().remove(by=mia)

    assert box_101.holder not in log_in(sam).get(site(harbor, "")).text


def test_who_leaves_one_of_two_mailboxes_goes_on_with_the_other(harbor, mia, log_in, box_102, ben):
    MailboxPerson.objects.create(mailbox=box_102, role="recipient", name="Mia Moreno", email=mia.email, user=mia)
    mine = mia.mailbox_roles.get(role="manager")

    answer = log_in(mia).post(site(harbor, f"settings/people/{mine.pk}/removal/"), follow=True)

    assert answer.redirect_chain[-1][0] == site(harbor, "mail/")
    assert "You no longer have a part in PMB 101." in answer.text


def test_from_a_closed_mailbox_the_renter_still_removes_who_reads_it(harbor, rosa, mia, log_in, box_101, olivia):
    deactivate(box_101, by=olivia, now=timezone.now())
    browser, hers = log_in(rosa), mia.mailbox_roles.get()

    page = browser.get(site(harbor, "settings/people/")).content.decode()
    assert "can still read what came" in page
    assert "Mia Moreno" in page
    assert "Add somebody" not in page
    browser.post(site(harbor, f"settings/people/{hers.pk}/removal/"))

    assert "The mailbox is closed" in browser.get(site(harbor, "settings/people/")).content.decode()


@pytest.mark.parametrize("what", ["people", "addresses", "automations"])
def test_for_a_closed_mailbox_nothing_is_set_up(harbor, rosa, log_in, box_101, olivia, what):
    browser = log_in(rosa)
    assert browser.get(site(harbor, f"settings/{what}/new/")).status_code == 200
    deactivate(box_101, by=olivia, now=timezone.now())

    assert "The mailbox is closed" in browser.get(site(harbor, f"settings/{what}/")).content.decode()
    assert browser.get(site(harbor, f"settings/{what}/new/")).status_code == 404


def test_removed_they_find_nothing_at_once(harbor, rosa, mia, log_in, parcel):
    browser, person = log_in(mia), MailboxPerson.objects.get(user=mia)
    assert browser.get(site(harbor, f"mail/{parcel.pk}/")).status_code == 200

    log_in(rosa).post(site(harbor, f"settings/people/{person.pk}/removal/"))

    assert browser.get(site(harbor, f"mail/{parcel.pk}/")).status_code == 404
    assert browser.get(site(harbor, "mail/")).status_code == 404


def test_what_is_somebody_elses_stays_so(harbor, mia, log_in, ben, box_102, letter, carl):
    letter.assign(box_102, by=carl)

    assert log_in(mia).get(site(harbor, f"mail/{letter.pk}/")).status_code == 404


def test_a_pickup_person_is_only_a_name(harbor, rosa, log_in, box_101):
    log_in(rosa).post(site(harbor, "settings/people/new/"), {"role": "pickup", "name": "Paul Porter"})

    person = box_101.people.get()
    assert (person.name, person.email, person.may_log_in) == ("Paul Porter", "", False)
    assert not OutboxEmail.objects.filter(kind="person_invitation").exists()


@pytest.mark.parametrize(
    ("email", "says"),
    [("", "an e-mail address is needed"), ("ROSA@example.com", "has a part in this mailbox already")],
)
def test_what_does_not_fit_is_said_beside_the_field(harbor, rosa, log_in, email, says):
    answer = log_in(rosa).post(
        site(harbor, "settings/people/new/"), {"role": "manager", "name": "Mia Moreno", "email": email}
    )

    assert says in answer.content.decode()
    assert "Mia Moreno" in answer.content.decode()


def test_a_second_link_takes_the_place_of_the_first(shared, harbor, rosa, log_in):
    person = MailboxPerson.objects.get()

    log_in(rosa).post(site(harbor, f"settings/people/{person.pk}/invitation/"))

    assert Client().get(shared).status_code == 404
    assert Client().get(invitation_link()).status_code == 200


def test_a_link_that_was_taken_back_says_so(shared, harbor, rosa, log_in):
    log_in(rosa).post(site(harbor, f"settings/people/{MailboxPerson.objects.get().pk}/removal/"))

    assert "taken back" in Client().get(shared).content.decode()


def test_a_link_is_for_the_invited_alone(shared, harbor, ben, log_in):
    assert "for another person" in log_in(ben).get(shared).content.decode()
    assert log_in(ben).post(f"{shared}acceptance/").status_code == 302
    assert MailboxPerson.objects.get().user is None


def test_the_link_to_a_closed_mailbox_says_that_it_leads_nowhere(shared, box_101, carl):
    assert "Your name" in Client().get(shared).content.decode()
    deactivate(box_101, by=carl, now=timezone.now())

    answer = Client().post(shared, {"name": "Mia Moreno", "password": PASSWORD}, follow=True)

    assert "This mailbox was closed" in answer.content.decode()
    assert not MailboxPerson.objects.exclude(user=None).exists()
