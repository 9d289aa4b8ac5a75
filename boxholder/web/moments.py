"""How a moment is said: near ones by their weekday, far ones by their date, all in the visitor's language and zone."""

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_datetime, format_skeleton, format_time
from django.utils import timezone
from django.utils.translation import get_language, gettext, to_locale

NEAR = timedelta(days=6)


def locale() -> str:
    return to_locale(get_language() or "en")


def local(when: date) -> date:
    return timezone.localtime(when) if isinstance(when, datetime) and timezone.is_aware(when) else when


def say_date(when: date) -> str:
    day, today = _day(when), timezone.localdate()
    named = {-1: gettext("Yesterday"), 0: gettext("Today"), 1: gettext("Tomorrow")}
    if (days := (day - today).days) in named:
        return named[days]

    if abs(day - today) <= NEAR:
        return format_skeleton("MMMEd", datetime(day.year, day.month, day.day), locale=locale())

    return format_date(day, "medium", locale=locale())


def say_time(when: datetime) -> str:
    return gettext("%(day)s, %(time)s") % {
        "day": say_date(when),
        "time": format_time(local(when).time(), "short", locale=locale()),
    }


def say_in_full(when: date) -> str:
    if isinstance(when, datetime):
        return format_datetime(local(when), "full", tzinfo=local(when).tzinfo, locale=locale())
    return format_date(when, "full", locale=locale())


def _day(when: date) -> date:
    return local(when).date() if isinstance(when, datetime) else when
