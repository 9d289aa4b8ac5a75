"""The renter's mail: what is theirs, and nothing that is not."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from boxholder.history.models import Event
from boxholder.mail import intake, picture_links
from boxholder.mail.models import MailItem, Reading
from boxholder.mailboxes.models import Mailbox, MailboxPerson
from tests.paths import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosas(log_in, rosa):
    return log_in(rosa)


@pytest.fixture
def photographed(dock, carl, box_101, photograph) -> MailItem:
    """A letter to Rosa, with its photograph."""
    item = intake.take_in(dock, photograph(), by=carl, name="letter.jpg").item
    item.change_details(by=carl, type="letter", sender="Brooklyn Water Board", shelf="A-17", note="Rude on the phone")
    item.assign(box_101, by=carl)
    return item


@pytest.fixture
def arrive(dock, carl):
    def arrive(mailbox: Mailbox, sender: str, **facts) -> MailItem:
        item = MailItem.receive(mailbox.space, by=carl, type="parcel", sender=sender, **facts)
        item.assign(mailbox, by=carl)
        return item

    return arrive


def picture_path(harbor, item: MailItem, size: str = "small") -> str:
    return site(harbor, f"mail/pictures/{item.cover.pk}/{size}/")


def listed(browser, harbor, query: str = "") -> list[MailItem]:
    return browser.get(site(harbor, f"mail/{query}")).context["inbox"].rows


# --- The list


def test_her_mail_is_listed_newest_first(rosas, harbor, arrive, box_101, box_102):
    ant, _bens, bee = arrive(box_101, "Ant"), arrive(box_102, "Cat"), arrive(box_101, "Bee")

    assert listed(rosas, harbor) == [bee, ant]


def test_without_mail_her_address_stands_there(rosas, harbor):
    page = rosas.get(site(harbor, "mail/")).text

    assert "No mail yet" in page
    assert 'data-copy="Rosa Reyes\nReyes Ceramics LLC\n12 Dock Street PMB 101\nBrooklyn, NY 11201"' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Cat", "Bee", "Ant"]),
        ("?state=new", ["Cat", "Bee"]),
        ("?state=here", ["Bee", "Ant"]),
        ("?state=gone", ["Cat"]),
        ("?state=nonsense", ["Cat", "Bee", "Ant"]),
        ("?q=be", ["Bee"]),
        ("?q=1Z999", ["Ant"]),
        ("?q=1Z999 ant", ["Ant"]),
        ("?q=urgent", ["Bee"]),
        ("?q=A-17", []),  # the shelf is the staff's
        ("?q=nothing", []),
        ("?state=gone&q=bee", []),
        ("?box=99999", ["Cat", "Bee", "Ant"]),
    ],
)
def test_it_is_filtered_and_searched(rosas, rosa, harbor, arrive, box_101, carl, query, found):
    arrive(box_101, "Ant", tracking_number="1Z999AA10123456784").see(by=rosa.user)
    Reading.objects.create(item=arrive(box_101, "Bee", shelf="A-17"), text="URGENT\nPMB 101")
    arrive(box_101, "Cat").return_to_sender(by=carl)

    assert [item.sender for item in listed(rosas, harbor, query)] == found


def test_several_mailboxes_are_told_apart(rosas, rosa, harbor, dock, pier, arrive, box_101):
    at_pier = Mailbox.objects.create(
        operator=harbor, space=pier, pmb="7", renter=rosa, activated_at=box_101.activated_at
    )
    ant, bee = arrive(box_101, "Ant"), arrive(at_pier, "Bee")

    assert listed(rosas, harbor) == [bee, ant]
    assert listed(rosas, harbor, f"?box={at_pier.pk}") == [bee]
    assert "PMB 7" in rosas.get(site(harbor, "mail/")).text


def test_a_closed_mailbox_stays_readable(rosas, harbor, photographed, box_101):
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=date(2026, 2, 1))

    assert listed(rosas, harbor) == [photographed]
    assert rosas.get(site(harbor, f"mail/{photographed.pk}/")).status_code == 200
    assert rosas.get(picture_path(harbor, photographed)).status_code == 200


@pytest.mark.parametrize("n", [1, 30])
def test_the_queries_do_not_grow_with_the_list(rosas, harbor, arrive, box_101, django_assert_max_num_queries, n):
    for each in range(n):
        arrive(box_101, f"Sender {each}")
    rosas.get(site(harbor, "mail/"))

    with django_assert_max_num_queries(16):
        rosas.get(site(harbor, "mail/"))


# --- One piece


def test_a_piece_tells_its_story_and_not_the_staffs(rosas, harbor, photographed, carl):
    MailItem.objects.pick_up([photographed], who="Rosa Reyes", signature="M10 10L90 90", by=carl)

    page = rosas.get(site(harbor, f"mail/{photographed.pk}/")).text

    for words in (
        "Letter from Brooklyn Water Board",
        "Arrived at Dock Street",
        "Collected by Rosa Reyes",
        "M10 10L90 90",
    ):
        assert words in page
    for words in ("A-17", "Rude", "Carl", "Assigned"):
        assert words not in page


def test_the_tracking_number_leads_to_the_carrier(rosas, harbor, arrive, box_101):
    item = arrive(box_101, "Ant", carrier="ups", tracking_number="1Z 999")

    assert 'href="https://www.ups.com/track?tracknum=1Z999"' in rosas.get(site(harbor, f"mail/{item.pk}/")).text


def test_opened_for_the_first_time_it_is_new_no_longer(rosas, rosa, harbor, parcel):
    address = site(harbor, f"mail/{parcel.pk}/")
    rosas.head(address)
    assert listed(rosas, harbor, "?state=new") == [parcel]

    for _twice in range(2):
        rosas.get(address)

    assert listed(rosas, harbor, "?state=new") == []
    seen = [event for event in Event.objects.about(parcel) if event.kind == "mail.seen"]
    assert [(event.sentence, event.by) for event in seen] == [("First opened by the renter of PMB 101", rosa.user)]


def test_opened_first_by_who_shares_the_mailbox_both_read_by_whom(rosas, log_in, mia, harbor, parcel):
    address = site(harbor, f"mail/{parcel.pk}/")

    assert "First opened by you" in log_in(mia).get(address).text
    told = rosas.get(address).text

    assert "First opened by Mia Moreno" in told
    assert "First opened by you" not in told


def test_for_the_next_renter_it_is_new_again(log_in, rosas, ben, harbor, parcel, box_102, carl):
    rosas.get(site(harbor, f"mail/{parcel.pk}/"))
    parcel.refresh_from_db()

    parcel.reassign(box_102, by=carl)

    assert listed(log_in(ben), harbor, "?state=new") == [parcel]


@pytest.mark.parametrize("act", ["reassign", "unassign", "bin"])
def test_what_is_not_hers_any_more_is_lost_at_once(client, rosas, harbor, photographed, box_102, carl, act):
    link = picture_links.link(photographed.cover)
    addresses = [site(harbor, f"mail/{photographed.pk}/"), picture_path(harbor, photographed), link]
    assert [rosas.get(address).status_code for address in addresses] == [200, 200, 200]
    more = {"reassign": [box_102], "bin": []}.get(act, [])

    getattr(photographed, act)(*more, by=carl, **({"reason": "A slip"} if act == "bin" else {}))

    assert [rosas.get(address).status_code for address in addresses] == [404, 404, 404]
    assert client.get(link).status_code == 404
    assert listed(rosas, harbor) == []


def test_others_find_nothing(log_in, harbor, photographed, ben, rita, sam, carl):
    for person in (ben, rita, sam, carl):
        browser = log_in(person)
        assert browser.get(site(harbor, f"mail/{photographed.pk}/")).status_code == 404
        assert browser.get(picture_path(harbor, photographed)).status_code == 404


@pytest.mark.parametrize("path", ["mail/", "mail/{pk}/", "mail/archives/", "mail/archives/mail.zip"])
def test_there_is_nothing_to_send(rosas, harbor, parcel, path):
    assert rosas.post(site(harbor, path.format(pk=parcel.pk))).status_code == 405


# --- Pictures in e-mails


def test_the_link_of_an_e_mail_needs_no_log_in(client, harbor, photographed):
    answer = client.get(picture_links.link(photographed.cover))

    assert answer.status_code == 200
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Cache-Control"] == "private, no-store"


def test_it_ends_after_ninety_days(client, harbor, photographed):
    link = picture_links.link(photographed.cover)

    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert client.get(link).status_code == 404


def test_it_is_not_forged_and_does_not_open_at_another_operator(client, harbor, summit, photographed):
    link = picture_links.link(photographed.cover)

    assert client.get(link[:-3] + "xx/").status_code == 404
    assert client.get(link.replace("/harbor/", "/summit/")).status_code == 404
    assert client.get(site(harbor, "mail/pictures/nonsense/")).status_code == 404


def test_back_in_the_mailbox_the_link_opens_again(client, photographed, box_101, box_102, carl):
    link = picture_links.link(photographed.cover)
    photographed.reassign(box_102, by=carl)
    photographed.reassign(box_101, by=carl)

    assert client.get(link).status_code == 200


def test_a_purged_picture_is_gone(rosas, client, harbor, photographed):
    link = picture_links.link(photographed.cover)
    photographed.pictures.update(original="", large="", small="")

    assert client.get(link).status_code == 404
    assert rosas.get(site(harbor, f"mail/{photographed.pk}/")).status_code == 200


def test_who_lost_the_mailbox_sees_no_picture_by_an_old_link(rosa, mia, client, photographed):
    person = MailboxPerson.objects.get()
    theirs, rosas = picture_links.link(photographed.cover, person), picture_links.link(photographed.cover)
    assert client.get(theirs).status_code == 200

    person.remove(by=rosa.user)

    assert client.get(theirs).status_code == 404
    assert client.get(rosas).status_code == 200
