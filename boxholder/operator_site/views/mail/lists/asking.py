"""What the address asks of the list: `?tab=`, `?space=`, `?state=`, `?type=`, `?received=`, `?mailbox=`, `?q=`."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from boxholder.mail.models import MailItem
from boxholder.mail.search import Scope, Tab
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator, Space
from boxholder.prepared import Counted, Prepared
from boxholder.web.numbers import number

# Beyond that nobody wants to know more exactly, and counting would take long.
COUNTS_TO = 999
VIEWS = ("list", "grid")
REMEMBERED = "mail_view"
# Word → how many days ago it begins, and ends before.
PERIODS = {
    "today": (_("Today"), 0, -1),
    "yesterday": (_("Yesterday"), 1, 0),
    "week": (_("The last 7 days"), 6, -1),
    "month": (_("The last 30 days"), 29, -1),
}
FILTERS = ["state", "type", "received", "from", "to", "mailbox"]


class Asking:
    def __init__(self, request: HttpRequest) -> None:
        self.operator, self.query = request.operator, request.GET
        self.text = request.GET.get("q", "").strip()
        self.tab = Tab(request.GET["tab"]) if request.GET.get("tab") in Tab.values else Tab.UNASSIGNED
        self.view = _remembered_view(request)

    @cached_property
    def space(self) -> Space | None:
        """One of the visitor's; nonsense, or a stranger's, is all of them."""
        pk = number(self.query.get("space"))
        return self.operator.spaces.filter(pk=pk).first() if pk else None

    @cached_property
    def mailbox(self) -> Mailbox | None:
        pk = number(self.query.get("mailbox"))
        return self.operator.mailboxes.select_related("renter").filter(pk=pk).first() if pk else None

    @property
    def state(self) -> str:
        """Whatever is unassigned is here."""
        value = self.query.get("state", "")
        return value if value in MailItem.State.values and self.tab != Tab.UNASSIGNED else ""

    @property
    def type(self) -> str:
        value = self.query.get("type", "")
        return value if value in MailItem.Type.values else ""

    @property
    def period(self) -> str:
        value = self.query.get("received", "")
        return value if value in PERIODS else ""

    @cached_property
    def days(self) -> tuple[date | None, date | None]:
        """From the one day to the other, both included."""
        if not self.period:
            return _day(self.query.get("from")), _day(self.query.get("to"))
        _label, begins, ends = PERIODS[self.period]
        today = timezone.localdate()
        return today - timedelta(days=begins), today - timedelta(days=ends + 1)

    @cached_property
    def scope(self) -> Scope:
        first, last = self.days
        return Scope(
            self.operator.pk,
            self.tab,
            space_id=self.space.pk if self.space else None,
            state=self.state,
            type=self.type,
            mailbox_id=self.mailbox.pk if self.mailbox else None,
            since=_midnight(first) if first else None,
            until=_midnight(last + timedelta(days=1)) if last else None,
        )

    @property
    def order(self) -> list[str]:
        """Newest first; where days are asked for, by the day, which has an index of its own."""
        if self.tab == Tab.BIN:
            return ["-deleted_at", "-pk"]
        return ["-received_at", "-pk"] if self.scope.since or self.scope.until else ["-pk"]

    @property
    def is_narrowed(self) -> bool:
        return self.scope != Scope(self.operator.pk, self.tab)

    @property
    def is_filtered(self) -> bool:
        return replace(self.scope, space_id=None) != Scope(self.operator.pk, self.tab)

    @property
    def here(self) -> str:
        """Just this page of the list, also where something else was asked of it."""
        return self._address({})

    def address(self, **changes: str | None) -> str:
        """This list with something else asked, from its beginning."""
        return self._address({"before": None, "after": None, **changes})

    @property
    def as_list(self) -> str:
        return self._address({"view": "list"})

    @property
    def as_grid(self) -> str:
        return self._address({"view": "grid"})

    @property
    def question(self) -> str:
        """What is asked, to be put behind another address."""
        return f"?{self._query({}).urlencode()}" if self.query else ""

    def _address(self, changes: dict[str, str | None]) -> str:
        query = self._query(changes)
        return f"{reverse('desk:mail')}?{query.urlencode()}" if query else reverse("desk:mail")

    def _query(self, changes: dict[str, str | None]) -> QueryDict:
        query = self.query.copy()
        for name, value in {"pieces": None, **changes}.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return query

    def counts(self) -> dict[Tab, str]:
        """How many stand in each tab, of the space; none in words where it is too many to count."""
        [counts] = COUNTS.rows(self.operator.pk, *([self.space.pk] if self.space else []))
        return dict(zip(Tab, map(_say, counts), strict=True))


def _counts(operator: int, space: int | None = None) -> QuerySet:
    tabs = [Scope(operator, tab, space_id=space).items.order_by() for tab in Tab]
    return Operator.objects.filter(pk=operator).values_list(*[Counted(items[: COUNTS_TO + 1]) for items in tabs])


COUNTS = Prepared(_counts)


def _remembered_view(request: HttpRequest) -> str:
    """Chosen once, and then remembered."""
    chosen = request.GET.get("view")
    if chosen in VIEWS and chosen != request.session.get(REMEMBERED, VIEWS[0]):
        request.session[REMEMBERED] = chosen
    return chosen if chosen in VIEWS else request.session.get(REMEMBERED, VIEWS[0])


def _day(text: str | None) -> date | None:
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return day if day and 1900 < day.year < 9000 else None


def _midnight(day: date) -> datetime:
    """Where the list is looked at: in the space's zone, which the view has switched to."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _say(count: int) -> str:
    return f"{COUNTS_TO}+" if count > COUNTS_TO else str(count)
