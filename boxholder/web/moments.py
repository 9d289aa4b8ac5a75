"""How a moment is said: near ones by their weekday, far ones by their date, all in the visitor's language and zone."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_skeleton, format_time
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop, to_locale

NEAR = timedelta(days=6)
NAMED = {-1: gettext_noop("Yesterday"), 0: gettext_noop("Today"), 1: gettext_noop("Tomorrow")}


def locale() -> str:
    return _locale(get_language() or "en")


_locale = lru_cache(maxsize=64)(to_locale)


def local(when: date) -> date:
    if not isinstance(when, datetime) or timezone.is_naive(when):
        return when
    zone = timezone.get_current_timezone()
    return when if when.tzinfo is zone else when.astimezone(zone)


def say_date(when: date) -> str:
    day, today = _day(when), timezone.localdate()
    if (days := (day - today).days) in NAMED:
        return gettext(NAMED[days])

    return (_near if abs(day - today) <= NEAR else _medium)(day, locale())


def say_time(when: datetime) -> str:
    return gettext("%(day)s, %(time)s") % {
        "day": say_date(when),
        "time": format_time(local(when).time(), "short", locale=locale()),
    }


def say_in_full(when: date) -> str:
    if isinstance(here := local(when), datetime):
        return _moment_in_full(here.replace(tzinfo=None), here.fold, here.tzinfo, locale())
    return format_date(when, "full", locale=locale())


# Lists say the same moments again and again. A moment is told apart by its zone: in two of them it is said in two ways.
@lru_cache(maxsize=4096)
def _moment_in_full(wall_clock: datetime, fold: int, zone: tzinfo | None, locale: str) -> str:
    return format_datetime(wall_clock.replace(tzinfo=zone, fold=fold), "full", tzinfo=zone, locale=locale)


@lru_cache(maxsize=64)
def _near(day: date, locale: str) -> str:
    return format_skeleton("MMMEd", datetime(day.year, day.month, day.day), locale=locale)


@lru_cache(maxsize=1024)
def _medium(day: date, locale: str) -> str:
    return format_date(day, "medium", locale=locale)


def _day(when: date) -> date:
    return local(when).date() if isinstance(when, datetime) else when
