"""The team: invite a colleague, who joins; change a role; shut somebody out at once."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from boxholder.accounts.models import User
from boxholder.history.models import Event
from boxholder.operators.errors import LastOwner
from boxholder.operators.models import Staff, StaffInvitation
from tests.cast import PASSWORD
from tests.paths import desk
from tests.support.post import newest, path_in

NEW = {"name": "Nell Nova", "password": "a long new password"}


@pytest.fixture
def invitation(harbor, olivia):
    return StaffInvitation.objects.invite(harbor, email="nell@harbor.example", role="clerk", by=olivia)


def link(to: str = "nell@harbor.example") -> str:
    return path_in(newest(to, "staff_invitation"))


def staff_of(user) -> Staff:
    return Staff.objects.get(user=user)


# --- Inviting


def test_an_owner_invites_a_clerk(log_in, harbor, olivia):
    browser = log_in(olivia)
    browser.post(desk(harbor, "settings/team/new/"), {"email": "Nell@Harbor.example", "role": "clerk"})

    email = newest("nell@harbor.example", "staff_invitation")
    assert email.subject == "Join the team of Harbor Mail"
    assert "Olivia Owens has invited you" in email.text
    page = browser.get(desk(harbor, "settings/team/")).content.decode()
    assert "nell@harbor.example invited as Mail clerk" in page


def test_only_the_digest_of_the_link_is_stored(invitation):
    token = link().rstrip("/").rsplit("/", 1)[1]

    assert token not in str(StaffInvitation.objects.values().get())


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("Carl@Harbor.example", "Carl Clarke is on the team already."),
        ("nell", "Enter a valid email address."),
        ("", "This field is required."),
    ],
)
def test_what_is_wrong_is_said(log_in, harbor, olivia, carl, email, says):
    page = log_in(olivia).post(desk(harbor, "settings/team/new/"), {"email": email, "role": "clerk"})

    assert says in page.content.decode()
    assert not StaffInvitation.objects.exists()


def test_who_was_deactivated_is_pointed_out(log_in, harbor, olivia, carl):
    staff_of(carl).deactivate(by=olivia)

    page = log_in(olivia).post(desk(harbor, "settings/team/new/"), {"email": carl.email, "role": "clerk"})

    assert "Activate them again in the list" in page.content.decode()


def test_invited_again_there_is_one_link_and_the_new_role(client, harbor, olivia, invitation):
    earlier = link()
    StaffInvitation.objects.invite(harbor, email="nell@harbor.example", role="owner", by=olivia)

    assert client.get(earlier).status_code == 404
    client.post(link(), NEW)
    assert Staff.objects.get(user__email="nell@harbor.example").role == "owner"


def test_a_new_link_replaces_the_earlier(log_in, client, harbor, olivia, invitation):
    earlier = link()
    log_in(olivia).post(desk(harbor, f"settings/team/invitations/{invitation.pk}/renewal/"))

    assert client.get(earlier).status_code == 404
    assert client.get(link()).status_code == 200


def test_revoked_it_opens_nothing(log_in, client, harbor, olivia, invitation):
    browser, address = log_in(olivia), desk(harbor, f"settings/team/invitations/{invitation.pk}/revocation/")
    browser.post(address)

    assert "taken back" in client.post(link(), NEW).content.decode()
    assert not User.objects.filter(email="nell@harbor.example").exists()
    assert "There is no invitation to revoke" in browser.post(address, follow=True).content.decode()


# --- Joining


def test_a_new_colleague_sets_name_and_password_and_is_in(client, harbor, rosa, invitation):
    answer = client.post(link(), NEW)

    nell = User.objects.get(email="nell@harbor.example")
    assert answer["Location"] == desk(harbor)
    assert client.get(desk(harbor, "mailboxes/")).status_code == 200
    assert (nell.name, staff_of(nell).role) == ("Nell Nova", "clerk")
    assert nell.check_password("a long new password")
    assert "Nell Nova joined as Mail clerk" in [event.sentence for event in Event.objects.about(staff_of(nell))]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [("name", "", "This field is required."), ("password", "short", "at least 10"), ("password", "", "required")],
)
def test_a_wrong_field_is_said(client, invitation, field, typed, says):
    assert says in client.post(link(), {**NEW, field: typed}).content.decode()
    assert not User.objects.filter(email="nell@harbor.example").exists()


def test_who_has_a_log_in_joins_with_it_and_nothing_of_it_changes(log_in, client, harbor, summit, olivia, sam):
    StaffInvitation.objects.invite(harbor, email=sam.email, role="clerk", by=olivia)
    path = link(sam.email)

    assert "Log in to join" in client.get(path).content.decode()
    client.post(path, NEW)
    client.post(f"{path}acceptance/")
    assert not harbor.staff.filter(user=sam).exists()

    log_in(sam).post(f"{path}acceptance/")
    sam.refresh_from_db()
    assert harbor.staff.get(user=sam).role == "clerk"
    assert sam.name == "Sam Summers"
    assert sam.check_password(PASSWORD)


def test_a_renter_can_join(log_in, harbor, olivia, rosa):
    StaffInvitation.objects.invite(harbor, email="rosa@example.com", role="clerk", by=olivia)

    log_in(rosa).post(f"{link('rosa@example.com')}acceptance/")

    assert log_in(rosa).get(desk(harbor, "mailboxes/")).status_code == 200


def test_nobody_joins_with_anothers_link(log_in, harbor, rosa, invitation):
    browser = log_in(rosa)

    assert "for another person" in browser.get(link()).content.decode()
    browser.post(link(), NEW)
    browser.post(f"{link()}acceptance/")
    assert not harbor.staff.filter(user=rosa.user).exists()


def test_a_link_works_once(client, harbor, invitation):
    path = link()
    client.post(path, NEW)

    assert client.get(path)["Location"] == desk(harbor)
    assert "joined already" in Client().post(path, {**NEW, "name": "Eve"}).content.decode()
    assert User.objects.get(email="nell@harbor.example").name == "Nell Nova"


def test_a_link_expires(client, invitation):
    StaffInvitation.objects.update(expires_at=timezone.now())

    assert "expired" in client.post(link(), NEW).content.decode()
    assert not User.objects.filter(email="nell@harbor.example").exists()


def test_a_link_opens_no_other_operator(client, harbor, summit, invitation):
    assert client.get(link().replace("/harbor/", "/summit/")).status_code == 404


def test_the_wrong_method_and_a_wrong_token(client, harbor, invitation):
    assert client.put(link()).status_code == 405
    assert client.get(f"{link()}acceptance/").status_code == 405
    assert client.get(desk(harbor, "join/nonsense/")).status_code == 404


# --- Roles


def test_a_clerk_becomes_an_owner(log_in, harbor, olivia, carl):
    log_in(olivia).post(desk(harbor, f"settings/team/{staff_of(carl).pk}/"), {"role": "owner"})

    assert log_in(carl).get(desk(harbor, "settings/team/")).status_code == 200
    page = log_in(olivia).get(desk(harbor, f"settings/team/{staff_of(carl).pk}/")).content.decode()
    assert "Carl Clarke changed from Mail clerk to Owner" in page


def test_deactivated_staff_find_nothing_at_once_and_come_back(log_in, harbor, olivia, carl, basic):
    owner, clerk, address = log_in(olivia), log_in(carl), desk(harbor, f"settings/team/{staff_of(carl).pk}/")
    assert clerk.get(desk(harbor, "mailboxes/")).status_code == 200

    owner.post(f"{address}deactivation/")
    for path in ("", "mailboxes/", "mailboxes/new/"):
        assert clerk.get(desk(harbor, path)).status_code == 404
    assert clerk.post(desk(harbor, "mailboxes/new/"), {}).status_code == 404

    owner.post(f"{address}activation/")
    assert clerk.get(desk(harbor, "mailboxes/")).status_code == 200


def test_nobody_changes_themselves(log_in, harbor, olivia):
    browser, address = log_in(olivia), desk(harbor, f"settings/team/{staff_of(olivia).pk}/")

    assert "Nobody changes their own role" in str(browser.post(address, {"role": "clerk"}).context["form"].errors)
    browser.post(f"{address}deactivation/")

    assert (staff_of(olivia).role, staff_of(olivia).is_active) == ("owner", True)


def test_the_last_owner_stays(harbor, olivia, carl):
    for act in (lambda: staff_of(olivia).deactivate(by=carl), lambda: staff_of(olivia).change_role("clerk", by=carl)):
        with pytest.raises(LastOwner):
            act()

    staff_of(carl).change_role("owner", by=olivia)
    staff_of(olivia).deactivate(by=carl)
    with pytest.raises(LastOwner):
        staff_of(carl).deactivate(by=olivia)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_deactivate_each_other_leave_one(harbor, olivia, carl):
    staff_of(carl).change_role("owner", by=olivia)
    barrier, outcomes = threading.Barrier(2), []

    def shut_out(member: Staff, by: User) -> None:
        barrier.wait()
        try:
            member.deactivate(by=by)
            outcomes.append("done")
        except LastOwner:
            outcomes.append("refused")
        finally:
            connection.close()

    both = [
        threading.Thread(target=shut_out, args=(staff_of(olivia), carl)),
        threading.Thread(target=shut_out, args=(staff_of(carl), olivia)),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(outcomes) == ["done", "refused"]
    assert Staff.objects.owners().count() == 1


# --- The doors


GETS = ["", "new/", "{staff}/"]
POSTS = ["{staff}/deactivation/", "{staff}/activation/", "invitations/{invitation}/renewal/"]
POSTS += ["invitations/{invitation}/revocation/"]


@pytest.fixture
def address(harbor, carl, invitation):
    def fill(path: str, operator=harbor) -> str:
        return desk(operator, "settings/team/" + path.format(staff=staff_of(carl).pk, invitation=invitation.pk))

    return fill


@pytest.mark.parametrize("path", GETS)
def test_owners_find_the_page(log_in, olivia, address, path):
    assert log_in(olivia).get(address(path)).status_code == 200


@pytest.mark.parametrize("path", GETS + POSTS)
def test_clerks_and_strangers_find_nothing(log_in, carl, sam, rosa, address, path):
    for person in (carl, sam, rosa):
        for method in ("get", "post"):
            assert getattr(log_in(person), method)(address(path)).status_code == 404
    assert staff_of(carl).is_active


@pytest.mark.parametrize("path", [path for path in GETS + POSTS if "{" in path])
def test_another_operators_team_is_not_there(log_in, summit, sam, address, path):
    for method in ("get", "post"):
        assert getattr(log_in(sam), method)(address(path, summit)).status_code in {404, 405}


@pytest.mark.parametrize("path", [path for path in GETS + POSTS if "{" in path])
def test_who_is_gone_is_not_found(log_in, harbor, olivia, path):
    address = desk(harbor, "settings/team/" + path.format(staff=999, invitation=999))
    for method in ("get", "post"):
        assert getattr(log_in(olivia), method)(address).status_code in {404, 405}


@pytest.mark.parametrize(("path", "method"), [(path, "get") for path in POSTS] + [("", "post"), ("{staff}/", "put")])
def test_the_wrong_method_is_refused(log_in, olivia, address, path, method):
    assert getattr(log_in(olivia), method)(address(path)).status_code == 405
