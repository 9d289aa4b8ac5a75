"""The days on which what recurs is due."""

from datetime import date

import pytest

from boxholder.mail.rhythm import next_day


@pytest.mark.parametrize(
    ("often", "weekday", "month_day", "after", "due"),
    [
        ("each", None, None, date(2026, 5, 12), None),
        ("weekly", 4, None, date(2026, 5, 12), date(2026, 5, 15)),  # a Tuesday, then Friday
        ("weekly", 4, None, date(2026, 5, 15), date(2026, 5, 22)),  # never the same day
        ("weekly", 0, None, date(2026, 12, 30), date(2027, 1, 4)),  # over the year's end
        ("fortnightly", 4, None, date(2026, 5, 12), date(2026, 5, 15)),  # the first time: the nearest
        ("monthly", None, 15, date(2026, 5, 12), date(2026, 5, 15)),
        ("monthly", None, 12, date(2026, 5, 12), date(2026, 6, 12)),
        ("monthly", None, 31, date(2026, 5, 31), date(2026, 6, 30)),  # clipped
        ("monthly", None, 31, date(2026, 6, 30), date(2026, 7, 31)),  # and back
        ("monthly", None, 30, date(2027, 1, 30), date(2027, 2, 28)),
        ("monthly", None, 29, date(2028, 1, 31), date(2028, 2, 29)),  # a leap year
    ],
)
def test_the_next_day(often, weekday, month_day, after, due):
    assert next_day(often, after=after, weekday=weekday, month_day=month_day) == due


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (date(2026, 5, 15), date(2026, 5, 29)),
        (date(2026, 5, 22), date(2026, 5, 29)),
        (date(2026, 6, 20), date(2026, 6, 26)),  # after a month in which no worker ran
    ],
)
def test_every_second_week_keeps_its_beat(after, due):
    assert next_day("fortnightly", after=after, weekday=4, month_day=None, beat=date(2026, 5, 15)) == due
