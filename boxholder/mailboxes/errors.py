"""What can stand in the way of renting a mailbox."""


class PmbTaken(Exception):
    """The number belongs to an open box of this space, or to one closed less than six months ago: choose another."""


class InvitationClosed(Exception):
    """The invitation was accepted, revoked or has expired meanwhile: show the page again, it says which."""


class NotTheInvited(Exception):
    """Only the person the invitation was sent to may accept it: offer to log out."""


class AddressHasUser(Exception):
    """Somebody logs in with the invited address: the invitation is accepted after log-in, without a new password."""
