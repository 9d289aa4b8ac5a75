"""Accepting an invitation has one outcome, whoever clicks how often."""

import pytest

from boxholder.accounts.models import User
from boxholder.history.models import Event
from boxholder.mailboxes.activation import accept, activate
from boxholder.mailboxes.errors import AddressHasUser, InvitationClosed, NotTheInvited
from boxholder.mailboxes.models import Mailbox, MailboxInvitation
from boxholder.notifications.models import OutboxEmail

pytestmark = pytest.mark.django_db
DETAILS = {"name": "Ina Ivanova", "phone": "+1 212 555 0199", "street": "1 Main St", "city": "Troy", "country": "US"}


def invite(mailbox, *, by):
    invitation = MailboxInvitation.objects.prepare(mailbox, by=by)
    invitation.send(by=by)
    return invitation


def test_a_new_person_gets_a_log_in_and_an_active_mailbox(box_103, olivia):
    invitation = invite(box_103, by=olivia)

    user = activate(invitation, password="a long password", details=DETAILS)

    box_103.refresh_from_db()
    assert box_103.activated_at == invitation.accepted_at
    assert box_103.renter.user == user
    assert user.email == "ina@example.com"
    assert user.check_password("a long password")
    assert box_103.renter.city == "Troy"
    assert Event.objects.about(box_103).last().by == user
    assert OutboxEmail.objects.filter(kind="mailbox_activated", to="ina@example.com").count() == 1


def test_a_second_tab_changes_nothing(box_103, olivia):
    invitation, other_tab = invite(box_103, by=olivia), MailboxInvitation.objects.get()
    activate(invitation, password="a long password", details=DETAILS)

    with pytest.raises(InvitationClosed):
        activate(other_tab, password="another password", details={"name": "Somebody Else"})

    assert User.objects.by_email("ina@example.com").check_password("a long password")
    assert Mailbox.objects.get(pk=box_103.pk).renter.name == "Ina Ivanova"


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": "2026-01-02T00:00Z"},
        {"expires_at": "2026-01-02T00:00Z"},
        {"sent_at": None},  # imported, and held back by staff
    ],
)
def test_only_an_open_invitation_is_accepted(box_103, olivia, change):
    invitation = invite(box_103, by=olivia)
    MailboxInvitation.objects.update(**change)

    with pytest.raises(InvitationClosed):
        activate(invitation, password="a long password", details=DETAILS)

    assert not User.objects.by_email("ina@example.com")


def test_a_closed_mailbox_is_not_activated(box_103, olivia):
    invitation = invite(box_103, by=olivia)
    Mailbox.objects.filter(pk=box_103.pk).update(closed_on="2026-01-02")

    with pytest.raises(InvitationClosed):
        activate(invitation, password="a long password", details=DETAILS)


def test_an_address_with_a_log_in_gets_no_new_password(box_103, olivia):
    invitation = invite(box_103, by=olivia)
    ina = User.objects.create_user("ina@example.com", "her own password", name="Ina")

    with pytest.raises(AddressHasUser):
        activate(invitation, password="a strangers password", details=DETAILS)

    ina.refresh_from_db()
    invitation.refresh_from_db()
    assert ina.check_password("her own password")
    assert invitation.accepted_at is None


def test_who_logs_in_elsewhere_accepts_with_that_log_in(box_103, olivia):
    invitation = invite(box_103, by=olivia)
    ina = User.objects.create_user("ina@example.com", "her own password", name="Ina from Summit")

    accept(invitation, by=ina)

    box_103.refresh_from_db()
    assert box_103.is_active
    assert box_103.renter.user == ina
    assert box_103.renter.name == "Ina Ivanova"
    ina.refresh_from_db()
    assert ina.name == "Ina from Summit"


def test_nobody_else_accepts_it(box_103, olivia, rosa):
    invitation = invite(box_103, by=olivia)

    with pytest.raises(NotTheInvited):
        accept(invitation, by=rosa.user)

    assert not Mailbox.objects.get(pk=box_103.pk).is_active


def test_a_person_is_one_renter_with_all_their_mailboxes(rosa, box_103, olivia):
    """Invited at her log-in's address under another name, say from an import."""
    invitation = invite(box_103, by=olivia)
    MailboxInvitation.objects.update(email="rosa@example.com")
    invitation.refresh_from_db()

    accept(invitation, by=rosa.user)

    assert {mailbox.pmb for mailbox in rosa.mailboxes.all()} == {"101", "103"}
