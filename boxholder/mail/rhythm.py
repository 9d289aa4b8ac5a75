"""When what recurs is due: pure functions of days, in the space's calendar."""

from calendar import monthrange
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class Often(models.TextChoices):
    EACH = "each", _("As it comes")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")


def next_day(
    often: str, *, after: date, weekday: int | None, month_day: int | None, beat: date | None = None
) -> date | None:
    """The next due day later than `after`; None for what does not recur.

    `beat`: a day on which it was due, so that every second week stays every second week. The 29th to 31st become the
    last day of a shorter month, and return.
    """
    if often == Often.MONTHLY and month_day is not None:
        this_month = _clipped(after.replace(day=1), month_day)
        return this_month if this_month > after else _clipped(_next_month(after), month_day)
    if often not in {Often.WEEKLY, Often.FORTNIGHTLY} or weekday is None:
        return None
    if often == Often.FORTNIGHTLY and beat is not None:
        return beat + timedelta(weeks=2) * ((after - beat).days // 14 + 1)
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


def _clipped(first: date, day: int) -> date:
    return first.replace(day=min(day, monthrange(first.year, first.month)[1]))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
