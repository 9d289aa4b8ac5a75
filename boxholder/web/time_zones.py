"""The world's time zones, grouped as their names are: America/New_York stands under America."""

import zoneinfo
from functools import cache
from itertools import groupby

from django import forms
from django.utils.translation import gettext as _

# The other names of the database are older spellings of these, or offsets that know no summer time.
AREAS = {
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
}  # fmt: skip


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    names = sorted(name for name in zoneinfo.available_timezones() if name.partition("/")[0] in AREAS)
    grouped = groupby(names, key=lambda name: name.partition("/")[0])
    return [(area, [(name, _place(name)) for name in some]) for area, some in grouped]


def _place(name: str) -> str:
    return name.partition("/")[2].replace("_", " ").replace("/", ", ")


class TimeZoneField(forms.ChoiceField):
    """Filled in from the visitor's clock, where the browser tells it."""

    def __init__(self, **kwargs) -> None:
        super().__init__(choices=lambda: [("", _("Choose a time zone")), *time_zones()], **kwargs)
        self.widget.attrs["data-time-zone"] = ""
