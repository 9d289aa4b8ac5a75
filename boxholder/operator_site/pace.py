"""How a page says how long something still takes, and when it seems to stand still."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# So long after its start without anything done, somebody should look whether the worker runs.
QUIET = timedelta(seconds=30)


def say_left(left: timedelta | None) -> str:
    if left is None:
        return ""
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return _("less than a minute left")
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}
