"""How somebody of the staff wants to be told of new requests."""

from datetime import time

from django import forms
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy

from boxholder.mail.models import RequestNotices


def _hours() -> list[tuple[int, str]]:
    return [(hour, time_format(time(hour))) for hour in range(24)]


class RequestNoticesForm(forms.Form):
    how = forms.ChoiceField(
        label=gettext_lazy("When renters ask for something"),
        choices=RequestNotices.How.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("At once: within a few minutes, what comes together in one e-mail."),
    )
    hour = forms.TypedChoiceField(label=gettext_lazy("Once a day, at"), choices=_hours, coerce=int)
