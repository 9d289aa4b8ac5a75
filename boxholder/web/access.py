"""What a view asks of its visitor, declared on the view."""

from collections.abc import Callable

from boxholder.operators.models.staff import Permission

__all__ = ["Permission", "public", "staff_may"]


def staff_may(permission: Permission) -> Callable:
    """Only staff whose role has this permission find the page; for all others it is 404."""

    def declare(view):
        view.staff_permission = permission
        return view

    return declare


def public(view):
    """A page of a site that needs no role: an invitation, the brand's stylesheet."""
    view.is_public = True
    return view
