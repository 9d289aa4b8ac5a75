"""What can stand in the way of running a place together."""


class AlreadySetUp(Exception):
    """There is an operator already, perhaps from another tab: the visitor logs in there."""
