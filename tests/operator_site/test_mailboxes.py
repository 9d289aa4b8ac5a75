"""The desk's mailboxes: find one, rent one out, look after its invitation."""

import pytest
from django.utils import timezone

from boxholder.history.models import record
from boxholder.mailboxes.models import Mailbox, MailboxInvitation
from boxholder.notifications.models import OutboxEmail
from tests.paths import desk
from tests.support.post import invitation_path, newest


@pytest.fixture
def form(dock, basic):
    return {
        "space": dock.pk,
        "pmb": "104",
        "offering": basic.pk,
        "name": "Nina New",
        "email": "nina@example.com",
        "phone": "+1 212 555 0104",
        "company": "",
    }


@pytest.fixture
def invitation(box_103, olivia):
    invitation = MailboxInvitation.objects.prepare(box_103, by=olivia)
    invitation.send(by=olivia)
    return invitation


def listed(browser, harbor, query: str = "") -> list[str]:
    return [mailbox.pmb for mailbox in browser.get(desk(harbor, f"mailboxes/{query}")).context["page"]]


# --- The list


@pytest.mark.parametrize(
    ("query", "pmbs"),
    [
        ("", ["101", "102", "103"]),
        ("?q=ceramics", ["101"]),
        ("?status=active", ["101", "102"]),
        ("?status=invited", ["103"]),
        ("?status=closed", []),
        ("?status=nonsense", ["101", "102", "103"]),
        ("?page=99", ["101", "102", "103"]),  # beyond the end stands the last page
        ("?space=0", []),
        ("?space=x", ["101", "102", "103"]),
    ],
)
def test_the_list_is_searched_and_filtered(log_in, harbor, carl, box_101, box_102, box_103, query, pmbs):
    assert listed(log_in(carl), harbor, query) == pmbs


def test_a_space_shows_its_own(log_in, harbor, carl, box_101, pier):
    Mailbox.objects.create(operator=harbor, space=pier, pmb="700", renter=box_101.renter)

    assert listed(log_in(carl), harbor, f"?space={pier.pk}") == ["700"]


def test_a_page_has_fifty(log_in, harbor, carl, rosa, dock):
    for pmb in range(200, 260):
        Mailbox.objects.create(operator=harbor, space=dock, pmb=str(pmb), renter=rosa)

    first = log_in(carl).get(desk(harbor, "mailboxes/?q=rosa"))
    assert len(first.context["page"]) == 50
    assert "?q=rosa&amp;page=2" in first.content.decode()
    assert len(listed(log_in(carl), harbor, "?q=rosa&page=2")) == 11


def test_the_list_asks_the_database_no_more_for_more_boxes(
    log_in, harbor, carl, box_101, box_102, box_103, django_assert_max_num_queries
):
    browser = log_in(carl)
    with django_assert_max_num_queries(15):
        browser.get(desk(harbor, "mailboxes/"))


# --- New Mailbox


def test_a_clerk_rents_one_out(log_in, harbor, carl, form):
    response = log_in(carl).post(desk(harbor, "mailboxes/new/"), form)

    mailbox = harbor.mailboxes.get(pmb="104")
    assert response["Location"] == desk(harbor, f"mailboxes/{mailbox.pk}/")
    assert mailbox.invitations.get().invited_by == carl
    assert newest("nina@example.com").subject == "Activate your mailbox at Harbor Mail"


def test_an_empty_number_is_the_next_free_one(log_in, harbor, carl, form, box_101):
    log_in(carl).post(desk(harbor, "mailboxes/new/"), {**form, "pmb": ""})

    assert harbor.mailboxes.get(renter__email="nina@example.com").pmb == "102"


