"""Accepting an invitation to work for an operator."""

from django.db import IntegrityError, transaction

from boxholder.accounts.models import User, fold_email
from boxholder.history.models import record
from boxholder.operators.errors import AddressHasUser, NotTheInvited
from boxholder.operators.models import Staff, StaffInvitation


@transaction.atomic
def join(invitation: StaffInvitation, *, name: str, password: str) -> User:
    """For an address nobody logs in with yet: create the user.

    Raises InvitationClosed, or AddressHasUser where somebody does by now.
    """
    invitation.claim()
    user = create_user(invitation.email, password=password, name=name)
    _take_in(invitation, user)
    return user


@transaction.atomic
def accept(invitation: StaffInvitation, *, by: User) -> None:
    """For someone who is logged in: no name and no password is touched. Raises InvitationClosed, NotTheInvited."""
    if by.email != fold_email(invitation.email):
        raise NotTheInvited

    invitation.claim()
    _take_in(invitation, by)


def create_user(email: str, *, password: str, name: str) -> User:
    """Whoever holds the link to an address owns it. Raises AddressHasUser."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name)
    except IntegrityError as error:
        raise AddressHasUser from error


def _take_in(invitation: StaffInvitation, user: User) -> None:
    staff, _is_new = Staff.objects.update_or_create(
        operator=invitation.operator, user=user, defaults={"role": invitation.role, "is_active": True}
    )
    record("staff.joined", operator=staff.operator, subject=staff, by=user, name=str(user), role=staff.role_label)
