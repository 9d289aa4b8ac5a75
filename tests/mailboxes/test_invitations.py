"""An invitation is a link that lives 14 days and works once; every new link kills the earlier one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boxholder.history.models import Event
from boxholder.mailboxes.errors import InvitationClosed
from boxholder.mailboxes.models import MailboxInvitation
from boxholder.notifications.models import OutboxEmail
from tests.support.post import invitation_path, newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(box_103, olivia):
    invitation = MailboxInvitation.objects.prepare(box_103, by=olivia)
    invitation.send(by=olivia)
    return invitation


def token_of(email: str) -> str:
    return invitation_path(email).rstrip("/").rsplit("/", 1)[1]


def test_it_is_held_until_it_is_sent(box_103, olivia):
    invitation = MailboxInvitation.objects.prepare(box_103, by=olivia)

    assert invitation.status == "held"
    assert not OutboxEmail.objects.exists()
    assert MailboxInvitation.objects.prepare(box_103, by=olivia) == invitation


def test_the_link_comes_by_e_mail_and_is_stored_nowhere(invitation, harbor):
    email = newest("ina@example.com")

    assert email.from_name == "Harbor Mail"
    assert email.reply_to == harbor.email
    assert MailboxInvitation.objects.by_token(token_of("ina@example.com")) == invitation
    assert token_of("ina@example.com") not in invitation.token_digest


def test_sending_again_kills_the_earlier_link(invitation, olivia, box_103):
    earlier = token_of("ina@example.com")

    invitation.send(by=olivia)

    assert MailboxInvitation.objects.by_token(earlier) is None
    assert MailboxInvitation.objects.by_token(token_of("ina@example.com")) == invitation
    assert [event.kind for event in Event.objects.about(box_103)] == ["mailbox.invited", "mailbox.invitation_renewed"]


def test_it_expires_after_fourteen_days(invitation):
    assert invitation.is_acceptable

    MailboxInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    invitation.refresh_from_db()
    assert invitation.status == "expired"
    assert not invitation.is_acceptable


def test_a_revoked_one_is_neither_sent_nor_revoked_again(invitation, olivia):
    invitation.revoke(by=olivia)

    assert invitation.status == "revoked"
    for act in (invitation.send, invitation.revoke):
        with pytest.raises(InvitationClosed):
            act(by=olivia)


def test_it_follows_a_corrected_address(invitation, ina, olivia):
    earlier = token_of("ina@example.com")

    ina.change_details(by=olivia, email="Ina@Right.example")

    assert MailboxInvitation.objects.by_token(earlier) is None
    assert MailboxInvitation.objects.by_token(token_of("ina@right.example")).email == "ina@right.example"
