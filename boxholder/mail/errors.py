"""What can be in the way of handling a piece of mail."""


class MailError(Exception):
    """The piece is not as the person at the screen saw it; look at it again. Nothing was changed."""


class AlreadyAssigned(MailError):
    """Somebody else assigned it meanwhile; `item.mailbox` says to whom."""


class AlreadyGone(MailError):
    """It has left the mailroom, or was deleted."""


class InAnotherSpace(MailError):
    """The mailbox is in another space; move the piece there first."""


class MailboxChanged(MailError):
    """The mailbox was closed, or opened, since the person saw it; `mailbox` is how it stands now."""

    def __init__(self, mailbox) -> None:
        super().__init__(str(mailbox))
        self.mailbox = mailbox
