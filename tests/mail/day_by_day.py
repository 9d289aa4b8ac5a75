"""A mailroom in New York that is lived in day by day: mail comes, renters ask, Carl does it, the worker works at night.

Only the clock is not real. Each verb is the one its page calls, and each night's work is everything the worker sweeps
for, done twice: the second time must change nothing.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile

from boxholder import worker
from boxholder.billing import runs
from boxholder.billing.models import Charge, Invoice, InvoiceLine, RequestKind, StorageDay
from boxholder.billing.money import Money
from boxholder.history.models import Event
from boxholder.mail import fulfilment, scans
from boxholder.mail.asking_for import choice
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, AutomationTurn, MailItem
from boxholder.mailboxes.models import Mailbox
from boxholder.notifications.models import OutboxEmail
from tests.support import photographs

# The worker at four, mail at nine, renters at noon, the clerk at three.
NIGHT, MORNING, NOON, AFTERNOON = time(4), time(9), time(12), time(15)
AGAIN = timedelta(minutes=20)
WATCHED = (MailItem, ActionRequest, AutomationTurn, Charge, Invoice, OutboxEmail)
ONLY_GROWS = (StorageDay, InvoiceLine, Event)


class Mailroom:
    def __init__(self, space, carl, clock, run_tasks: Callable[[], int], *, begins: date):
        self.space, self.carl, self.clock, self.run_tasks = space, carl, clock, run_tasks
        self.day = begins
        self.jobs = worker.rooms_with_jobs()

    def until(self, day: date) -> None:
        """Night by night; then it is the morning of that day."""
        while self.day < day:
            self.day += timedelta(days=1)
            self.work_at_night()
        self._at(MORNING)

    def work_at_night(self) -> None:
        self._work(self._at(NIGHT))
        done = _all_rows()
        self._work(self._at(NIGHT, AGAIN))
        assert _all_rows() == done, f"{self.day}: the second sweep did something"

    def preview(self, day: date, *, by) -> runs.BillingRun:
        """`Next run`, looked at in the first minutes of that day, before the worker bills."""
        now = datetime.combine(day, time(0, 5), tzinfo=self.space.zone)
        self.clock.move_to(now, tick=False)
        return runs.preview(self.space.operator, through=day, by=by, now=now)

    # --- What people do

    def comes(self, sender: str, *, to: Mailbox, type: str = "letter") -> MailItem:
        self._at(MORNING)
        item = MailItem.receive(self.space, by=self.carl, type=type, sender=sender)
        item.assign(to, by=self.carl)
        return item

    def asks(self, kind: str, *items: MailItem, seen: str, **wishes) -> None:
        """The renter, at the price on the screen: `seen`, for all of them."""
        now = self._at(NOON)
        asked = choice([_as_it_is(item) for item in items], RequestKind(kind), now)
        assert str(asked.total) == seen
        prices = {f"price-{item.pk}": str(quote.price.minor) for item, quote in asked.priced}
        asked.ask(by=asked.items[0].mailbox.renter.user, now=now, seen=prices, **wishes)

    def cancels(self, item: MailItem) -> None:
        request = item.requests.pending().get()
        request.cancel(by=request.mailbox.renter.user, now=self._at(AFTERNOON))

    def declines(self, item: MailItem, reason: str) -> None:
        item.requests.pending().get().decline(by=self.carl, now=self._at(AFTERNOON), reason=reason)

    def does(self, *items: MailItem, postage: int = 0) -> None:
        """Whatever is asked for, as the clerk does it; several go in one parcel, or into one pair of hands."""
        now = self._at(AFTERNOON)
        asked = list(ActionRequest.objects.pending().filter(item__in=items).order_by("item_id"))
        assert len(asked) == len(items)
        if asked[0].kind in {RequestKind.FORWARD, RequestKind.LOCAL_DELIVERY}:
            sending = Sending(carrier="usps", postage=Money(postage, "USD") if postage else None)
            fulfilment.send(asked, by=self.carl, now=now, sending=sending)
        elif asked[0].kind == RequestKind.ONSITE_PICKUP:
            MailItem.objects.pick_up([_as_it_is(item) for item in items], who="Mia Moreno", by=self.carl)
        else:
            for request in asked:
                self._does_one(request, now)

    def _does_one(self, request: ActionRequest, now: datetime) -> None:
        if request.kind in fulfilment.AT_ONCE:
            fulfilment.do_at_once(request, by=self.carl)
            return
        if request.kind == RequestKind.OPEN_AND_SCAN:
            scans.add(request, ContentFile(photographs.jpeg()), by=self.carl, now=now, name="page.jpg")
        request.complete(by=self.carl, now=now)

    # --- The clock

    def _at(self, hour: time, later: timedelta = timedelta()) -> datetime:
        now = datetime.combine(self.day, hour, tzinfo=self.space.zone) + later
        self.clock.move_to(now, tick=False)
        return now

    def _work(self, now: datetime) -> None:
        for sweep in worker.sweeps(self.jobs):
            sweep(now)
        self.run_tasks()


def _as_it_is(item: MailItem) -> MailItem:
    return MailItem.objects.select_related("mailbox__renter__user", "mailbox__space", "space").get(pk=item.pk)


def _all_rows() -> list:
    rows = [list(model.objects.order_by("pk").values_list()) for model in WATCHED]
    return [*rows, *(model.objects.count() for model in ONLY_GROWS)]
