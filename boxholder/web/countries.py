"""The countries of the world, by name in the visitor's language; stored as two letters (ISO 3166-1)."""

from babel import Locale
from django import forms
from django.utils.translation import gettext as _

from boxholder.web.moments import locale

# What Unicode's list has beyond countries and their territories: unions, pseudo-locales, "unknown".
NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "XK", "ZZ"}

# Without state and postal code a letter does not arrive there.
NEEDS_REGION_AND_CODE = {"US", "CA", "AU"}


def country_name(code: str) -> str:
    return Locale.parse(locale()).territories.get(code, code)


def countries() -> list[tuple[str, str]]:
    names = Locale.parse(locale()).territories.items()
    codes = [(code, name) for code, name in names if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES]
    return sorted(codes, key=lambda entry: entry[1])


class CountryField(forms.ChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(choices=lambda: [("", _("Choose a country")), *countries()], **kwargs)
        self.widget.attrs["autocomplete"] = "country"
