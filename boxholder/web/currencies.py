"""The currencies in use today, by code and name in the visitor's language (ISO 4217)."""

from babel import Locale
from babel.numbers import get_territory_currencies
from django import forms
from django.utils.translation import gettext as _

from boxholder.web.countries import countries
from boxholder.web.moments import locale


def currencies() -> list[tuple[str, str]]:
    names = Locale.parse(locale()).currencies
    used = {code for country, _name in countries() for code in get_territory_currencies(country)}
    return [(code, f"{code} · {names.get(code, code)}") for code in sorted(used)]


class CurrencyField(forms.ChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(choices=lambda: [("", _("Choose a currency")), *currencies()], **kwargs)
