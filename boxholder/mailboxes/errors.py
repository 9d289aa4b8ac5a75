"""What can stand in the way of renting a mailbox."""

from boxholder.operators.errors import AddressHasUser, InvitationClosed, NotTheInvited

__all__ = ["AddressHasUser", "AlreadyThere", "InvitationClosed", "NotTheInvited", "PmbTaken"]


class PmbTaken(Exception):
    """The number belongs to an open box of this space, or to one closed less than six months ago: choose another."""


class AlreadyThere(Exception):
    """Somebody with this e-mail belongs to the mailbox already: its renter, or one of its people."""
