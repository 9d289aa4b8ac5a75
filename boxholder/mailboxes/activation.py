"""Accepting an invitation: from then on the renter can log in, the mailbox can be used, and its plan is billed."""

from django.db import transaction

from boxholder.accounts.models import User, fold_email
from boxholder.history.models import record
from boxholder.mailboxes import emails
from boxholder.mailboxes.errors import NotTheInvited
from boxholder.mailboxes.models import Mailbox, MailboxInvitation, Renter
from boxholder.operators.joining import create_user


@transaction.atomic
def activate(invitation: MailboxInvitation, *, password: str, details: dict[str, str]) -> User:
    """For an address nobody logs in with yet: create the user. `details` are fields of Renter.

    Raises InvitationClosed, or AddressHasUser where somebody does by now.
    """
    invitation.claim()
    renter = invitation.mailbox.renter
    for name, value in details.items():
        setattr(renter, name, value)
    renter.user = create_user(invitation.email, password=password, name=renter.name)
    renter.save()
    _activate_mailbox(invitation, by=renter.user)
    return renter.user


@transaction.atomic
def accept(invitation: MailboxInvitation, *, by: User) -> None:
    """For someone who is logged in: no name and no password is touched. Raises InvitationClosed, NotTheInvited."""
    if by.email != fold_email(invitation.email):
        raise NotTheInvited

    invitation.claim()
    _give_to(invitation.mailbox, by)
    _activate_mailbox(invitation, by=by)


def _give_to(mailbox: Mailbox, user: User) -> None:
    """A person is one renter per operator: where they are one already, the mailbox joins their others."""
    known = Renter.objects.filter(operator=mailbox.operator, user=user).first()
    if known is not None:
        mailbox.renter = known
        mailbox.save(update_fields=["renter"])
    elif mailbox.renter.user is None:
        mailbox.renter.user = user
        mailbox.renter.save(update_fields=["user"])
    else:
        raise NotTheInvited


def _activate_mailbox(invitation: MailboxInvitation, *, by: User) -> None:
    mailbox = invitation.mailbox
    Mailbox.objects.filter(pk=mailbox.pk, activated_at=None).update(activated_at=invitation.accepted_at)
    mailbox.refresh_from_db(fields=["activated_at"])
    record("mailbox.activated", operator=mailbox.operator, subject=mailbox, by=by, holder=mailbox.renter.name)
    emails.activated(mailbox, email=by.email)