def test_a_known_renter_is_named(log_in, harbor, carl, form, rosa):
    page = log_in(carl).post(desk(harbor, "mailboxes/new/"), {**form, "email": "Rosa@Example.com"}, follow=True)

    assert "Rosa Reyes rents here already" in page.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("pmb", "101", "PMB 101 is taken. The next free number is 102."),
        ("pmb", "10 1", "A PMB has digits, letters and dashes only."),
        ("email", "nina", "Enter a valid email address."),
        ("name", "", "This field is required."),
        ("offering", "0", "This offering was archived. Choose another."),
        ("space", "0", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    log_in, harbor, carl, form, box_101, field, typed, says
):
    page = log_in(carl).post(desk(harbor, "mailboxes/new/"), {**form, "company": "Typed & Kept", field: typed})

    assert says in str(page.context["form"].errors[field])
    assert "Typed &amp; Kept" in page.content.decode()
    assert not harbor.mailboxes.filter(renter__email="nina@example.com").exists()
    assert not OutboxEmail.objects.exists()


def test_an_archived_offering_is_not_for_rent(log_in, harbor, carl, form, basic, plus, olivia):
    basic.archive(by=olivia)

    page = log_in(carl).post(desk(harbor, "mailboxes/new/"), form)

    assert "offering" in page.context["form"].errors


def test_without_an_offering_the_page_says_what_comes_first(log_in, harbor, olivia, dock):
    assert "First an offering" in log_in(olivia).get(desk(harbor, "mailboxes/new/")).content.decode()


def test_a_clerk_sees_no_money(log_in, harbor, olivia, carl, box_101, basic):
    record("payment.succeeded", operator=harbor, subject=box_101, amount="19.00 USD", card="Visa")
    for path in (f"mailboxes/{box_101.pk}/", "mailboxes/new/"):
        assert "19.00" in log_in(olivia).get(desk(harbor, path)).content.decode()
        assert "19.00" not in log_in(carl).get(desk(harbor, path)).content.decode()


# --- The profile


def test_the_profile_tells_address_person_plan_and_history(log_in, harbor, carl, invitation, box_103):
    page = log_in(carl).get(desk(harbor, f"mailboxes/{box_103.pk}/")).content.decode()

    for words in ("12 Dock Street PMB 103", "Ina Ivanova", "Basic", "Invitation sent to ina@example.com"):
        assert words in page


def test_times_are_those_of_the_space(log_in, harbor, carl, box_101, pier):
    """A quarter past eight in the evening in Los Angeles is the next day in New York."""
    Mailbox.objects.filter(pk=box_101.pk).update(space=pier)
    record("mailbox.activated", operator=harbor, subject=box_101, at="2026-03-02T04:15Z", holder="Rosa")

    page = log_in(carl).get(desk(harbor, f"mailboxes/{box_101.pk}/")).content.decode()

    assert "2026-03-01T20:15:00-08:00" in page


def test_the_company_is_changed(log_in, harbor, carl, box_101):
    log_in(carl).post(desk(harbor, f"mailboxes/{box_101.pk}/edit/"), {"company": "Reyes Tiles Inc"})

    box_101.refresh_from_db()
    assert box_101.company == "Reyes Tiles Inc"


# --- Its invitation


def test_a_new_link_is_sent_and_the_earlier_dies(log_in, client, harbor, carl, invitation, box_103):
    earlier = invitation_path("ina@example.com")

    log_in(carl).post(desk(harbor, f"mailboxes/{box_103.pk}/invitation/"))

    assert client.get(earlier).status_code == 404
    assert client.get(invitation_path("ina@example.com")).status_code == 200


def test_revoked_it_can_be_sent_anew(log_in, harbor, carl, invitation, box_103):
    browser = log_in(carl)
    browser.post(desk(harbor, f"mailboxes/{box_103.pk}/invitation/revocation/"))
    assert not box_103.invitations.pending().exists()

    browser.post(desk(harbor, f"mailboxes/{box_103.pk}/invitation/"))
    assert box_103.invitations.pending().get() != invitation


def test_revoking_twice_is_said_not_done(log_in, harbor, carl, invitation, box_103):
    browser, address = log_in(carl), desk(harbor, f"mailboxes/{box_103.pk}/invitation/revocation/")
    browser.post(address)

    assert "There is no invitation to revoke" in browser.post(address, follow=True).content.decode()


def test_an_active_mailbox_is_not_invited(log_in, harbor, carl, box_101):
    log_in(carl).post(desk(harbor, f"mailboxes/{box_101.pk}/invitation/"))

    assert not box_101.invitations.exists()


