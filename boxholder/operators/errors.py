"""What can stand in the way of running a place together."""


class AlreadySetUp(Exception):
    """There is an operator already, perhaps from another tab: the visitor logs in there."""


class InvitationClosed(Exception):
    """The invitation was accepted, revoked or has expired meanwhile: show the page again, it says which."""


class NotTheInvited(Exception):
    """Only the person the invitation was sent to may accept it: offer to log out."""


class AddressHasUser(Exception):
    """Somebody logs in with the invited address: the invitation is accepted after log-in, without a new password."""


class AlreadyStaff(Exception):
    """Somebody with this e-mail is on the team already, perhaps deactivated: change their role instead."""

    def __init__(self, staff) -> None:
        super().__init__(str(staff))
        self.staff = staff


class LastOwner(Exception):
    """A place needs an active owner: make somebody else an owner first."""
