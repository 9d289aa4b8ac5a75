"""A mailbox's automations as their page shows them: each with what it costs now, what waits, what was left undone."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boxholder.billing.allowances import quote
from boxholder.billing.money import Money
from boxholder.mail import automation_words
from boxholder.mail.models import Automation, AutomationTurn
from boxholder.mail.overtaken import Overtaken, overtaken
from boxholder.mail.wishes import ICONS
from boxholder.mailboxes.models import Mailbox

Does = Automation.Does
LATEST = 5
USUAL = [Does.OPEN_AND_SCAN, Does.FORWARD, Does.KEEP]


@dataclass(frozen=True)
class Offer:
    """Something an automation can do, before it is made: “free, 2 of 5 left until May 31, then 3.00 USD each”."""

    does: Automation.Does
    price: str
    is_allowed: bool
    # What each costs beyond the free ones: it comes back with the form.
    each: Money

    @property
    def icon(self) -> str:
        return icon_of(self.does)


@dataclass(frozen=True)
class Shown:
    automation: Automation
    price: str
    is_first: bool
    # It costs more than was agreed to, so it waits.
    is_dearer: bool
    # What has gathered for its day, and what the renter may want to see to.
    gathered: int
    undone: list[AutomationTurn]
    # Why it never has its turn, if so.
    overtaken: str

    @property
    def icon(self) -> str:
        return icon_of(self.automation.does)

    @property
    def is_running(self) -> bool:
        return self.automation.is_running and not self.automation.lacks_address


def icon_of(does: str) -> str:
    return "archive" if does == Does.KEEP else {kind.value: icon for kind, icon in ICONS.items()}[does]


def offers(mailbox: Mailbox, now: datetime, which=tuple(Does)) -> list[Offer]:
    return [offer(mailbox, does, now) for does in which]


def offer(mailbox: Mailbox, does: str, now: datetime) -> Offer:
    proposed = Automation(mailbox=mailbox, does=does)
    is_allowed = proposed.kind is None or quote(mailbox, proposed.kind, mailbox.space.today(now)).is_allowed
    return Offer(Does(does), automation_words.price(proposed, now), is_allowed, proposed.price(now))


def shown(mailbox: Mailbox, now: datetime) -> list[Shown]:
    """In the order in which they are tried."""
    automations = in_order(mailbox)
    takers = overtaken(automations)
    return [
        _shown(automation, mailbox, now, is_first=n == 0, takers=takers.get(automation.pk, []))
        for n, automation in enumerate(automations)
    ]


def in_order(mailbox: Mailbox) -> list[Automation]:
    return list(Automation.objects.kept().filter(mailbox=mailbox).select_related("address", "made_by"))


def newly_overtaken(mailbox: Mailbox, before: Overtaken) -> list[str]:
    """Which have no turn any more by what was done just now; `before`: who had none before it."""
    automations = in_order(mailbox)
    words, now = _("“%(automation)s” %(why)s"), overtaken(automations)
    return [
        words % {"automation": each, "why": automation_words.never_has_its_turn(now[each.pk])}
        for each in automations
        if each.pk in now and each.pk not in before
    ]


def _shown(
    automation: Automation, mailbox: Mailbox, now: datetime, *, is_first: bool, takers: list[Automation]
) -> Shown:
    automation.mailbox = mailbox
    here = automation.turns.filter(mailbox=mailbox, item__mailbox=mailbox, item__state="here", item__deleted_at=None)
    undone = here.undone().select_related("item")
    return Shown(
        automation=automation,
        price=automation_words.price(automation, now),
        is_first=is_first,
        is_dearer=automation.is_dearer(now),
        gathered=here.waiting().count() if automation.gathers else 0,
        undone=list(undone.order_by("-pk")[:LATEST]),
        overtaken=automation_words.never_has_its_turn(takers) if takers else "",
    )
