"""The renter's list of mail as its address says it: `?state=new&box=12&q=…`, newest first."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from boxholder.mail.models import MailItem
from boxholder.mail.models.mail_item.mail_item import MailItemQuerySet
from boxholder.mailboxes.models import Mailbox
from boxholder.mailboxes.rights import Right
from boxholder.web.keyset import Keyset

# Counted no further: beyond it nobody reads the number.
COUNTED = 99


class Inbox:
    def __init__(self, request: HttpRequest, mailboxes: list[Mailbox]) -> None:
        self.query = request.GET
        self.mailboxes = {str(mailbox.pk): mailbox for mailbox in mailboxes}
        self.state = self.query.get("state", "") if self.query.get("state") in STATES else ""
        self.box = self.query.get("box", "") if self.query.get("box") in self.mailboxes else ""
        self.words = self.query.get("q", "").strip()
        # By their keys, and not through the renter: so the newest are found by the index alone.
        chosen = [self.box] if self.box else list(self.mailboxes)
        self.mine = MailItem.objects.kept().filter(mailbox__in=chosen)
        self.may_ask_for = set(request.reach(Right.REQUEST).values_list("pk", flat=True))
        self.page = Keyset(self.query, self._found(), among=self.mine, order=["-pk"])
        for item in self.page.rows:
            item.mailbox = self.mailboxes[str(item.mailbox_id)]
            item.may_be_asked_about = item.mailbox_id in self.may_ask_for and item.takes_requests

    @property
    def is_narrowed(self) -> bool:
        """Whether an empty list may only mean that nothing matched."""
        return bool(self.state or self.box or self.words)

    @property
    def may_ask(self) -> bool:
        """Whether anything on this page can be asked about."""
        return any(item.may_be_asked_about for item in self.rows)

    @property
    def rows(self) -> list[MailItem]:
        return self.page.rows

    @property
    def states(self) -> list[dict]:
        """Filter chips; only of what is new it is worth knowing how many."""
        new = self.mine.unseen()[: COUNTED + 1].count()
        counts = {"new": f"{COUNTED}+" if new > COUNTED else new} if new else {}
        labels = {"": _("All"), "new": _("New"), "here": _("Here"), "gone": _("Gone")}
        return [
            {
                "label": label,
                "url": self._url(state=state),
                "is_current": state == self.state,
                "count": counts.get(state, ""),
            }
            for state, label in labels.items()
        ]

    @property
    def boxes(self) -> list[dict]:
        """Filter chips, where there are several mailboxes."""
        if len(self.mailboxes) < 2:
            return []
        labels = {"": _("All mailboxes")} | {pk: str(mailbox) for pk, mailbox in self.mailboxes.items()}
        return [
            {"label": label, "url": self._url(box=pk), "is_current": pk == self.box} for pk, label in labels.items()
        ]

    def _found(self) -> MailItemQuerySet:
        found = STATES[self.state](self.mine)
        for word in self.words.split():
            found = found.filter(_says(word))
        return found.select_related("mailbox", "space").prefetch_related("pictures", "requests__postage_question")

    def _url(self, **changes: str) -> str:
        query = self.query.copy()
        for name in ("before", "after"):
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
            if not value:
                del query[name]
        return f"?{query.urlencode()}"


def _says(word: str) -> Q:
    """On the outside, or read from it. The staff's search is not asked: it knows their notes and shelves, too."""
    return Q(sender__icontains=word) | Q(tracking_number__icontains=word) | Q(reading__text__icontains=word)


STATES = {
    "": lambda items: items,
    "new": lambda items: items.unseen(),
    "here": lambda items: items.here(),
    "gone": lambda items: items.exclude(state=MailItem.State.HERE),
}