# --- The doors


GETS = ["mailboxes/", "mailboxes/new/", "mailboxes/{pk}/", "mailboxes/{pk}/edit/"]
POSTS = ["mailboxes/{pk}/invitation/", "mailboxes/{pk}/invitation/revocation/"]


@pytest.mark.parametrize("path", GETS)
def test_staff_find_the_page(log_in, harbor, carl, box_103, basic, path):
    assert log_in(carl).get(desk(harbor, path.format(pk=box_103.pk))).status_code == 200


@pytest.mark.parametrize("path", GETS + POSTS)
def test_strangers_find_nothing(log_in, harbor, sam, rosa, invitation, box_103, path):
    for stranger in (sam, rosa):
        for method in ("get", "post"):
            assert getattr(log_in(stranger), method)(desk(harbor, path.format(pk=box_103.pk))).status_code == 404

    invitation.refresh_from_db()
    assert invitation.status == "pending"


@pytest.mark.parametrize("path", [path for path in GETS + POSTS if "pk" in path])
def test_another_operators_mailbox_is_not_there(log_in, harbor, summit, sam, box_103, path):
    for method in ("get", "post"):
        assert getattr(log_in(sam), method)(desk(summit, path.format(pk=box_103.pk))).status_code in {404, 405}


@pytest.mark.parametrize("path", [path for path in GETS + POSTS if "pk" in path])
def test_what_is_gone_is_not_found(log_in, harbor, carl, path):
    for method in ("get", "post"):
        assert getattr(log_in(carl), method)(desk(harbor, path.format(pk=999))).status_code in {404, 405}


@pytest.mark.parametrize(
    ("path", "method"),
    [(path, "get") for path in POSTS] + [("mailboxes/", "post"), ("mailboxes/{pk}/", "post")],
)
def test_the_wrong_method_is_refused(log_in, harbor, carl, box_103, path, method):
    assert getattr(log_in(carl), method)(desk(harbor, path.format(pk=box_103.pk))).status_code == 405


def test_a_closed_mailbox_still_shows(log_in, harbor, carl, box_101):
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=timezone.now().date())

    assert "Closed" in log_in(carl).get(desk(harbor, f"mailboxes/{box_101.pk}/")).content.decode()


# --- Closed, and opened again


def test_a_mailbox_is_closed_with_the_consequences_said_before(log_in, harbor, carl, box_101, parcel):
    browser = log_in(carl)
    page = browser.get(desk(harbor, f"mailboxes/{box_101.pk}/")).content.decode()
    for words in ("Rosa can still log in", "The plan Basic ends today.", "sent on for six months", "1 piece stays"):
        assert words in page
    browser.post(desk(harbor, f"mailboxes/{box_101.pk}/deactivation/"))

    box_101.refresh_from_db()
    assert box_101.mail_status == "recently_closed"
    page = browser.get(desk(harbor, f"mailboxes/{box_101.pk}/")).content.decode()
    assert "Its mail is still sent on, until" in page
    browser.post(desk(harbor, f"mailboxes/{box_101.pk}/reactivation/"))
    box_101.refresh_from_db()
    assert box_101.is_active


def test_a_number_given_out_again_cannot_be_had_back(log_in, harbor, carl, rosa, box_101):
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on="2026-01-01")
    Mailbox.objects.create(operator=harbor, space=box_101.space, pmb="101", renter=rosa)
    page = log_in(carl).post(desk(harbor, f"mailboxes/{box_101.pk}/reactivation/"), follow=True).content.decode()

    assert "Number 101 has gone to somebody else. Set up a new mailbox; 102 is free." in page


def test_another_operators_staff_close_nothing(log_in, harbor, sam, box_101):
    assert log_in(sam).post(desk(harbor, f"mailboxes/{box_101.pk}/deactivation/")).status_code == 404
    box_101.refresh_from_db()
    assert box_101.is_active


def test_closing_is_not_a_page(log_in, harbor, carl, box_101):
    assert log_in(carl).get(desk(harbor, f"mailboxes/{box_101.pk}/deactivation/")).status_code == 405
