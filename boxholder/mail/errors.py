"""What can be in the way of handling a piece of mail."""


class MailError(Exception):
    """The piece is not as the person at the screen saw it; look at it again. Nothing was changed."""


class AlreadyAssigned(MailError):
    """Somebody else assigned it meanwhile; `item.mailbox` says to whom."""


class AlreadyGone(MailError):
    """It has left the mailroom, or was deleted."""


class NotAllHere(MailError):
    """Some of the pieces to hand out were not there any more: `items`, as they stand now. None was handed out."""

    def __init__(self, items: list) -> None:
        super().__init__(", ".join(map(str, items)))
        self.items = items


class NotOneMailbox(MailError):
    """Pieces are handed out together only where all of them belong to one mailbox."""


class PastRecovery(MailError):
    """It was deleted too long ago: its pictures are gone."""


class DetailsChanged(MailError):
    """Somebody else has written something else there meanwhile; `names` are the fields. Nothing was saved."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class InAnotherSpace(MailError):
    """The mailbox is in another space; move the piece there first."""


class MailboxChanged(MailError):
    """The mailbox was closed, or opened, since the person saw it; `mailbox` is how it stands now."""

    def __init__(self, mailbox) -> None:
        super().__init__(str(mailbox))
        self.mailbox = mailbox


class RequestPending(MailError):
    """The previous action request is still pending; `request` is that one."""

    def __init__(self, request) -> None:
        super().__init__(str(request))
        self.request = request


class NotAsking(MailError):
    """The mailbox takes no requests: it is not activated, or closed. `mailbox` says which."""

    def __init__(self, mailbox) -> None:
        super().__init__(str(mailbox))
        self.mailbox = mailbox


class PriceChanged(MailError):
    """Between looking and asking the price changed, or the last free one went: show `quote` and ask again."""

    def __init__(self, quote) -> None:
        super().__init__(quote.words)
        self.quote = quote


class RequestClosed(MailError):
    """It was completed or cancelled meanwhile; the request says by whom and when."""


class NothingScanned(MailError):
    """There is no page to show for it (any more): the renter would be charged for nothing."""


class PageSettled(MailError):
    """Somebody else has filed or discarded this page meanwhile."""


class RequestBegun(MailError):
    """Work has begun: the renter has to ask the mailroom."""


class NameBelongsElsewhere(MailError):
    """Mail that comes under this name is for `mailbox`; it cannot stand for another one, too."""

    def __init__(self, mailbox) -> None:
        super().__init__(str(mailbox))
        self.mailbox = mailbox


class CardNeeded(MailError):
    """The operator asks for a card first, and the renter has none that can be charged."""


class PostageNotAgreed(MailError):
    """The renter wants to be asked before postage above `limit`: ask with `postage.ask`. `question`: what was asked
    for some of these so far and is open, if anything; `besides`: those it is not about. Nothing was sent."""

    def __init__(self, limit, question, besides=()) -> None:
        super().__init__(str(limit))
        self.limit, self.question, self.besides = limit, question, list(besides)


class QuestionWaits(MailError):
    """The renter was asked already and has not answered yet; withdraw that question to ask another."""


class NothingToAsk(MailError):
    """The renter does not want to be asked about so much, or has agreed to it: send it."""


class QuestionOver(MailError):
    """It was answered, or is not asked any more; `question` is how it stands now."""

    def __init__(self, question) -> None:
        super().__init__(str(question))
        self.question = question
