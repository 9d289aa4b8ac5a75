"""Which days of a piece count, and why the others do not.

A day counts when the piece lies here at its end: from the day it arrived to the day before it left. Not before its
renter can do something about it, nor while it is in another mailbox or in none, which costs whoever has it nothing
either once it is out again; not while it was taken for gone; and from the day on which the renter asks for what
ends it (forward, pick up, shred, …) not until that is done: it is not their fault that it takes time. Cancelled by the
renter, it counts as if never asked; cancelled by the mailroom, the days it took are free.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boxholder.billing.models import RequestKind
from boxholder.mail.models import ActionRequest, MailItem

ENDS_STORAGE = {
    RequestKind.FORWARD,
    RequestKind.LOCAL_DELIVERY,
    RequestKind.ONSITE_PICKUP,
    RequestKind.SHRED,
    RequestKind.RECYCLE,
    RequestKind.RETURN_TO_SENDER,
}
ONE_DAY = timedelta(days=1)
LATE = _("Free: it was not in this mailbox yet")
TAKEN_OUT = _("Free: it was not in this mailbox")
AWAY = _("Free: it was not on its shelf")
ASKED = _("Free: %(what)s was asked for")
DECLINED = _("Free: the mailroom cancelled %(what)s")


@dataclass(frozen=True)
class Pause:
    """Days that do not count, up to and not including `until`."""

    first: date
    until: date
    said: str | Promise
    asked: ActionRequest | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day < self.until

    @property
    def words(self) -> str:
        return str(self.said) % {"what": RequestKind(self.asked.kind).label if self.asked else ""}


def days_kept(item: MailItem, today: date) -> list[date]:
    """The days that count, before `today`, in the space's time zone, in order.

    Reads the piece's space, requests, absences and former assignments.
    """
    end = end_of(item, today)
    # As numbers: a piece may have lain here for years, and a run looks at all of them.
    kept = set(range(item.received_on.toordinal(), end.toordinal()))
    for pause in pauses(item, end):
        kept.difference_update(range(pause.first.toordinal(), pause.until.toordinal()))
    return [date.fromordinal(day) for day in sorted(kept)]


def counts_on(item: MailItem, day: date) -> bool:
    """Whether it lies here at the end of that day, and nobody has asked for what ends it."""
    end = end_of(item, day + ONE_DAY)
    return item.received_on <= day < end and not any(pause.covers(day) for pause in pauses(item, end))


def end_of(item: MailItem, today: date) -> date:
    """The first day that is not over, or on which it was gone."""
    return min(today, item.space.today(item.left_at)) if item.left_at else today


def pauses(item: MailItem, end: date) -> list[Pause]:
    """In the order in which they explain a day: the first that covers it says why it is free."""
    away = [Pause(item.space.today(a.left_at), item.space.today(a.back_at), AWAY) for a in item.absences.all()]
    asked = [pause for request in item.requests.all() if (pause := _asked_for(item, request, end))]
    return [pause for pause in (*_elsewhere(item), *away, *asked) if pause.first < pause.until]


def counts_from(item: MailItem) -> date:
    """The day of arrival, or the first whole day that it is in its mailbox."""
    return max(pause.until for pause in _elsewhere(item))


def _elsewhere(item: MailItem) -> list[Pause]:
    """Until it was assigned, and each time from the day it was taken out of this mailbox until it was put back.

    Where that is a later day, the renter gets a whole one to see it: the mailroom's time is not theirs.
    """
    before = [each for each in item.former_assignments.all() if each.mailbox_id == item.mailbox_id]
    outs = [item.received_on, *(item.space.today(each.ended_at) for each in before)]
    ins = [*(each.assigned_at for each in before), item.assigned_at or item.received_at]
    found = []
    for said, first, assigned_at in zip((LATE, *(TAKEN_OUT for _each in before)), outs, ins, strict=True):
        assigned_on = item.space.today(assigned_at)
        found.append(Pause(first, assigned_on + ONE_DAY if assigned_on > first else first, said))
    return found


def _asked_for(item: MailItem, request: ActionRequest, end: date) -> Pause | None:
    """From the day it was asked for to the day it was over; nothing where it does not stop the clock."""
    if request.kind not in ENDS_STORAGE or request.mailbox_id != item.mailbox_id or request.was_taken_back:
        return None
    until = item.space.today(request.closed_at) if request.closed_at else end
    return Pause(item.space.today(request.asked_at), until, DECLINED if request.was_declined else ASKED, request)
