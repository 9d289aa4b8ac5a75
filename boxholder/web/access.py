"""What a view asks of its visitor, declared on the view."""

from collections.abc import Callable

from boxholder.mailboxes.rights import Right
from boxholder.operators.models.staff import Permission

__all__ = ["Permission", "Right", "mailbox_may", "public", "staff_may"]


def staff_may(permission: Permission) -> Callable:
    """Only staff whose role has this permission find the page; for all others it is 404."""

    def declare(view):
        view.staff_permission = permission
        return view

    return declare


def mailbox_may(right: Right) -> Callable:
    """A page of the renter site for everybody who has this right on some mailbox; all others are for the renter only.

    The view finds through `request.reach(right)`.
    """

    def declare(view):
        view.mailbox_right = right
        return view

    return declare


def public(view):
    """A page of a site that needs no role: an invitation, the brand's stylesheet."""
    view.is_public = True
    return view
